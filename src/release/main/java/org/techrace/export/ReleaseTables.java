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
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.jspecify.annotations.Nullable;
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

  /// The end of the name of a column with the names of the things in the one before.
  private static final String LABEL = "_label";

  /// The maximum number of things whose names and classes are kept.
  private static final int MAX_KNOWN = 200_000;

  /// The column with the sources that describe the thing.
  public static final String SOURCES = "sources";

  /// Things of these classes are terms, not data.
  private static final List<String> VOCABULARIES =
      List.of(OWL.getURI(), RDFS.getURI(), RDF.getURI());

  private final DatasetGraph data;
  private final Iris iris;
  private final Node ontology;
  private final Map<String, About> known = new HashMap<>();

  /// @param data the data; the default graph is the union of the named graphs
  public ReleaseTables(DatasetGraph data, Iris iris) {
    this.data = data;
    this.iris = iris;
    this.ontology = NodeFactory.createURI(iris.graph("ontology"));
  }

  /// A property and a language.
  private record Key(String property, String language) {}

  /// The values of a property in one table.
  private final class Usage {
    private static final Set<Kind> NUMBERS = Set.of(Kind.INTEGER, Kind.NUMBER);
    private static final Set<Kind> TEXTS = Set.of(Kind.TEXT, Kind.DATE);

    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private boolean several;
    private boolean named;

    /// The classes that all values are things of; null before the first value.
    private @Nullable Set<String> common;

    void add(Set<Node> values) {
      several |= values.size() > 1;
      for (Node value : values) {
        kinds.add(Kinds.of(value));
        if (value.isURI()) {
          About about = about(value);
          named |= !about.label.isEmpty();
          if (common == null) {
            common = new TreeSet<>(about.types);
          } else {
            common.retainAll(about.types);
          }
        }
      }
    }

    Kind kind() {
      if (kinds.size() == 1) {
        return kinds.iterator().next();
      }
      if (NUMBERS.containsAll(kinds)) {
        return Kind.NUMBER;
      }
      return TEXTS.containsAll(kinds) ? Kind.TEXT : Kind.MIXED;
    }

    boolean hasLabels() {
      return named && kind() == Kind.IRI;
    }

    /// Returns the class that all values are things of, one of the graph if there are several.
    String references() {
      return kind() != Kind.IRI || common == null
          ? ""
          : common.stream()
              .min(
                  Comparator.comparing((String type) -> !type.startsWith(iris.ontology()))
                      .thenComparing(Comparator.naturalOrder()))
              .orElse("");
    }
  }

  /// What a table says about a thing that a cell names.
  ///
  /// @param label its name; empty without one
  /// @param types its classes that have tables
  private record About(String label, Set<String> types) {}

  private About about(Node thing) {
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(
        thing.getURI(),
        iri -> {
          Set<String> types = new TreeSet<>();
          Iterator<Quad> typed = data.find(Node.ANY, thing, RDF.Nodes.type, Node.ANY);
          while (typed.hasNext()) {
            Quad quad = typed.next();
            if (isClass(quad)) {
              types.add(quad.getObject().getURI());
            }
          }
          return new About(text(thing, RDFS.label.asNode()).orElse(""), types);
        });
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
    // `DataSet.csv` and `Dataset.csv` are one file on some systems.
    Map<String, ThingClass> classes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
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
      if (quad.getSubject().isURI() && isClass(quad)) {
        things
            .computeIfAbsent(quad.getObject().getURI(), t -> new TreeSet<>())
            .add(quad.getSubject().getURI());
      }
    }
    return things;
  }

  /// Reports whether a statement about a class of a thing is one of a source.
  private boolean isClass(Quad typed) {
    return typed.getObject().isURI()
        && VOCABULARIES.stream().noneMatch(typed.getObject().getURI()::startsWith)
        && isSource(typed.getGraph());
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
          String name = free(key.language.isEmpty() ? column : column + "_" + key.language, names);
          columns.add(
              new Column(
                  name,
                  key.property,
                  key.language,
                  label(key.property, column),
                  definition(key.property),
                  usage.kind(),
                  usage.several,
                  usage.references()));
          if (usage.hasLabels()) {
            columns.add(
                new Column(
                    free(name + LABEL, names),
                    "",
                    "",
                    label(key.property, column) + " (name)",
                    "The names of the things in the column before.",
                    Kind.TEXT,
                    usage.several));
          }
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

  /// Returns the wide form of a table of observations, which collects its rows.
  Optional<WideTable> wide(ReleaseTable table) {
    return WideTable.of(table, data);
  }

  /// Returns a name that no column has.
  private static String free(String plain, Map<String, Integer> names) {
    int same = names.merge(plain, 1, Integer::sum);
    return same == 1 ? plain : plain + "_" + same;
  }

  /// Returns an English text about a term or thing, or one in another language.
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
    return new TreeSet<>(ReleaseTables::compare);
  }

  /// Compares values by text. A set compares its first value with itself.
  private static int compare(Node one, Node other) {
    if (one.equals(other)) {
      return 0;
    }
    int order = text(one).compareTo(text(other));
    return order == 0 ? one.toString().compareTo(other.toString()) : order;
  }

  private static String text(Node value) {
    return value.isURI() ? value.getURI() : value.getLiteralLexicalForm();
  }

  /// Writes the rows of a table. Reads each thing once.
  public void write(ReleaseTable table, List<? extends TableWriter> writers) throws IOException {
    for (String thing : table.things()) {
      List<List<String>> row = row(table, thing);
      for (TableWriter writer : writers) {
        writer.row(row);
      }
    }
    for (TableWriter writer : writers) {
      writer.end();
    }
  }

  /// Returns the cells of a thing, in the order of the columns. The names of things are as many as
  /// the things, an empty text for one without.
  private List<List<String>> row(ReleaseTable table, String thing) {
    Set<String> sources = new TreeSet<>();
    Map<Key, Set<Node>> values = values(thing, sources);
    List<List<String>> cells = new ArrayList<>();
    Set<Node> before = Set.of();
    for (Column column : table.columns()) {
      if (column.name().equals(ID)) {
        cells.add(List.of(thing));
      } else if (column.name().equals(SOURCES)) {
        cells.add(List.copyOf(sources));
      } else if (column.property().isEmpty()) {
        List<String> names = before.stream().map(one -> about(one).label).toList();
        cells.add(names.stream().allMatch(String::isEmpty) ? List.of() : names);
      } else {
        before = values.getOrDefault(new Key(column.property(), column.language()), Set.of());
        cells.add(before.stream().map(ReleaseTables::text).toList());
      }
    }
    return cells;
  }

  /// Returns the classes of the things whose statements name one of some things.
  Set<String> classesThatName(Set<String> things) {
    Set<String> classes = new TreeSet<>();
    for (String thing : things) {
      Iterator<Quad> naming = data.find(Node.ANY, Node.ANY, Node.ANY, NodeFactory.createURI(thing));
      while (naming.hasNext()) {
        Node subject = naming.next().getSubject();
        if (subject.isURI()) {
          classes.addAll(about(subject).types);
        }
      }
    }
    return classes;
  }
}
