package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.lucene.store.Directory;
import org.techrace.rdf.AreaNames;
import org.techrace.rdf.LanguageOrder;
import org.techrace.store.query.StoreGraph;

/// Reads the names, types, identifiers and degree of each entity of a release's graph, one entity
/// after the other, and writes them to the index. Not thread-safe.
final class IndexBuilder {
  private static final String WITHDRAWN = "withdrawn";

  /// A name of an entity.
  record Label(String text, String language, boolean preferred) {}

  /// The data of one entity.
  static final class Draft {
    final List<Label> labels = new ArrayList<>(2);
    final List<Node> types = new ArrayList<>(1);
    final List<String> identifiers = new ArrayList<>(1);
    long degree;

    /// Adds a name, unless it has this name.
    void add(Label label) {
      if (labels.stream().noneMatch(l -> l.text().equals(label.text()))) {
        labels.add(label);
      }
    }

    /// Adds the data of another record of the same thing. Its names become alternative names.
    void add(Draft other) {
      for (Label label : other.labels) {
        add(new Label(label.text(), label.language(), false));
      }
      types.addAll(other.types);
      identifiers.addAll(other.identifiers);
      degree += other.degree;
    }
  }

  /// The number of things that are written together, by all processors.
  private static final int BATCH = 4_096;

  private final Graph graph;
  private final LanguageOrder languages;
  private final SearchVocabulary vocabulary;
  private final Set<Node> read;
  private final Map<Node, List<Label>> areaNames = new HashMap<>();
  private final Map<Node, Collection<String>> classes = new ConcurrentHashMap<>();

  IndexBuilder(Graph graph, LanguageOrder languages) {
    this.graph = graph;
    this.languages = languages;
    this.vocabulary = SearchVocabulary.of(graph);
    this.read = vocabulary.all();
    this.read.add(RDF.Nodes.type);
    readAreaNames();
  }

  /// Calls an action for each thing that has a name, one after the other.
  void each(BiConsumer<Node, Draft> action) {
    eachSubject(
        (thing, statements) ->
            draft(thing, statements).ifPresent(draft -> action.accept(thing, draft)));
  }

