package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.lucene.store.Directory;
import org.techrace.rdf.AreaNames;
import org.techrace.rdf.LanguageOrder;

/// Collects the names, types, identifiers and degree of each entity from a release's graph, one
/// predicate after the other, and writes them to the index. Not thread-safe.
final class IndexBuilder {
  private static final String WITHDRAWN = "withdrawn";

  /// A name of an entity.
  record Label(String text, String language, boolean preferred) {}

  /// The data of one entity.
  static final class Draft {
    final List<Label> labels = new ArrayList<>(2);
    final List<Node> types = new ArrayList<>(1);
    final List<String> identifiers = new ArrayList<>(1);
    int degree;

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

  private final Graph graph;
  private final LanguageOrder languages;
  private final Map<Node, Draft> drafts = new LinkedHashMap<>();
  private final Map<Node, Collection<String>> classes = new ConcurrentHashMap<>();

  IndexBuilder(Graph graph, LanguageOrder languages) {
    this.graph = graph;
    this.languages = languages;
  }

  /// Reads the graph.
  ///
  /// @return the data of each entity that has a name
  Map<Node, Draft> read() {
    SearchVocabulary vocabulary = SearchVocabulary.of(graph);
    vocabulary.preferred().forEach(p -> readLabels(p, true));
    vocabulary.alternative().forEach(p -> readLabels(p, false));
    addAreaNames();
    readTypes(vocabulary.outside());
    vocabulary.withdrawn().forEach(this::removeWithdrawn);
    vocabulary.identifier().forEach(this::readIdentifiers);
    readDegrees();
    drafts.values().forEach(draft -> draft.labels.sort(bestFirst()));
    return drafts;
  }

  /// Reads the graph and writes the index.
  ///
  /// @return the number of entities in the index
  int build(Directory directory) throws IOException {
    read();
    SearchVocabulary.of(graph).same().forEach(this::join);
    try (DocumentWriter writer = new DocumentWriter(directory)) {
      List<Map.Entry<Node, Draft>> entities = List.copyOf(drafts.entrySet());
      IntStream.range(0, entities.size())
          .parallel()
          .forEach(i -> write(writer, i, entities.get(i).getKey(), entities.get(i).getValue()));
      writer.commit(languages);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return drafts.size();
  }

  private void write(DocumentWriter writer, int number, Node entity, Draft draft) {
    try {
      writer.write(number, entity.getURI(), draft, typesOf(draft));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readLabels(Node predicate, boolean preferred) {
    each(
        graph.find(Node.ANY, predicate, Node.ANY),
        triple -> {
          Node subject = triple.getSubject();
          Node value = triple.getObject();
          if (subject.isURI() && value.isLiteral() && !value.getLiteralLexicalForm().isBlank()) {
            Draft draft = drafts.computeIfAbsent(subject, s -> new Draft());
            draft.add(
                new Label(value.getLiteralLexicalForm(), value.getLiteralLanguage(), preferred));
          }
        });
  }

  /// Adds the names by which pages show areas that the graph does not name in a language. The
  /// languages are those of the names in the graph.
  private void addAreaNames() {
    AreaNames areas = new AreaNames(graph);
    drafts.values().stream()
        .flatMap(draft -> draft.labels.stream())
        .map(Label::language)
        .filter(language -> !language.isEmpty())
        .distinct()
        .sorted()
        .toList()
        .forEach(language -> areas.each(language, (area, name) -> addName(area, name, language)));
  }

  private void addName(Node thing, String name, String language) {
    Draft draft = drafts.get(thing);
    if (draft != null) {
      draft.add(new Label(name, language, false));
    }
  }

  private Comparator<Label> bestFirst() {
    return Comparator.comparing(Label::preferred)
        .reversed()
        .thenComparingInt(label -> languages.rank(label.language()));
  }

  private void readTypes(Collection<Node> outside) {
    each(
        graph.find(Node.ANY, RDF.Nodes.type, Node.ANY),
        triple -> {
          if (outside.contains(triple.getObject())) {
            drafts.remove(triple.getSubject());
          } else {
            Draft draft = drafts.get(triple.getSubject());
            if (draft != null) {
              draft.types.add(triple.getObject());
            }
          }
        });
  }

  /// Removes the records that a registry has withdrawn. Most are duplicates of another record.
  private void removeWithdrawn(Node predicate) {
    each(
        graph.find(Node.ANY, predicate, Node.ANY),
        triple -> {
          Node value = triple.getObject();
          if (value.isLiteral() && value.getLiteralLexicalForm().equals(WITHDRAWN)) {
            drafts.remove(triple.getSubject());
          }
        });
  }

  private void readIdentifiers(Node predicate) {
    each(
        graph.find(Node.ANY, predicate, Node.ANY),
        triple -> {
          Draft draft = drafts.get(triple.getSubject());
          Node value = triple.getObject();
          if (draft != null && (value.isURI() || value.isLiteral())) {
            draft.identifiers.add(value.isURI() ? value.getURI() : value.getLiteralLexicalForm());
          }
        });
  }

  private void readDegrees() {
    each(
        graph.find(),
        triple -> {
          if (triple.getObject().isURI()) {
            Draft draft = drafts.get(triple.getObject());
            if (draft != null) {
              draft.degree++;
            }
          }
        });
  }

  /// Merges two records of one thing, such as a techrace record and a registry's record. The result
  /// has the IRI of the record that links to the other.
  private void join(Node predicate) {
    each(
        graph.find(Node.ANY, predicate, Node.ANY),
        triple -> {
          Draft other = drafts.get(triple.getObject());
          Draft draft = drafts.get(triple.getSubject());
          if (other != null && draft != null && other != draft) {
            draft.add(other);
            drafts.remove(triple.getObject());
          }
        });
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
}
