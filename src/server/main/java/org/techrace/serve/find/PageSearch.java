package org.techrace.serve.find;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity.Label;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.search.WordFilters;
import org.techrace.search.WordFilters.Filter;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.find.SearchPage.Narrowing;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.Kinds;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.text.Reader;

/// Finds pages by plain words: the things that `queries/pages/search/pages.rq` lists, by name,
/// context and text, and the questions. Words that name a filter
/// (`queries/pages/search/filters.rq`) narrow the results: "samurai films Japan 1990". The index of
/// a release is made before it is served, or at its first search.
final class PageSearch {
  /// The pages of questions begin so.
  static final String QUESTION = "/questions/";

  /// A result with a lower score comes after things found by name.
  private static final double GOOD = 0.42;

  /// A document with a lower score is not a result.
  private static final double LEAST = 0.3;

  private static final int FOUND = 40;

  /// How many releases have an index at the same time.
  private static final int RELEASES = 2;

  private final Questions questions;
  private final Cache<String, Built> built =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// The index of a release.
  ///
  /// @param filters the words that narrow a search
  /// @param classes the filters that are classes
  /// @param types the classes of each thing that is a document
  /// @param questions the questions by IRI
  /// @param topics by thing, the thing whose page says more
  private record Built(
      WordIndex index,
      WordFilters filters,
      Set<String> classes,
      Map<String, List<String>> types,
      Map<String, Questions.Question> questions,
      Map<String, String> topics) {

    boolean isClass(Filter filter) {
      return filter.keys().stream().anyMatch(classes::contains);
    }

    /// Reports whether fewer filters still have all classes: what is asked for does not change.
    boolean hasClassesOf(WordFilters.Understood fewer, WordFilters.Understood all) {
      return all.filters().stream()
          .filter(this::isClass)
          .allMatch(filter -> fewer.filters().contains(filter));
    }

    String topic(String key) {
      return topics.getOrDefault(key, key);
    }

    boolean has(String key) {
      return types.containsKey(key) || questions.containsKey(key);
    }
  }

  PageSearch(Questions questions) {
    this.questions = questions;
  }

  /// The results of a search.
  ///
  /// @param hits the results, best first
  /// @param narrowed what narrows them, in the order of the words
  /// @param unmet words that name a filter which no result passes as well
  record Results(List<Hit> hits, List<Narrowing> narrowed, List<String> unmet) {
    Results(List<Hit> hits) {
      this(hits, List.of(), List.of());
    }
  }

  /// Finds pages, and narrows the results by the filters among the words.
  ///
  /// @param named the things found by name
  Results find(String words, List<Hit> named, Lease lease) {
    Built current = current(lease);
    List<WordIndex.Hit> found = current.index.find(words, language(), Integer.MAX_VALUE);
    if (found.stream().anyMatch(WordIndex.Hit::whole)) {
      return new Results(plain(found, named, current, lease));
    }
    WordFilters.Understood all = current.filters.read(words);
    for (WordFilters.Understood understood : all.relaxed()) {
      Set<String> passing =
          current.hasClassesOf(understood, all) ? passing(understood, current) : Set.of();
      if (!passing.isEmpty()) {
        return narrowed(understood, all, passing, found, current, lease);
      }
    }
    Results results = excluded(all, found, named, current, lease);
    WordFilters.Understood filtersOnly = new WordFilters.Understood(all.filters(), "");
    Set<String> passing =
        results.hits().isEmpty() ? passing(filtersOnly, current) : Set.<String>of();
    return passing.isEmpty() ? results : narrowed(filtersOnly, all, passing, found, current, lease);
  }

  private static String language() {
    return Reader.current().texts().language();
  }

  /// Returns the documents that pass all filters and have all other words. They narrow the results
  /// only if two filters agree, or a class and other words: one filter alone is a topic.
  private static Set<String> passing(WordFilters.Understood understood, Built current) {
    boolean wordsLeft = !WordIndex.isEmpty(understood.rest());
    List<Filter> filters = understood.filters();
    boolean one = filters.size() == 1 && current.isClass(filters.getFirst()) && wordsLeft;
    if (filters.size() < 2 && !one) {
      return Set.of();
    }
    Set<String> passing = current.filters.passing(filters);
    if (wordsLeft) {
      passing.retainAll(current.index.having(understood.rest()));
    }
    return passing;
  }

