package org.techrace.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.rdf.Iris;

/// Finds the tables of a dataset. The same data gives the same tables. Use it inside a read
/// transaction; not thread-safe.
public final class ReleaseTables {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  /// Separates the values of a cell.
  public static final String SEPARATOR = " | ";

  /// The column with the IRI of the thing.
  public static final String ID = "id";

  /// The column with the sources that describe the thing.
  public static final String SOURCES = "sources";

  /// Things of these classes are terms, not data.
  private static final List<String> VOCABULARIES =
      List.of(OWL.getURI(), RDFS.getURI(), RDF.getURI());

  private final DatasetGraph data;
  private final Iris iris;
  private final Node ontology;

  /// @param data the data; the default graph is the union of the named graphs
  public ReleaseTables(DatasetGraph data, Iris iris) {
    this.data = data;
    this.iris = iris;
    this.ontology = NodeFactory.createURI(iris.graph("ontology"));
  }

  /// A property and a language.
  private record Key(String property, String language) {}

  /// The values of a property in one table.
  private static final class Usage {
    private static final Set<Kind> NUMBERS = Set.of(Kind.INTEGER, Kind.NUMBER);

    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private boolean several;

    void add(Set<Node> values) {
      several |= values.size() > 1;
      values.forEach(value -> kinds.add(Kinds.of(value)));
    }

    Kind kind() {
      if (kinds.equals(Set.of(Kind.IRI))) {
        return Kind.IRI;
      }
      if (several || !NUMBERS.containsAll(kinds)) {
        return Kind.TEXT;
      }
      return kinds.contains(Kind.NUMBER) ? Kind.NUMBER : Kind.INTEGER;
    }
  }

  /// A class with things from a source.
  ///
  /// @param name the name of its table
  /// @param type the IRI of the class
  /// @param things the IRIs of the things, sorted
  record ThingClass(String name, String type, Set<String> things) {}

  /// Returns the tables, ordered by name: one for each class with things from a source.
  public List<ReleaseTable> all() {
    return classes().stream().map(this::table).toList();
  }

  /// Returns the classes that have a table, ordered by the name of the table.
  List<ThingClass> classes() {
    Map<String, ThingClass> classes = new TreeMap<>();
    things()
        .forEach(
            (type, members) -> {
              String name = Iris.localName(type);
              // A class of the graph has the plain name; another one with the same name gets a
              // number.
              for (int n = 2; classes.containsKey(name); n++) {
                name = Iris.localName(type) + n;
              }
              classes.put(name, new ThingClass(name, type, members));
            });
    return List.copyOf(classes.values());
  }

  /// Returns true if a table is called what the ontology calls its class and properties now.
  boolean hasCurrentTexts(ReleaseTable table) {
    return table.label().equals(label(table.type(), table.name()))
        && table.definition().equals(definition(table.type()))
        && table.columns().stream()
            .filter(column -> !column.property().isEmpty())
            .allMatch(
                column ->
                    column
                            .label()
                            .equals(label(column.property(), Iris.localName(column.property())))
                        && column.definition().equals(definition(column.property())));
  }

  private String label(String term, String otherwise) {
    return text(NodeFactory.createURI(term), RDFS.label.asNode()).orElse(otherwise);
  }

  private String definition(String term) {
    return text(NodeFactory.createURI(term), SKOS.definition.asNode()).orElse("");
  }

  /// Returns the things by class, the classes of the graph first.
  private Map<String, Set<String>> things() {
    Map<String, Set<String>> things =
        new TreeMap<>(
            Comparator.comparing((String type) -> !type.startsWith(iris.ontology()))
                .thenComparing(Comparator.naturalOrder()));
    Iterator<Quad> typed = data.find(Node.ANY, Node.ANY, RDF.Nodes.type, Node.ANY);
    while (typed.hasNext()) {
      Quad quad = typed.next();
      if (quad.getSubject().isURI()
          && quad.getObject().isURI()
          && VOCABULARIES.stream().noneMatch(quad.getObject().getURI()::startsWith)
          && isSource(quad.getGraph())) {
        things
            .computeIfAbsent(quad.getObject().getURI(), t -> new TreeSet<>())
            .add(quad.getSubject().getURI());
      }
    }
    return things;
  }

  private boolean isSource(Node graph) {
    return isPart(graph) && !graph.equals(ontology);
  }

  /// Reports whether a graph is that of a source or of the ontology.
  private boolean isPart(Node graph) {
    return graph.isURI() && graph.getURI().startsWith(iris.graph(""));
  }