  /// Reads the graph and writes the index.
  ///
  /// @return the number of entities in the index
  int build(Directory directory) throws IOException {
    JoinedRecords joined = joined();
    try (DocumentWriter writer = new DocumentWriter(directory)) {
      Batch batch = new Batch(writer);
      each(
          (thing, draft) -> {
            if (!joined.isPart(thing)) {
              joined.parts(thing).forEach(part -> draft(part).ifPresent(draft::add));
              batch.add(thing, draft);
            }
          });
      batch.write();
      writer.commit(languages);
      return batch.written;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Returns which records are of one thing, such as a techrace record and a registry's record. The
  /// entity has the IRI of the record that links to the other.
  private JoinedRecords joined() {
    JoinedRecords joined = new JoinedRecords();
    for (Node predicate : vocabulary.same()) {
      each(
          graph.find(Node.ANY, predicate, Node.ANY),
          link -> {
            if (draft(link.getObject()).isPresent() && draft(link.getSubject()).isPresent()) {
              joined.add(link.getSubject(), link.getObject());
            }
          });
    }
    return joined;
  }

  /// Calls an action for each subject with those of its statements that the index is made of.
  private void eachSubject(BiConsumer<Node, List<Triple>> action) {
    if (graph instanceof StoreGraph) {
      eachConsecutive(action);
    } else {
      Map<Node, List<Triple>> all = new LinkedHashMap<>();
      each(
          graph.find(),
          triple -> {
            if (read.contains(triple.getPredicate())) {
              all.computeIfAbsent(triple.getSubject(), s -> new ArrayList<>()).add(triple);
            }
          });
      all.forEach(action);
    }
  }

  /// Reads a store, which lists the statements of a subject one after the other. So a graph of any
  /// size needs no memory for all its things.
  private void eachConsecutive(BiConsumer<Node, List<Triple>> action) {
    List<Triple> statements = new ArrayList<>();
    each(
        graph.find(),
        triple -> {
          if (!statements.isEmpty()
              && !statements.getFirst().getSubject().equals(triple.getSubject())) {
            action.accept(statements.getFirst().getSubject(), statements);
            statements.clear();
          }
          if (read.contains(triple.getPredicate())) {
            statements.add(triple);
          }
        });
    if (!statements.isEmpty()) {
      action.accept(statements.getFirst().getSubject(), statements);
    }
  }

  private Optional<Draft> draft(Node thing) {
    return draft(thing, graph.find(thing, Node.ANY, Node.ANY).toList());
  }

  /// Returns the data of a thing; empty if it has no name, is outside the index or was withdrawn.
  private Optional<Draft> draft(Node thing, List<Triple> statements) {
    Draft draft = new Draft();
    vocabulary.preferred().forEach(p -> readLabels(statements, p, true, draft));
    vocabulary.alternative().forEach(p -> readLabels(statements, p, false, draft));
    values(statements, RDF.Nodes.type).forEach(draft.types::add);
    if (!thing.isURI()
        || draft.labels.isEmpty()
        || draft.types.stream().anyMatch(vocabulary.outside()::contains)
        || isWithdrawn(statements)) {
      return Optional.empty();
    }
    areaNames.getOrDefault(thing, List.of()).forEach(draft::add);
    draft.labels.sort(bestFirst());
    for (Node predicate : vocabulary.identifier()) {
      values(statements, predicate)
          .filter(value -> value.isURI() || value.isLiteral())
          .map(value -> value.isURI() ? value.getURI() : value.getLiteralLexicalForm())
          .forEach(draft.identifiers::add);
    }
    draft.degree = degree(thing);
    return Optional.of(draft);
  }

  private static Stream<Node> values(List<Triple> statements, Node predicate) {
    return statements.stream()
        .filter(triple -> triple.getPredicate().equals(predicate))
        .map(Triple::getObject);
  }

  private static void readLabels(
      List<Triple> statements, Node predicate, boolean preferred, Draft draft) {
    values(statements, predicate)
        .filter(value -> value.isLiteral() && !value.getLiteralLexicalForm().isBlank())
        .map(v -> new Label(v.getLiteralLexicalForm(), v.getLiteralLanguage(), preferred))
        .forEach(draft::add);
  }

  /// Tells whether a registry has withdrawn a record. Most of these are duplicates of another one.
  private boolean isWithdrawn(List<Triple> statements) {
    return vocabulary.withdrawn().stream()
        .flatMap(predicate -> values(statements, predicate))
        .anyMatch(v -> v.isLiteral() && v.getLiteralLexicalForm().equals(WITHDRAWN));
  }

  private long degree(Node thing) {
    if (graph instanceof StoreGraph stored) {
      return stored.count(Node.ANY, Node.ANY, thing);
    }
    return Iter.count(graph.find(Node.ANY, Node.ANY, thing));
  }

  /// Reads the names by which pages show areas that the graph does not name in a language. The
  /// languages are those of the names in the graph.
  private void readAreaNames() {
    AreaNames areas = new AreaNames(graph);
    if (areas.isEmpty()) {
      return;
    }
    for (String language : languagesOfNames()) {
      areas.each(
          language,
          (area, name) ->
              areaNames
                  .computeIfAbsent(area, a -> new ArrayList<>())
                  .add(new Label(name, language, false)));
    }
  }

  private Set<String> languagesOfNames() {
    Set<String> found = new TreeSet<>();
    Stream.concat(vocabulary.preferred().stream(), vocabulary.alternative().stream())
        .forEach(
            predicate ->
                each(
                    graph.find(Node.ANY, predicate, Node.ANY),
                    named -> {
                      if (named.getObject().isLiteral()) {
                        found.add(named.getObject().getLiteralLanguage());
                      }
                    }));
    found.remove("");
    return found;
  }

  private Comparator<Label> bestFirst() {
    return Comparator.comparing(Label::preferred)
        .reversed()
        .thenComparingInt(label -> languages.rank(label.language()));
  }

  /// Returns the classes of an entity: stated ones first, then their superclasses.
  private Collection<String> typesOf(Draft draft) {
    Set<String> all = new LinkedHashSet<>();
    draft.types.forEach(type -> all.add(name(type)));
    draft.types.forEach(type -> all.addAll(classes.computeIfAbsent(type, this::superclasses)));
    all.remove("");
    return all;
  }

  private Collection<String> superclasses(Node type) {
    return SearchVocabulary.closure(type, graph, RDFS.Nodes.subClassOf, true).stream()
        .map(IndexBuilder::name)
        .toList();
  }

  private static String name(Node type) {
    return type.isURI() ? type.getURI() : "";
  }

  private static void each(ExtendedIterator<Triple> triples, Consumer<Triple> use) {
    try {
      triples.forEachRemaining(use);
    } finally {
      triples.close();
    }
  }

  /// Things that wait to be written.
  private final class Batch {
    private record Entry(Node thing, Draft draft) {}

    private final DocumentWriter writer;
    private final List<Entry> entries = new ArrayList<>(BATCH);
    private int written;

    Batch(DocumentWriter writer) {
      this.writer = writer;
    }

    void add(Node thing, Draft draft) {
      entries.add(new Entry(thing, draft));
      if (entries.size() == BATCH) {
        write();
      }
    }

    void write() {
      IntStream.range(0, entries.size()).parallel().forEach(this::write);
      written += entries.size();
      entries.clear();
    }

    private void write(int index) {
      Entry entry = entries.get(index);
      try {
        writer.write(written + index, entry.thing.getURI(), entry.draft, typesOf(entry.draft));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
