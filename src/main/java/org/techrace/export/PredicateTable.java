package org.techrace.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;

/// The statements with a predicate as a table: a row for each statement, and a column for each kind
/// of object that occurs, so that a database reads numbers as numbers.
final class PredicateTable {
  private static final Set<String> INTEGERS =
      Set.of(XSDDatatype.XSDinteger.getURI(), XSDDatatype.XSDlong.getURI());
  private static final Set<String> NUMBERS =
      Set.of(XSDDatatype.XSDdecimal.getURI(), XSDDatatype.XSDdouble.getURI());
  private static final Set<String> PLAIN =
      Set.of(
          XSDDatatype.XSDstring.getURI(), "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString");

  /// The names of the columns of objects.
  private static final Map<Kind, String> NAMES =
      new EnumMap<>(
          Map.of(
              Kind.IRI, "iri",
              Kind.INTEGER, "integer",
              Kind.NUMBER, "number",
              Kind.DATE, "date",
              Kind.TEXT, "text"));

  private final DatasetGraph data;
  private final Node predicate;
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private boolean languages;
  private boolean datatypes;

  /// Reads the statements once to find their kinds.
  PredicateTable(DatasetGraph data, Node predicate) {
    this.data = data;
    this.predicate = predicate;
    Iterator<Quad> all = statements();
    while (all.hasNext()) {
      Node object = all.next().getObject();
      kinds.add(kind(object));
      if (object.isLiteral()) {
        languages |= !object.getLiteralLanguage().isEmpty();
        datatypes |= !datatype(object).isEmpty();
      }
    }
  }

  private Iterator<Quad> statements() {
    return data.findNG(Node.ANY, Node.ANY, predicate, Node.ANY);
  }

  /// Returns the columns: subject, objects by kind, language, datatype of other texts, graph.
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(column("subject", Kind.IRI));
    for (Kind kind : kinds) {
      columns.add(column(NAMES.getOrDefault(kind, "text"), kind));
    }
    if (languages) {
      columns.add(column("language", Kind.TEXT));
    }
    if (datatypes) {
      columns.add(column("datatype", Kind.IRI));
    }
    columns.add(column("graph", Kind.IRI));
    return columns;
  }

  private Column column(String name, Kind kind) {
    return new Column(name, predicate.getURI(), "", name, "", kind, false);
  }

  /// Writes the rows as Parquet.
  ///
  /// @return their number
  long write(String name, OutputStream out) throws IOException {
    Iterator<Quad> all = statements();
    long[] written = {0};
    Iterator<List<String>> rows =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public List<String> next() {
            written[0]++;
            return row(all.next());
          }
        };
    ParquetTable.write(name, columns(), rows, out);
    return written[0];
  }

  private List<String> row(Quad quad) {
    Node object = quad.getObject();
    Kind own = kind(object);
    List<String> cells = new ArrayList<>();
    cells.add(text(quad.getSubject()));
    for (Kind kind : kinds) {
      cells.add(kind == own ? text(object) : "");
    }
    if (languages) {
      cells.add(object.isLiteral() ? object.getLiteralLanguage() : "");
    }
    if (datatypes) {
      cells.add(object.isLiteral() ? datatype(object) : "");
    }
    cells.add(text(quad.getGraph()));
    return cells;
  }

  /// Returns the datatype of a literal that no typed column can hold, or empty.
  private static String datatype(Node literal) {
    String datatype = literal.getLiteralDatatypeURI();
    return kind(literal) == Kind.TEXT && !PLAIN.contains(datatype) ? datatype : "";
  }

  private static Kind kind(Node object) {
    if (!object.isLiteral()) {
      return Kind.IRI;
    }
    String datatype = object.getLiteralDatatypeURI();
    String text = object.getLiteralLexicalForm();
    if (INTEGERS.contains(datatype) && isLong(text)) {
      return Kind.INTEGER;
    }
    if (NUMBERS.contains(datatype) && isNumber(text)) {
      return Kind.NUMBER;
    }
    return datatype.equals(XSDDatatype.XSDdate.getURI()) && isDate(text) ? Kind.DATE : Kind.TEXT;
  }

  private static boolean isLong(String text) {
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String text(Node node) {
    if (node.isURI()) {
      return node.getURI();
    }
    return node.isLiteral() ? node.getLiteralLexicalForm() : "_:" + node.getBlankNodeLabel();
  }
}