  /// Returns the documents that pass, those that cover the words best first.
  ///
  /// @param all the whole query
  private static Results narrowed(
      WordFilters.Understood understood,
      WordFilters.Understood all,
      Set<String> passing,
      List<WordIndex.Hit> found,
      Built current,
      Lease lease) {
    Function<String, Hit> shown = shown(current, lease);
    Map<String, Hit> results = new LinkedHashMap<>();
    Stream.concat(
            found.stream().map(WordIndex.Hit::key).filter(passing::contains), passing.stream())
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
        List.copyOf(results.values()), narrowings(understood.filters(), lease), unmet);
  }

  /// Returns the results without those that a filter excludes.
  private static Results excluded(
      WordFilters.Understood understood,
      List<WordIndex.Hit> found,
      List<Hit> named,
      Built current,
      Lease lease) {
    List<Filter> excluding = understood.filters().stream().filter(Filter::excludes).toList();
    if (excluding.isEmpty()) {
      return new Results(plain(found, named, current, lease));
    }
    List<Hit> hits =
        plain(found, named, current, lease).stream()
            .filter(
                hit -> excluding.stream().allMatch(one -> current.filters.passes(hit.iri(), one)))
            .toList();
    return new Results(hits, narrowings(excluding, lease), List.of());
  }

  private static List<Narrowing> narrowings(List<Filter> filters, Lease lease) {
    return filters.stream().map(filter -> narrowing(filter, lease)).toList();
  }

  private static Narrowing narrowing(Filter filter, Lease lease) {
    String key = filter.keys().stream().sorted().findFirst().orElseThrow();
    if (!lease.entities().knows(key)) {
      return new Narrowing("", filter.words(), filter.excludes(), filter.without());
    }
    List<String> types = types(key, lease);
    String heading =
        types.contains(OWL.Class.getURI())
            ? Reader.text("search.kind")
            : SearchPage.type(types, key, lease, Kinds.alike(lease.entities()));
    return new Narrowing(
        heading, SearchPage.link(key, lease).text(), filter.excludes(), filter.without());
  }

  /// Finds pages without filters, best first.
  private static List<Hit> plain(
      List<WordIndex.Hit> all, List<Hit> named, Built current, Lease lease) {
    List<WordIndex.Hit> found = all.stream().limit(FOUND).toList();
    Function<String, Hit> shown = shown(current, lease);
    Map<String, Hit> results = new LinkedHashMap<>();
    for (WordIndex.Hit hit : found) {
      if (hit.whole() || hit.score() >= GOOD) {
        results.computeIfAbsent(current.topic(hit.key()), shown);
      }
    }
    for (Hit hit : named) {
      String topic = current.topic(hit.iri());
      if (topic.equals(hit.iri())) {
        results.putIfAbsent(topic, hit);
      } else if (current.has(topic)) {
        results.computeIfAbsent(topic, shown);
      }
    }
    for (WordIndex.Hit hit : found) {
      if (hit.score() >= LEAST) {
        results.computeIfAbsent(current.topic(hit.key()), shown);
      }
    }
    return List.copyOf(results.values());
  }

  /// Returns what is shown of a document, in the language of the reader.
  private static Function<String, Hit> shown(Built current, Lease lease) {
    Map<String, Term> alike = Kinds.alike(lease.entities());
    return key -> {
      Questions.Question question = current.questions.get(key);
      if (question != null) {
        String kind = Reader.text("search.question");
        return new Hit(key, question.title(), question.page(), kind, "", "");
      }
      Term.Link thing = SearchPage.link(key, lease);
      String page = Objects.requireNonNullElse(Addresses.href(thing), "");
      List<String> types = current.types.getOrDefault(key, List.of());
      return new Hit(key, thing.text(), page, SearchPage.type(types, key, lease, alike), "", "");
    };
  }

  /// Makes the index of a release.
  void prepare(Lease lease) {
    current(lease);
  }

  private Built current(Lease lease) {
    Built known = built.getIfPresent(lease.release());
    if (known == null) {
      known = build(lease);
      built.put(lease.release(), known);
    }
    return known;
  }

  private Built build(Lease lease) {
    Entities entities = lease.entities();
    Map<String, List<ResultRow>> things =
        entities.rows("search/pages").stream()
            .filter(row -> row.iri("thing").isPresent())
            .collect(
                Collectors.groupingBy(
                    row -> row.iri("thing").orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<WordIndex.Document> documents = new ArrayList<>();
    Map<String, List<String>> types = new HashMap<>();
    inOrder(things)
        .forEach(
            (iri, rows) -> {
              List<WordIndex.Naming> names = namings(rows);
              if (names.isEmpty()) {
                return;
              }
              documents.add(
                  new WordIndex.Document(iri, names, texts(rows, "context"), texts(rows, "text")));
              types.put(iri, types(iri, lease));
            });
    Map<String, Questions.Question> asked = new HashMap<>();
    for (Questions.Question question : questions.list()) {
      String iri = lease.iris().base() + "question/" + question.name();
      documents.add(question.document(iri));
      asked.put(iri, question);
    }
    Map<String, String> topics =
        entities.rows("search/topics").stream()
            .filter(row -> row.iri("thing").isPresent() && row.iri("topic").isPresent())
            .collect(
                Collectors.toMap(
                    row -> row.iri("thing").orElseThrow(),
                    row -> row.iri("topic").orElseThrow(),
                    (first, other) -> first));
    WordIndex index = new WordIndex(documents);
    Map<String, Set<String>> having = having(types.keySet(), lease);
    Set<String> classes =
        having.keySet().stream()
            .filter(key -> types(key, lease).contains(OWL.Class.getURI()))
            .collect(Collectors.toSet());
    WordFilters filters = filters(index, having, classes, asked.keySet(), lease);
    return new Built(index, filters, classes, types, asked, topics);
  }

  /// Returns the things that have each property.
  private static Map<String, Set<String>> having(Set<String> things, Lease lease) {
    Map<String, Set<String>> having = new LinkedHashMap<>();
    for (ResultRow row : lease.entities().rows("search/filters")) {
      String thing = row.iri("thing").orElse("");
      if (things.contains(thing)) {
        String key = row.get("filter").map(Term::key).orElseThrow();
        having.computeIfAbsent(key, k -> new HashSet<>()).add(thing);
      }
    }
    return having;
  }

  /// Returns the filters. A question has a property if its words name it, and any other thing if
  /// its name does; the name of a class says nothing about the class of what has it.
  private static WordFilters filters(
      WordIndex index,
      Map<String, Set<String>> having,
      Set<String> classes,
      Set<String> questions,
      Lease lease) {
    List<WordFilters.Value> values = new ArrayList<>();
    having.forEach(
        (key, things) -> {
          List<String> names = names(key, lease);
          Set<String> documents = new LinkedHashSet<>(things);
          for (String name : names) {
            if (!classes.contains(key)) {
              documents.addAll(index.named(name));
            }
            index.having(name).stream().filter(questions::contains).forEach(documents::add);
          }
          values.add(new WordFilters.Value(key, names, documents));
        });
    return new WordFilters(values, negations());
  }

  /// Returns all labels of a thing; of a value, its text.
  private static List<String> names(String key, Lease lease) {
    List<String> labels =
        Txn.calculateRead(
            lease.dataset(),
            () ->
                lease.entities().labels().all(NodeFactory.createURI(key)).stream()
                    .map(Label::text)
                    .toList());
    return labels.isEmpty() ? List.of(key) : labels;
  }

  /// Returns the words that exclude, in all languages.
  private static Set<String> negations() {
    return Reader.current().languages().all().stream()
        .flatMap(texts -> Stream.of(texts.text("search.not").split(" ", -1)))
        .collect(Collectors.toSet());
  }

  private static List<WordIndex.Naming> namings(List<ResultRow> rows) {
    Set<WordIndex.Naming> names = new LinkedHashSet<>();
    for (ResultRow row : rows) {
      row.get("name")
          .map(
              name ->
                  name instanceof Term.Value value
                      ? new WordIndex.Naming(value.text(), value.language())
                      : WordIndex.Naming.of(name.text()))
          .ifPresent(names::add);
    }
    return List.copyOf(names);
  }

  /// The things in the order of their `?rank`.
  private static Map<String, List<ResultRow>> inOrder(Map<String, List<ResultRow>> things) {
    Map<String, List<ResultRow>> ordered = new LinkedHashMap<>();
    things.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> rank(entry.getValue())))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private static double rank(List<ResultRow> rows) {
    return rows.stream()
        .flatMap(row -> row.number("rank").stream())
        .min(Comparator.naturalOrder())
        .orElse(Double.MAX_VALUE);
  }

  private static List<String> texts(List<ResultRow> rows, String variable) {
    Set<String> texts = new HashSet<>();
    rows.stream().flatMap(row -> row.get(variable).stream()).map(Term::text).forEach(texts::add);
    return List.copyOf(texts);
  }

  private static List<String> types(String iri, Lease lease) {
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            lease
                .dataset()
                .getDefaultGraph()
                .find(NodeFactory.createURI(iri), RDF.Nodes.type, Node.ANY)
                .mapWith(triple -> triple.getObject().toString())
                .toList());
  }
}
