package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Turtle;

/// A table of figures as a data cube ([RDF Data Cube](https://www.w3.org/TR/vocab-data-cube/)):
/// each row is an observation, the key columns are its dimensions, and the numbers are its
/// measures.
///
/// @param name the name of the triples map
/// @param iri the IRI of the data set
/// @param components the properties of the columns, each with its role
record Cube(String name, String iri, List<Component> components) {
  /// @param role `dimension`, `measure` or `attribute`
  record Component(String role, String property) {}

  /// The columns of a table of figures by role.
  record Roles(
      List<SeenColumn> dimensions, List<SeenColumn> measures, List<SeenColumn> attributes) {

    String of(SeenColumn column) {
      if (dimensions.contains(column)) {
        return "dimension";
      }
      return measures.contains(column) ? "measure" : "attribute";
    }
  }

  /// Returns the roles of the columns if a table has figures by at least two dimensions, one of
  /// which is time, and empty for any other table.
  static Optional<Roles> roles(DraftTable table) {
    List<SeenColumn> key = table.key();
    if (key.size() < 2 || key.stream().noneMatch(Cube::isTime)) {
      return Optional.empty();
    }
    List<SeenColumn> measures = new ArrayList<>();
    List<SeenColumn> attributes = new ArrayList<>();
    for (SeenColumn column : table.columns()) {
      if (column.filled() > 0 && !key.contains(column)) {
        (isNumber(column) ? measures : attributes).add(column);
      }
    }
    return measures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Roles(key, measures, attributes));
  }

  private static boolean isTime(SeenColumn column) {
    return column.isYear()
        || column.datatype().filter(XSD.date.getURI()::equals).isPresent()
        || (column.datatype().isEmpty()
            && column.formats().datePattern(Optional.empty()).isPresent());
  }

  private static boolean isNumber(SeenColumn column) {
    return column.isTyped()
        && !isTime(column)
        && column
            .datatype()
            .filter(t -> t.equals(XSD.xboolean.getURI()) || t.equals(XSD.dateTime.getURI()))
            .isEmpty();
  }

  /// Returns the data set and its structure in Turtle.
  String turtle() {
    StringBuilder turtle =
        new StringBuilder(
            """

            # The figures of <#%1$s> as a data cube.
            @prefix qb: <%2$s> .

            <%3$s> a qb:DataSet ; rdfs:label %4$s@en ;
                qb:structure [ a qb:DataStructureDefinition ;
            """
                .formatted(
                    name, DataCube.NAMESPACE, iri, Turtle.quoted(name.replaceAll("[-_]+", " "))));
    List<String> parts =
        components.stream()
            .map(c -> "        qb:component [ qb:%s <%s> ]".formatted(c.role, c.property))
            .toList();
    return turtle.append(String.join(" ;\n", parts)).append(" ] .\n").toString();
  }
}
