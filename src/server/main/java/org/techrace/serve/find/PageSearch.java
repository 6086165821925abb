package org.techrace.serve.find;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.OWL;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.search.WordFilters;
import org.techrace.search.WordFilters.Filter;
import org.techrace.search.WordFilters.Understood;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.find.SearchPage.Narrowing;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.ComparePage;
import org.techrace.serve.pages.EntityPage;
import org.techrace.serve.pages.Kinds;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.QueryText;

/// Finds pages by plain words: the things that `queries/pages/search/pages.rq` lists, by name,
/// context and text, the questions, the pages of `explore`, narrowed to what the words name, and
/// comparisons of things. Words that name a filter (`queries/pages/search/filters.rq`) narrow the
/// results: "samurai films Japan 1990". The index of a release is made before it is served, or at
/// its first search.
final class PageSearch {
  /// A document with a lower score is not a result.
  private static final double LEAST = 0.2;

  /// A question with at least this score is a result although it passes no filter.
  private static final double GOOD_QUESTION = 0.6;

  /// If fewer documents pass the filters, good ones that do not follow them.
  private static final int FEW = 3;

  private static final double GOOD = 0.4;

  private static final int FOUND = 40;

  /// How many results have a sentence.
  private static final int TOLD = 8;

  /// The weight of things that are found by name only.
  private static final double OTHER_THING = 0.65;

  /// The weight of a question, unless the words ask one.
  private static final double QUESTION_WEIGHT = 0.95;

  private static final double ASKED_QUESTION = 1.15;

  /// The largest part of the words that a view may leave aside.
  private static final double OTHER_WORDS = 0.34;

  /// The maximum number of things in a comparison.
  private static final int COMPARED = 4;

  /// How many releases have an index at the same time.
  private static final int RELEASES = 2;

  private final Questions questions;
  private final Languages languages;
  private final Cache<String, PageIndex> indexes =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  PageSearch(Questions questions, Languages languages) {
    this.questions = questions;
    this.languages = languages;
  }

  /// The results of a search.
  ///
  /// @param hits the results, best first
  /// @param narrowed what narrows them, in the order of the words
  /// @param unmet words that name a filter which no result passes as well
  /// @param corrected the words that were searched for, if they are not those of the reader
  record Results(List<Hit> hits, List<Narrowing> narrowed, List<String> unmet, String corrected) {
    Results(List<Hit> hits) {
      this(hits, List.of(), List.of(), "");
    }

    private Results before(List<Hit> first) {
      Map<String, Hit> all = new LinkedHashMap<>();
      Stream.concat(first.stream(), hits.stream()).forEach(hit -> all.putIfAbsent(hit.page(), hit));
      return new Results(List.copyOf(all.values()), narrowed, unmet, corrected);
    }
  }

  /// One search: the words with their spelling corrected, and what was found.
  ///
  /// @param named the things found by name
  private record Query(
      String words,
      WordIndex.Asked asked,
      List<WordIndex.Hit> found,
      List<Hit> named,
      PageIndex index,
      Lease lease) {
    Stream<WordIndex.Hit> best() {
      return found.stream().limit(FOUND);
    }
  }

  /// Finds pages, and narrows the results by the filters among the words.
  ///
  /// @param named the things found by name
  Results find(String words, List<Hit> named, Lease lease) {
    PageIndex index = current(lease);
    Set<String> written =
        named.stream()
            .flatMap(hit -> Stream.of(hit.label(), hit.also()))
            .flatMap(name -> WordIndex.foldedWords(name).stream())
            .collect(Collectors.toSet());
    String corrected = index.index().corrected(words, written::contains);
    WordIndex.Asked asked = index.index().read(corrected);
    List<WordIndex.Hit> found = ranked(corrected, asked, named, index);
    Query query = new Query(corrected, asked, found, named, index, lease);
    Results results = found.stream().anyMatch(WordIndex.Hit::whole) ? plain(query) : results(query);
    Results all = results.before(answers(query));
    List<Hit> hits = new ArrayList<>(all.hits());
    for (int i = 0; i < Math.min(TOLD, hits.size()); i++) {
      hits.set(i, told(hits.get(i), query));
    }
    return new Results(
        List.copyOf(hits),
        results.narrowed(),
        results.unmet(),
        corrected.equals(words) ? "" : corrected);
  }

  /// Returns a result with the sentence that its page begins with, and its picture.
  private static Hit told(Hit hit, Query query) {
    String key = hit.iri();
    Questions.Question question = query.index.questions().get(key);
    if (!hit.text().isEmpty()) {
      return hit;
    }
    if (question != null) {
      return hit.with(question.comment(), QuestionForm.picture(question, hit.page()));
    }
    PageQuery view = query.index.views().get(hit.page().replaceFirst("\\?.*", ""));
    if (view != null) {
      return hit.with(QueryText.of(view, "Text"), "");
    }
    if (key.startsWith("/")) {
      return hit;
    }
    List<String> types = query.lease.entities().types(key);
    return hit.with(EntityPage.lead(key, types, query.lease.entities()), "");
  }

