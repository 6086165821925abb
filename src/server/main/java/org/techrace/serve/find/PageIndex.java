package org.techrace.serve.find;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.OWL;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity.Label;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.AreaNames;
import org.techrace.search.WordFilters;
import org.techrace.search.WordFilters.Filter;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Reader;
import org.techrace.serve.text.Texts;

/// What a search looks through in one release: the things of `search/pages.rq`, the questions, the
/// pages of `explore`, and the doors of the site. It does not change, so threads can share it.
///
/// @param index the words of all documents
/// @param filters the words that narrow a search
/// @param classes the filters that are classes
/// @param types the classes of each thing that is a document
/// @param questions the questions by IRI
/// @param choices the values that readers can give the parameters of a question, by its IRI
/// @param views the pages of `explore` by address
/// @param topics by thing, the thing whose page says more
/// @param facets the values that the pages of `explore` can be narrowed by
/// @param languages those of the site, whoever asks: a program may search without a reader
record PageIndex(
    WordIndex index,
    WordFilters filters,
    Set<String> classes,
    Map<String, List<String>> types,
    Map<String, Questions.Question> questions,
    Map<String, List<Chosen>> choices,
    Map<String, PageQuery> views,
    Map<String, String> topics,
    List<FacetedView> facets,
    Languages languages) {
  /// The pages of the site that say nothing about a thing, with the end of the keys of their texts.
  private static final Map<String, String> DOORS =
      new TreeMap<>(
          Map.of(
              "/downloads", "downloads",
              "/sparql", "sparql",
              "/compare", "compare",
              "/ontology", "ontology",
              "/questions", "questions",
              "/explore", "explore"));

  /// How much less a thing of the next rank weighs.
  private static final double RANK = 0.015;

  private static final int MAX_RANK = 10;

  /// A value that readers can give a parameter of a question.
  ///
  /// @param key the thing
  /// @param value its form in addresses; empty if the question has it without a choice
  record Chosen(String variable, String key, String value) {}

  /// Returns a question with the choices that are among some things; empty if none is.
  Optional<QuestionForm> chosen(String iri, Set<String> things, Entities entities) {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    for (Chosen one : choices.getOrDefault(iri, List.of())) {
      if (things.contains(one.key) && !one.value.isEmpty()) {
        chosen.putIfAbsent(one.variable, List.of(one.value));
      }
    }
    return chosen.isEmpty()
        ? Optional.empty()
        : Optional.of(QuestionForm.of(question(iri), new Parameters(chosen), entities));
  }

  private Questions.Question question(String iri) {
    return Objects.requireNonNull(questions.get(iri));
  }

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
    return types.containsKey(key) || questions.containsKey(key) || isPage(key);
  }

  /// Reports whether a document is a page of the site, not about a thing.
  boolean isPage(String key) {
    return views.containsKey(key) || DOORS.containsKey(key);
  }

  /// Returns the name of a page of the site in the language of the reader.
  static String door(String address) {
    return Reader.text("nav." + DOORS.get(address));
  }

  /// Reads the index of a release.
  static PageIndex of(Questions questions, Languages languages, Lease lease) {
    Entities entities = lease.entities();
    Map<String, List<ResultRow>> things =
        entities.rowsOnce(Ask.of("search/pages")).stream()
            .filter(row -> row.iri("thing").isPresent())
            .collect(
                Collectors.groupingBy(
                    row -> row.iri("thing").orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<WordIndex.Document> documents = new ArrayList<>();
    Map<String, List<String>> types = new HashMap<>();
    Map<String, List<WordIndex.Naming>> areas = areas(languages, lease);
    inOrder(things)
        .forEach(
            (iri, rows) -> {
              List<WordIndex.Naming> names = namings(rows, areas.getOrDefault(iri, List.of()));
              if (names.isEmpty()) {
                return;
              }
              double weight = 1 - RANK * Math.min(rank(rows), MAX_RANK);
              documents.add(
                  new WordIndex.Document(
                      iri, names, texts(rows, "context"), texts(rows, "text"), weight));
              types.put(iri, entities.types(iri));
            });
    Map<String, Questions.Question> asked = new HashMap<>();
    Map<String, List<Chosen>> choices = new HashMap<>();
    for (Questions.Question question : questions.list()) {
      String iri = lease.iris().base() + "question/" + question.name();
      List<Chosen> values = choices(question, entities);
      WordIndex.Document document = question.document(iri);
      documents.add(
          values.isEmpty()
              ? document
              : document.and(
                  values.stream().flatMap(one -> names(one.key, lease).stream()).toList()));
      asked.put(iri, question);
      choices.put(iri, values);
    }
    Map<String, PageQuery> views = new HashMap<>();
    for (PageQuery query : entities.queries().in("explore")) {
      views.put("/" + query.name(), query);
      documents.add(document(query, languages));
    }
    DOORS.forEach((address, key) -> documents.add(door(address, key, languages)));
    Map<String, List<String>> synonyms = Synonyms.of(entities);
    WordIndex index = new WordIndex(documents, synonyms);
    Map<String, Set<String>> having = having(types.keySet(), lease);
    Set<String> classes =
        having.keySet().stream()
            .filter(key -> entities.types(key).contains(OWL.Class.getURI()))
            .collect(Collectors.toSet());
    WordFilters filters =
        filters(index, having, classes, asked.keySet(), synonyms, areas, languages, lease);
    return new PageIndex(
        index,
        filters,
        classes,
        types,
        asked,
        choices,
        views,
        topics(entities),
        FacetedView.all(entities),
        languages);
  }

  /// Returns the things that a question can be asked about.
  private static List<Chosen> choices(Questions.Question question, Entities entities) {
    return question.parameters().isEmpty()
        ? List.of()
        : QuestionForm.of(question, Parameters.NONE, entities).fields().stream()
            .flatMap(
                field ->
                    field.choices().stream()
                        .filter(choice -> choice.term() instanceof Term.Link)
                        .map(
                            choice ->
                                new Chosen(
                                    field.variable(),
                                    choice.term().key(),
                                    choice.usual() ? "" : choice.value())))
            .toList();
  }

  /// Returns a page of `explore` as a document, with its texts in all languages.
  private static WordIndex.Document document(PageQuery query, Languages languages) {
    List<WordIndex.Naming> names = new ArrayList<>();
    Set<String> contexts = new LinkedHashSet<>();
    for (Texts texts : languages.all()) {
      String key = "query." + query.name();
      names.add(naming(texts, texts.find(key + ".Title").orElse(query.head("Title"))));
      contexts.add(texts.find(key + ".Text").orElse(query.head("Text")));
    }
    return new WordIndex.Document(
        "/" + query.name(), List.copyOf(names), List.of(), List.copyOf(contexts));
  }

  private static WordIndex.Document door(String address, String key, Languages languages) {
    List<WordIndex.Naming> names = new ArrayList<>();
    Set<String> contexts = new LinkedHashSet<>();
    for (Texts texts : languages.all()) {
      names.add(naming(texts, texts.text("nav." + key)));
      contexts.add(texts.text("search.door." + key));
    }
    return new WordIndex.Document(address, List.copyOf(names), List.copyOf(contexts), List.of());
  }

  private static WordIndex.Naming naming(Texts texts, String name) {
    return new WordIndex.Naming(name, texts.language());
  }

  private static Map<String, String> topics(Entities entities) {
    return entities.rows("search/topics").stream()
        .filter(row -> row.iri("thing").isPresent() && row.iri("topic").isPresent())
        .collect(
            Collectors.toMap(
                row -> row.iri("thing").orElseThrow(),
                row -> row.iri("topic").orElseThrow(),
                (first, other) -> first));
  }

  /// Returns the things that have each property.
  private static Map<String, Set<String>> having(Set<String> things, Lease lease) {
    Map<String, Set<String>> having = new LinkedHashMap<>();
    for (ResultRow row : lease.entities().rowsOnce(Ask.of("search/filters"))) {
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
      Map<String, List<String>> synonyms,
      Map<String, List<WordIndex.Naming>> areas,
      Languages languages,
      Lease lease) {
    List<WordFilters.Value> values = new ArrayList<>();
    having.forEach(
        (key, things) -> {
          List<String> names =
              Stream.concat(
                      names(key, lease).stream(),
                      areas.getOrDefault(key, List.of()).stream().map(WordIndex.Naming::text))
                  .distinct()
                  .toList();
          Set<String> documents = new LinkedHashSet<>(things);
          for (String name : names) {
            if (!classes.contains(key)) {
              documents.addAll(index.named(name));
            }
            index.having(name).stream().filter(questions::contains).forEach(documents::add);
          }
          Stream<String> others =
              synonyms.entrySet().stream()
                  .filter(one -> one.getValue().stream().anyMatch(isOneOf(names)))
                  .map(Map.Entry::getKey);
          values.add(
              new WordFilters.Value(
                  key, Stream.concat(names.stream(), others).toList(), documents));
        });
    return new WordFilters(values, words("search.not", languages));
  }

  private static Predicate<String> isOneOf(List<String> names) {
    return meaning -> names.stream().anyMatch(meaning::equalsIgnoreCase);
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

  /// Returns the words that a text of the interface lists, in all languages.
  Set<String> words(String key) {
    return words(key, languages);
  }

  private static Set<String> words(String key, Languages languages) {
    return languages.all().stream()
        .flatMap(texts -> Stream.of(texts.text(key).split(" ", -1)))
        .collect(Collectors.toSet());
  }

  /// Returns the names of areas that the graph does not have, in the languages of the pages.
  private static Map<String, List<WordIndex.Naming>> areas(Languages languages, Lease lease) {
    Map<String, List<WordIndex.Naming>> names = new HashMap<>();
    Txn.executeRead(
        lease.dataset(),
        () -> {
          AreaNames areas = new AreaNames(lease.dataset().getDefaultGraph());
          for (Texts texts : languages.all()) {
            areas.each(
                texts.language(),
                (area, name) ->
                    names
                        .computeIfAbsent(area.toString(), a -> new ArrayList<>())
                        .add(naming(texts, name)));
          }
        });
    return names;
  }

  private static List<WordIndex.Naming> namings(
      List<ResultRow> rows, List<WordIndex.Naming> others) {
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
    names.addAll(others);
    return List.copyOf(names);
  }

  /// The things in the order of their `?rank`, then of their IRIs.
  private static Map<String, List<ResultRow>> inOrder(Map<String, List<ResultRow>> things) {
    Map<String, List<ResultRow>> ordered = new LinkedHashMap<>();
    things.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<String, List<ResultRow>> entry) -> rank(entry.getValue()))
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private static double rank(List<ResultRow> rows) {
    return rows.stream()
        .map(row -> row.number("rank"))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(Double.MAX_VALUE);
  }

  private static List<String> texts(List<ResultRow> rows, String variable) {
    Set<String> texts = new HashSet<>();
    rows.stream().flatMap(row -> row.get(variable).stream()).map(Term::text).forEach(texts::add);
    return List.copyOf(texts);
  }
}
