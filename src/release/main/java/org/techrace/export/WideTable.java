package org.techrace.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Tool;

/// The observations of data cubes ([RDF Data Cube](https://www.w3.org/TR/vocab-data-cube/)) as a
/// wide table: a row for each data set, place, time and other dimension or attribute, and a column
/// for each quantity. A graph declares the dimension that names the quantity a subproperty of
/// `tool:quantity`. Where a quantity has several values for the same dimensions, there are several
/// rows.
///
/// It collects the rows of the table of observations while that is written.
final class WideTable implements TableWriter {
  /// The end of its name, after that of the table of observations.
  static final String END = "Wide";

  private static final String UNIT = "http://qudt.org/schema/qudt/Unit";

  private final ReleaseTable observations;
  private final List<Integer> key;
  private final int measured;
  private final int value;
  private final int unit;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<Quantity, String> names = new TreeMap<>();
  private final Map<String, Row> rows = new TreeMap<>();

  /// A quantity and its unit.
  ///
  /// @param unit the IRI of the unit; empty without one
  private record Quantity(String iri, String unit) implements Comparable<Quantity> {
    @Override
    public int compareTo(Quantity other) {
      return Comparator.comparing(Quantity::iri).thenComparing(Quantity::unit).compare(this, other);
    }
  }

  /// The figures with the same dimensions.
  ///
  /// @param cells the cells of the dimensions
  /// @param lines the values by quantity; more than one line if a quantity has several values
  private record Row(List<List<String>> cells, List<Map<Quantity, String>> lines) {
    void add(Quantity quantity, String number) {
      for (Map<Quantity, String> line : lines) {
        if (line.putIfAbsent(quantity, number) == null) {
          return;
        }
      }
      lines.add(new HashMap<>(Map.of(quantity, number)));
    }
  }

  private WideTable(
      ReleaseTable observations, List<Integer> key, int measured, int value, int unit) {
    this.observations = observations;
    this.key = key;
    this.measured = measured;
    this.value = value;
    this.unit = unit;
  }

  /// Returns the wide form of a table; empty if it is not one of observations, or if nothing says
  /// what they measure.
  static Optional<WideTable> of(ReleaseTable table, DatasetGraph data) {
    if (!table.type().equals(DataCube.OBSERVATION)) {
      return Optional.empty();
    }
    List<Column> columns = table.columns();
    int unit = first(columns, c -> has(c, RDFS.range.asNode(), UNIT, data)).orElse(-1);
    // Figures with other qualifiers or vintages are in other rows.
    Set<String> dimensions = new TreeSet<>(counted(data, "dimension").keySet());
    dimensions.addAll(counted(data, "attribute").keySet());
    dimensions.add(DataCube.DATA_SET);
    Optional<Integer> measured =
        first(columns, c -> has(c, RDFS.subPropertyOf.asNode(), Tool.QUANTITY, data));
    Map<String, Integer> measures = counted(data, "measure");
    Optional<Integer> value =
        IntStream.range(0, columns.size())
            .boxed()
            .filter(i -> columns.get(i).kind() == Kind.NUMBER && !columns.get(i).several())
            .filter(i -> measures.containsKey(columns.get(i).property()))
            .max(Comparator.comparing(i -> measures.get(columns.get(i).property())));
    if (measured.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    dimensions.remove(columns.get(measured.get()).property());
    if (unit >= 0) {
      dimensions.remove(columns.get(unit).property());
    }
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if ((hasNames(columns, i) && key.contains(i - 1))
          || dimensions.contains(columns.get(i).property())) {
        key.add(i);
      }
    }
    return Optional.of(new WideTable(table, List.copyOf(key), measured.get(), value.get(), unit));
  }

  private static Optional<Integer> first(List<Column> columns, Predicate<Column> test) {
    return IntStream.range(0, columns.size())
        .boxed()
        .filter(i -> !columns.get(i).property().isEmpty() && test.test(columns.get(i)))
        .findFirst();
  }

  /// Reports whether a column has the names of the things in the one before.
  private static boolean hasNames(List<Column> columns, int at) {
    return at < columns.size()
        && columns.get(at).property().isEmpty()
        && columns.get(at).kind() == Kind.TEXT;
  }

  private static boolean has(Column column, Node property, String object, DatasetGraph data) {
    return data.contains(
        Node.ANY,
        NodeFactory.createURI(column.property()),
        property,
        NodeFactory.createURI(object));
  }