  private static Results results(Query query) {
    Understood all = understood(query);
    for (Understood understood : all.relaxed()) {
      Set<String> passing =
          query.index.hasClassesOf(understood, all)
              ? passing(understood, query.index)
              : Set.<String>of();
      if (!passing.isEmpty()) {
        return narrowed(understood, all, passing, query);
      }
    }
    Results results = excluded(all, query);
    Understood filtersOnly = new Understood(all.filters(), "");
    Set<String> passing =
        results.hits().isEmpty() || !query.index.index().hasAny(all.rest())
            ? passing(filtersOnly, query.index)
            : Set.<String>of();
    return passing.isEmpty() ? results : narrowed(filtersOnly, all, passing, query);
  }

  /// Reads the filters among the words. A class after a word such as "by" is no filter: "films by
  /// director" asks for films.
  private static Understood understood(Query query) {
    Understood all = query.index.filters().read(query.words);
    List<Filter> grouping =
        all.filters().stream()
            .filter(query.index::isClass)
            .filter(filter -> isAfter(query.index.words("search.by"), filter, query.words))
            .toList();
    List<Filter> filters = new ArrayList<>(all.filters());
    filters.removeAll(grouping);
    String rest =
        Stream.concat(Stream.of(all.rest()), grouping.stream().map(Filter::words))
            .collect(Collectors.joining(" "));
    return new Understood(List.copyOf(filters), rest);
  }

  private static boolean isAfter(Set<String> words, Filter filter, String query) {
    return words.stream().anyMatch(word -> query.contains(word + " " + filter.words()));
  }

  private static String language() {
    return Reader.current().texts().language();
  }

  /// Returns the documents that pass all filters and have all other words. They narrow the results
  /// only if two filters agree, or a class and other words: one filter alone is a topic.
  private static Set<String> passing(Understood understood, PageIndex index) {
    boolean wordsLeft = !WordIndex.isEmpty(understood.rest());
    List<Filter> filters = understood.filters();
    boolean one = filters.size() == 1 && index.isClass(filters.getFirst()) && wordsLeft;
    if (filters.size() < 2 && !one) {
      return Set.of();
    }
    Set<String> passing = index.filters().passing(filters);
    if (wordsLeft) {
      passing.retainAll(index.index().having(understood.rest()));
    }
    return passing;
  }

  /// Returns the documents that pass, and the questions that cover the words well, best first.
  ///
  /// @param all the whole query
  private static Results narrowed(
      Understood understood, Understood all, Set<String> passing, Query query) {
    Function<String, Hit> shown = shown(query);
    Predicate<WordIndex.Hit> isGood =
        hit ->
            (query.index.questions().containsKey(hit.key()) && hit.score() >= GOOD_QUESTION)
                || passing.contains(hit.key());
    Map<String, Hit> results = new LinkedHashMap<>();
    Stream<String> others =
        passing.size() < FEW
            ? query.best().filter(hit -> hit.score() >= GOOD).map(WordIndex.Hit::key)
            : Stream.empty();
    Stream.of(query.found.stream().filter(isGood).map(WordIndex.Hit::key), passing.stream(), others)
        .flatMap(keys -> keys)
        .filter(query.index::has)
        .distinct()
        .limit(FOUND)
        .forEach(key -> results.computeIfAbsent(key, shown));
    List<String> unmet = new ArrayList<>();
    all.filters().stream()
        .filter(filter -> !understood.filters().contains(filter))
        .forEach(filter -> unmet.add(filter.words()));
    if (!understood.rest().equals(all.rest())) {
      unmet.add(all.rest());
    }
    return new Results(
        List.copyOf(results.values()), narrowings(understood.filters(), query.lease), unmet, "");
  }

  /// Returns the results without those that a filter excludes.
  private static Results excluded(Understood understood, Query query) {
    List<Filter> excluding = understood.filters().stream().filter(Filter::excludes).toList();
    Results results = plain(query);
    if (excluding.isEmpty()) {
      return results;
    }
    WordFilters filters = query.index.filters();
    List<Hit> hits =
        results.hits().stream()
            .filter(hit -> excluding.stream().allMatch(one -> filters.passes(hit.iri(), one)))
            .toList();
    return new Results(hits, narrowings(excluding, query.lease), List.of(), "");
  }

  private static List<Narrowing> narrowings(List<Filter> filters, Lease lease) {
    return filters.stream().map(filter -> narrowing(filter, lease)).toList();
  }

