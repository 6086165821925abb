package org.techrace.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.RDF;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.rdf.LanguageTags;

/// The statements with a predicate as a table: a row for each statement, and a column for each kind
/// of object that occurs, so that a database reads numbers as numbers.
final class PredicateTable {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  private static final Set<String> PLAIN =
      Set.of(XSDDatatype.XSDstring.getURI(), RDF.langString.getURI(), RDF.dirLangString.getURI());

  /// The class of triple terms, in the column of datatypes.
  private static final String TRIPLE_TERM = RDF.uri + "Proposition";

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
  private long rows;

  /// Reads the statements once to find their kinds.
  PredicateTable(DatasetGraph data, Node predicate) {
    this.data = data;
    this.predicate = predicate;
    Iterator<Quad> all = statements();
    while (all.hasNext()) {
      Node object = all.next().getObject();
      Kind kind = Kinds.of(object);
      rows++;
      kinds.add(kind);
      languages |= !language(object).isEmpty();
      datatypes |= !datatype(object, kind).isEmpty();
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

  /// Returns the number of rows.
  long rows() {
    return rows;
  }

  /// Writes the rows as Parquet.
  void write(String name, OutputStream out) throws IOException {
    ParquetTable.write(
        name,
        columns(),
        Iter.map(statements(), quad -> row(quad).stream().map(List::of).toList()),
        out);
  }

  private List<String> row(Quad quad) {
    Node object = quad.getObject();
    Kind own = Kinds.of(object);
    List<String> cells = new ArrayList<>();
    cells.add(text(quad.getSubject()));
    for (Kind kind : kinds) {
      cells.add(kind == own ? text(object) : "");
    }
    if (languages) {
      cells.add(language(object));
    }
    if (datatypes) {
      cells.add(datatype(object, own));
    }
    cells.add(text(quad.getGraph()));
    return cells;
  }

  private static String language(Node object) {
    return object.isLiteral() ? LanguageTags.of(object) : "";
  }

  /// Returns the datatype of a literal that no typed column can hold, the class of triple terms, or
  /// empty.
  private static String datatype(Node object, Kind kind) {
    if (object.isTripleTerm()) {
      return TRIPLE_TERM;
    }
    return kind == Kind.TEXT && !PLAIN.contains(object.getLiteralDatatypeURI())
        ? object.getLiteralDatatypeURI()
        : "";
  }

  private static String text(Node node) {
    if (node.isURI()) {
      return node.getURI();
    }
    if (node.isTripleTerm()) {
      return NodeFmtLib.strNT(node);
    }
    return node.isLiteral() ? node.getLiteralLexicalForm() : "_:" + node.getBlankNodeLabel();
  }
}