  /// Returns the table of a class. Reads all of its things.
  ReleaseTable table(ThingClass of) {
    Map<Key, Usage> usages =
        new TreeMap<>(Comparator.comparing(Key::property).thenComparing(Key::language));
    for (String thing : of.things) {
      values(thing, new TreeSet<>())
          .forEach((key, values) -> usages.computeIfAbsent(key, k -> new Usage()).add(values));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(ID, "", "", "identifier", "The IRI of the thing.", Kind.IRI, false));
    Map<String, Integer> names = new HashMap<>(Map.of(ID, 1, SOURCES, 1));
    usages.forEach(
        (key, usage) -> {
          String column = Iris.localName(key.property);
          String plain = key.language.isEmpty() ? column : column + "_" + key.language;
          int same = names.merge(plain, 1, Integer::sum);
          columns.add(
              new Column(
                  same == 1 ? plain : plain + "_" + same,
                  key.property,
                  key.language,
                  label(key.property, column),
                  definition(key.property),
                  usage.kind(),
                  usage.several));
        });
    columns.add(
        new Column(
            SOURCES, "", "", "sources", "The sources that describe the thing.", Kind.IRI, true));
    return new ReleaseTable(
        of.name,
        of.type,
        label(of.type, of.name),
        definition(of.type),
        List.copyOf(columns),
        List.copyOf(of.things));
  }

  /// Returns an English text of a term of the ontology.
  private Optional<String> text(Node term, Node property) {
    List<Node> texts = new ArrayList<>();
    data.find(Node.ANY, term, property, Node.ANY)
        .forEachRemaining(quad -> texts.add(quad.getObject()));
    return texts.stream()
        .filter(Node::isLiteral)
        .sorted(
            Comparator.comparing((Node text) -> !text.getLiteralLanguage().equals("en"))
                .thenComparing(Node::getLiteralLexicalForm))
        .map(Node::getLiteralLexicalForm)
        .findFirst();
  }

  /// Reads the statements about a thing. Those of the description of the release are not read: they
  /// have times, and the same data must give the same tables.
  ///
  /// @param sources receives the names of the sources that describe the thing
  private Map<Key, Set<Node>> values(String thing, Set<String> sources) {
    Map<Key, Set<Node>> values = new HashMap<>();
    Iterator<Quad> statements =
        data.find(Node.ANY, NodeFactory.createURI(thing), Node.ANY, Node.ANY);
    while (statements.hasNext()) {
      Quad quad = statements.next();
      if (!isPart(quad.getGraph())) {
        continue;
      }
      if (isSource(quad.getGraph())) {
        sources.add(quad.getGraph().getURI());
      }
      Node value = quad.getObject();
      if (value.isURI() || value.isLiteral()) {
        String language = value.isLiteral() ? value.getLiteralLanguage() : "";
        values
            .computeIfAbsent(new Key(quad.getPredicate().getURI(), language), k -> sorted())
            .add(value);
      }
    }
    return values;
  }

  private static Set<Node> sorted() {
    return new TreeSet<>(
        Comparator.comparing((Node value) -> text(value))
            .thenComparing((Node value) -> value.toString()));
  }

  private static String text(Node value) {
    return value.isURI() ? value.getURI() : value.getLiteralLexicalForm();
  }

  /// Writes the rows of a table. Reads each thing once.
  public void write(ReleaseTable table, List<? extends TableWriter> writers) throws IOException {
    for (String thing : table.things()) {
      List<String> row = row(table, thing);
      for (TableWriter writer : writers) {
        writer.row(row);
      }
    }
    for (TableWriter writer : writers) {
      writer.end();
    }
  }

  /// Returns the cells of a thing, in the order of the columns; an empty text is an empty cell.
  private List<String> row(ReleaseTable table, String thing) {
    Set<String> sources = new TreeSet<>();
    Map<Key, Set<Node>> values = values(thing, sources);
    List<String> cells = new ArrayList<>();
    for (Column column : table.columns()) {
      cells.add(
          switch (column.name()) {
            case ID -> thing;
            case SOURCES -> String.join(SEPARATOR, sources);
            default ->
                values
                    .getOrDefault(new Key(column.property(), column.language()), Set.of())
                    .stream()
                    .map(ReleaseTables::text)
                    .collect(Collectors.joining(SEPARATOR));
          });
    }
    return cells;
  }
}