  private static Narrowing narrowing(Filter filter, Lease lease) {
    String key = filter.keys().stream().sorted().findFirst().orElseThrow();
    if (!lease.entities().knows(key)) {
      return new Narrowing("", filter.words(), filter.excludes(), filter.without());
    }
    List<String> types = lease.entities().types(key);
    String heading =
        types.contains(OWL.Class.getURI())
            ? Reader.text("search.kind")
            : SearchPage.type(types, key, lease, Kinds.alike(lease.entities()));
    return new Narrowing(
        heading, SearchPage.link(key, lease).text(), filter.excludes(), filter.without());
  }

  /// Returns all that is found, best first: things with a name that is the words, whether the
  /// documents have this name or not; documents; and things that are found by name only.
  private static List<WordIndex.Hit> ranked(
      String words, WordIndex.Asked asked, List<Hit> named, PageIndex index) {
    double question = isAsked(words, index) ? ASKED_QUESTION : QUESTION_WEIGHT;
    Map<String, WordIndex.Hit> found = new LinkedHashMap<>();
    for (WordIndex.Hit hit : index.index().find(asked, language())) {
      found.put(hit.key(), index.questions().containsKey(hit.key()) ? hit.times(question) : hit);
    }
    for (Hit hit : named) {
      String name = hit.also().isEmpty() ? hit.label() : hit.also();
      WordIndex.Hit scored = index.index().score(asked, hit.iri(), name, OTHER_THING);
      if (scored.whole() || !index.has(hit.iri())) {
        found.merge(
            hit.iri(), scored, (document, byName) -> byName.whole() ? document.exact() : document);
      }
    }
    return found.values().stream().sorted(WordIndex.Hit.BEST_FIRST).toList();
  }

  /// Reports whether words are a question: they have a word that asks, in any language.
  private static boolean isAsked(String words, PageIndex index) {
    return has(words, "search.asking", index);
  }

  private static boolean has(String words, String key, PageIndex index) {
    return !Collections.disjoint(WordIndex.foldedWords(words), index.words(key));
  }

  /// Finds pages without filters, best first.
  private static Results plain(Query query) {
    PageIndex index = query.index;
    Function<String, Hit> shown = shown(query);
    Map<String, Hit> byName =
        query.named.stream().collect(Collectors.toMap(Hit::iri, hit -> hit, (one, same) -> one));
    Map<String, Hit> results = new LinkedHashMap<>();
    query
        .best()
        .filter(hit -> hit.whole() || hit.score() >= LEAST)
        .map(hit -> index.topic(hit.key()))
        .forEach(
            key -> {
              if (byName.containsKey(key)) {
                results.putIfAbsent(key, byName.get(key));
              } else if (index.has(key)) {
                results.computeIfAbsent(key, shown);
              }
            });
    query.named.stream()
        .filter(hit -> index.topic(hit.iri()).equals(hit.iri()))
        .forEach(hit -> results.putIfAbsent(hit.iri(), hit));
    return new Results(List.copyOf(results.values()));
  }

  /// Returns the views that answer the words as a whole: a comparison of the things that they name,
  /// and pages of `explore` with all filters that they name. If the words do not say that they
  /// compare, the best result comes before a comparison.
  private static List<Hit> answers(Query query) {
    List<Hit> answers = new ArrayList<>();
    Optional<Hit> comparison = comparison(query);
    boolean compares = has(query.words, "search.compare", query.index);
    comparison.filter(hit -> compares).ifPresent(answers::add);
    answers.addAll(views(query));
    if (comparison.isPresent() && !compares && isAsked(query.words, query.index)) {
      query
          .best()
          .map(hit -> query.index.topic(hit.key()))
          .filter(query.index::has)
          .limit(1)
          .map(shown(query))
          .forEach(answers::add);
      answers.add(comparison.get());
    }
    return answers;
  }

  /// Returns the comparison of the things of one class that the words name, if there are two.
  private static Optional<Hit> comparison(Query query) {
    Map<String, Set<String>> byType = new LinkedHashMap<>();
    for (Set<String> called : query.asked.things()) {
      for (String thing : called) {
        query.index.types().getOrDefault(thing, List.of()).stream()
            .filter(query.index.classes()::contains)
            .filter(type -> called.size() == 1 || byType.containsKey(type))
            .forEach(type -> byType.computeIfAbsent(type, t -> new LinkedHashSet<>()).add(thing));
      }
    }
    return byType.values().stream()
        .filter(things -> things.size() > 1 && things.size() <= COMPARED)
        .findFirst()
        .map(things -> comparison(things, query.lease));
  }

