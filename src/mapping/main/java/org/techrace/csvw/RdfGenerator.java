package org.techrace.csvw;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.csvw.AnnotatedTable.AnnotatedRow;
import org.techrace.csvw.Cell.Literal;

/// Generates the triples of annotated tables ("Generating RDF from Tabular Data on the Web",
/// section 6): in the minimal mode those of the cells, in the standard mode those of groups, tables
/// and rows, too.
final class RdfGenerator {
  private static final String CSVW = "http://www.w3.org/ns/csvw#";

  private final StreamRDF out;
  private final boolean isMinimal;

  RdfGenerator(StreamRDF out, boolean isMinimal) {
    this.out = out;
    this.isMinimal = isMinimal;
  }

  /// Writes the triples of a group.
  void write(GroupDescription group, List<AnnotatedTable> tables) {
    Node node = node(group.id());
    if (!isMinimal) {
      add(node, RDF.type.asNode(), iri(CSVW + "TableGroup"));
      if (group.metadata().isObject()) {
        CommonProperties.write(node, group.metadata(), group.base(), group.language(), out);
      }
    }
    for (AnnotatedTable table : tables) {
      if (!table.description().isSuppressed()) {
        write(node, table);
      }
    }
  }

  private void write(Node group, AnnotatedTable table) {
    TableDescription description = table.description();
    Node node = node(description.id());
    if (!isMinimal) {
      add(group, iri(CSVW + "table"), node);
      add(node, RDF.type.asNode(), iri(CSVW + "Table"));
      add(node, iri(CSVW + "url"), iri(description.url()));
      CommonProperties.write(
          node, description.metadata(), description.base(), description.language(), out);
    }
    int[] titles = table.indexes(description.rowTitles());
    for (AnnotatedRow row : table.rows()) {
      Set<Node> subjects = write(description, row);
      if (!isMinimal) {
        write(node, description, row, titles, subjects);
      }
    }
  }

  private void write(
      Node table,
      TableDescription description,
      AnnotatedRow row,
      int[] titles,
      Set<Node> subjects) {
    Node node = NodeFactory.createBlankNode();
    add(table, iri(CSVW + "row"), node);
    add(node, RDF.type.asNode(), iri(CSVW + "Row"));
    add(node, iri(CSVW + "rownum"), typed(String.valueOf(row.number()), XSD.integer.getURI()));
    add(node, iri(CSVW + "url"), iri(description.url() + "#row=" + row.source()));
    for (int title : titles) {
      row.cells().get(title).values().forEach(v -> add(node, iri(CSVW + "title"), literal(v)));
    }
    subjects.forEach(subject -> add(node, iri(CSVW + "describes"), subject));
  }

  /// Writes the triples of the cells of a row, and returns their subjects.
  private Set<Node> write(TableDescription table, AnnotatedRow row) {
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < row.cells().size(); i++) {
      if (!row.cells().get(i).isNull()) {
        values.put(table.columns().get(i).name(), row.cells().get(i).texts());
      }
    }
    values.put("_row", List.of(String.valueOf(row.number())));
    values.put("_sourceRow", List.of(String.valueOf(row.source())));
    Node ofRow = NodeFactory.createBlankNode();
    Set<Node> subjects = new LinkedHashSet<>();
    for (int i = 0; i < row.cells().size(); i++) {
      Column column = table.columns().get(i);
      if (column.isSuppressed()) {
        continue;
      }
      Inherited inherited = column.inherited();
      values.put("_column", List.of(String.valueOf(i + 1)));
      values.put("_sourceColumn", List.of(String.valueOf(i + 1 + table.dialect().skipColumns())));
      values.put("_name", List.of(column.name()));
      Node subject = inherited.aboutUrl().map(of -> expanded(of, values, table)).orElse(ofRow);
      subjects.add(subject);
      Node predicate =
          inherited
              .propertyUrl()
              .map(of -> expanded(of, values, table))
              .orElseGet(() -> iri(table.url() + "#" + column.name()));
      Cell cell = row.cells().get(i);
      if (inherited.valueUrl().isPresent()) {
        if (!cell.isNull() || column.isVirtual()) {
          add(subject, predicate, expanded(inherited.valueUrl().get(), values, table));
        }
      } else if (cell.isList() && inherited.ordered()) {
        add(subject, predicate, list(cell.values()));
      } else {
        cell.values().forEach(value -> add(subject, predicate, literal(value)));
      }
    }
    return subjects;
  }

  private Node list(List<Literal> values) {
    Node rest = RDF.nil.asNode();
    for (Literal value : values.reversed()) {
      Node node = NodeFactory.createBlankNode();
      add(node, RDF.first.asNode(), literal(value));
      add(node, RDF.rest.asNode(), rest);
      rest = node;
    }
    return rest;
  }

  private static Node expanded(
      String template, Map<String, List<String>> values, TableDescription table) {
    String text = Urls.expand(UriTemplate.expand(template, values));
    return iri(Urls.resolve(table.url(), text));
  }

  private static Node literal(Literal value) {
    if (!value.datatype().isEmpty()) {
      return typed(value.text(), value.datatype());
    }
    return value.language().isEmpty() || value.language().equals("und")
        ? NodeFactory.createLiteralString(value.text())
        : NodeFactory.createLiteralLang(value.text(), value.language());
  }

  private static Node typed(String text, String datatype) {
    return NodeFactory.createLiteralDT(text, TypeMapper.getInstance().getSafeTypeByName(datatype));
  }

  private static Node node(String id) {
    return id.isEmpty() ? NodeFactory.createBlankNode() : iri(id);
  }

  private static Node iri(String iri) {
    return NodeFactory.createURI(iri);
  }

  private void add(Node subject, Node predicate, Node object) {
    out.triple(Triple.create(subject, predicate, object));
  }
}