  /// Returns the components of a kind with the number of structures that have each.
  private static Map<String, Integer> counted(DatasetGraph data, String kind) {
    Map<String, Integer> counted = new HashMap<>();
    Node part = NodeFactory.createURI(DataCube.NAMESPACE + "component");
    data.find(Node.ANY, Node.ANY, part, Node.ANY)
        .forEachRemaining(
            structure ->
                data.find(
                        Node.ANY,
                        structure.getObject(),
                        NodeFactory.createURI(DataCube.NAMESPACE + kind),
                        Node.ANY)
                    .forEachRemaining(
                        quad -> counted.merge(quad.getObject().getURI(), 1, Integer::sum)));
    return counted;
  }

  @Override
  public void row(List<List<String>> cells) {
    if (cells.get(measured).isEmpty() || cells.get(value).isEmpty()) {
      return;
    }
    Quantity quantity =
        new Quantity(
            text(cells.get(measured).getFirst()),
            unit < 0 || cells.get(unit).isEmpty() ? "" : text(cells.get(unit).getFirst()));
    names.computeIfAbsent(quantity, _ -> name(cells, measured) + unitName(cells));
    List<List<String>> dimensions =
        key.stream().map(at -> cells.get(at).stream().map(this::text).toList()).toList();
    rows.computeIfAbsent(
            dimensions.toString(),
            _ -> new Row(dimensions, new ArrayList<>(List.of(new HashMap<>()))))
        .add(quantity, text(cells.get(value).getFirst()));
  }

  private String unitName(List<List<String>> cells) {
    String name = unit < 0 ? "" : name(cells, unit);
    return name.isEmpty() ? "" : " (" + name + ")";
  }

  /// Returns the name of the thing in a cell: that in the next column, if that has names.
  private String name(List<List<String>> cells, int at) {
    boolean named = hasNames(observations.columns(), at + 1) && !cells.get(at + 1).isEmpty();
    return String.join("; ", cells.get(named ? at + 1 : at));
  }

  /// Returns the same text as one object: few texts are in many rows.
  private String text(String text) {
    return texts.computeIfAbsent(text, t -> t);
  }

  @Override
  public void end() {
    texts.clear();
  }

  /// Returns the description of the table.
  ReleaseTable table() {
    List<Column> columns = new ArrayList<>(key.stream().map(observations.columns()::get).toList());
    Map<String, Long> units =
        names.keySet().stream()
            .collect(Collectors.groupingBy(Quantity::iri, Collectors.counting()));
    String prefix = prefix(units.keySet());
    Set<String> taken =
        columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
    names.forEach(
        (quantity, name) -> {
          String plain = Iris.localName(quantity.iri).substring(prefix.length());
          String unitName =
              units.getOrDefault(quantity.iri, 0L) > 1 ? "_" + Iris.localName(quantity.unit) : "";
          String column = (plain + unitName).replace('-', '_');
          while (!taken.add(column)) {
            column += "_";
          }
          String property = observations.columns().get(value).property();
          String definition = "The values of " + quantity.iri + ".";
          columns.add(new Column(column, property, "", name, definition, Kind.NUMBER, false));
        });
    return new ReleaseTable(
        observations.name() + END,
        observations.type(),
        observations.label() + ", a column for each quantity",
        "The values of all figures that have one: a row for each data set, place, time and other"
            + " dimension. Bounds and the rest are in the table of the figures.",
        List.copyOf(columns),
        List.of());
  }

  /// Returns the words with which all names begin, such as `indicator-`.
  private static String prefix(Set<String> quantities) {
    List<String> names = quantities.stream().map(Iris::localName).toList();
    String first = names.getFirst();
    int dash = first.indexOf('-');
    String prefix = dash < 0 ? "" : first.substring(0, dash + 1);
    return names.stream()
            .allMatch(name -> name.startsWith(prefix) && name.length() > prefix.length())
        ? prefix
        : "";
  }

  /// Writes the rows, in the order of their dimensions.
  void writeTo(List<? extends TableWriter> writers) throws IOException {
    for (Row row : rows.values()) {
      for (Map<Quantity, String> line : row.lines) {
        List<List<String>> cells = new ArrayList<>(row.cells);
        for (Quantity quantity : names.keySet()) {
          String number = line.get(quantity);
          cells.add(number == null ? List.of() : List.of(number));
        }
        for (TableWriter writer : writers) {
          writer.row(cells);
        }
      }
    }
    for (TableWriter writer : writers) {
      writer.end();
    }
  }
}