  private static Hit comparison(Set<String> things, Lease lease) {
    List<Term.Link> links = things.stream().map(thing -> SearchPage.link(thing, lease)).toList();
    String address = ComparePage.address(links);
    String names =
        links.stream().map(Term::text).collect(Collectors.joining(Reader.text("list.last")));
    return new Hit(address, names, address, Reader.text("nav.compare"), "", "");
  }

  /// Returns the pages of `explore` that can be narrowed to all filters of the words.
  private static List<Hit> views(Query query) {
    Understood all = understood(query);
    if (all.filters().size() < 2
        || all.filters().stream().anyMatch(Filter::excludes)
        || query.index.index().share(query.asked, all.rest()) > OTHER_WORDS) {
      return List.of();
    }
    List<Set<String>> classes =
        all.filters().stream()
            .filter(query.index::isClass)
            .map(filter -> query.index.filters().passing(List.of(filter)))
            .toList();
    List<Filter> values =
        all.filters().stream().filter(filter -> !query.index.isClass(filter)).toList();
    Set<String> seen = new HashSet<>();
    return query.index.facets().stream()
        .filter(view -> !classes.isEmpty() || isOnlyOf(view, values, query.index))
        .flatMap(view -> view.narrowed(classes, values).stream())
        .filter(view -> seen.add(view.query().name()))
        .map(view -> view(view, values, query.lease))
        .toList();
  }

  /// Reports whether a value says which view is meant, because no other has it.
  private static boolean isOnlyOf(FacetedView view, List<Filter> values, PageIndex index) {
    return values.stream()
        .flatMap(filter -> filter.keys().stream())
        .anyMatch(
            key ->
                index.facets().stream().filter(one -> one.has(key)).toList().equals(List.of(view)));
  }

  private static Hit view(FacetedView.Narrowed view, List<Filter> filters, Lease lease) {
    String values =
        narrowings(filters, lease).stream()
            .map(Narrowing::text)
            .collect(Collectors.joining(Reader.text("list.separator")));
    String title = QueryText.of(view.query(), "Title");
    return new Hit(
        view.address(),
        Reader.text("search.view", title, values),
        view.address(),
        Reader.text("search.list"),
        Reader.text("search.count", view.count()),
        "");
  }

  /// Returns what is shown of a document, in the language of the reader.
  private static Function<String, Hit> shown(Query query) {
    PageIndex index = query.index;
    Lease lease = query.lease;
    Set<String> things =
        query.asked.things().stream().flatMap(Set::stream).collect(Collectors.toSet());
    Map<String, Term> alike = Kinds.alike(lease.entities());
    return key -> {
      Questions.Question question = index.questions().get(key);
      if (question != null) {
        String kind = Reader.text("search.question");
        return index
            .chosen(key, things, lease.entities())
            .map(
                form ->
                    new Hit(key, form.title(), form.page(), kind, "", "")
                        .with(form.comment(), QuestionForm.picture(question, form.page())))
            .orElseGet(() -> new Hit(key, question.listed(), question.page(), kind, "", ""));
      }
      if (index.isPage(key)) {
        String title =
            index.views().containsKey(key)
                ? QueryText.of(index.views().get(key), "Title")
                : PageIndex.door(key);
        return new Hit(key, title, key, Reader.text("search.page"), "", "");
      }
      Term.Link thing = SearchPage.link(key, lease);
      String page = Objects.requireNonNullElse(Addresses.href(thing), "");
      List<String> types = index.types().getOrDefault(key, List.of());
      return new Hit(key, thing.text(), page, SearchPage.type(types, key, lease, alike), "", "");
    };
  }

  /// Returns the words that none of some results has, see [WordIndex#missing], as they are
  /// [compared][WordIndex#compared].
  Set<String> missing(String words, List<Hit> hits, Lease lease) {
    WordIndex index = current(lease).index();
    Set<String> missing = index.missing(index.read(words), hits.stream().map(Hit::iri).toList());
    // The index does not contain things that are found by name only.
    hits.stream()
        .flatMap(hit -> Stream.of(hit.label(), hit.also(), hit.type(), hit.beside()))
        .flatMap(name -> WordIndex.foldedWords(name).stream())
        .map(WordIndex::compared)
        .forEach(missing::remove);
    return missing;
  }

  /// Returns the results with a name that has all words, or what they mean.
  List<Hit> named(String words, List<Hit> hits, Lease lease) {
    WordIndex index = current(lease).index();
    WordIndex.Asked asked = index.read(words);
    return hits.stream()
        .filter(
            hit -> Stream.of(hit.label(), hit.also()).anyMatch(name -> index.isNamed(asked, name)))
        .toList();
  }

  /// Makes the index of a release.
  void prepare(Lease lease) {
    current(lease);
  }

  private PageIndex current(Lease lease) {
    return indexes.get(lease.release(), name -> PageIndex.of(questions, languages, lease));
  }
}
