package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity.Label;
import org.techrace.entity.Labels;
import org.techrace.entity.Term;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;

/// The first rows of a query's result, with labels, for a page.
///
/// @param columns the variables
/// @param rows the first 1,000 rows by cell; a cell has several terms if the query joins names
/// @param cut true if the result has more rows
public record ResultTable(List<String> columns, List<List<List<Term>>> rows, boolean cut) {
  /// The maximum number of rows on a page.
  private static final int MAX_ROWS = 1000;

  /// The separator of names that a query joins.
  private static final String SEPARATOR = "; ";

  /// Reports whether all values of a column are numbers.
  public boolean numeric(int column) {
    return rows.stream()
        .flatMap(row -> row.get(column).stream())
        .allMatch((Term t) -> t.number().isPresent());
  }

  /// Returns the number of different values in a column; 0 if the column does not exist.
  int count(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? 0 : (int) rows.stream().map(row -> row.get(at)).distinct().count();
  }

  /// Returns the sources of the things in the table.
  public List<Site.Source> sources(Entities entities) {
    return Sources.of(rows.stream().flatMap(List::stream).flatMap(List::stream), entities);
  }

  /// Reads the first rows of a result, inside the query's transaction.
  static ResultTable of(ParsedQuery parsed, QueryExec exec, Labels labels) {
    return switch (parsed.query().queryType()) {
      case SELECT -> solutions(exec.select(), parsed.query().isDistinct(), labels);
      case ASK ->
          new ResultTable(
              List.of("answer"),
              List.of(List.of(List.of(new Term.Value(String.valueOf(exec.ask()), "", "")))),
              false);
      case CONSTRUCT -> triples(exec.construct(), labels);
      case DESCRIBE -> triples(exec.describe(), labels);
      case CONSTRUCT_JSON, UNKNOWN -> throw new IllegalStateException("refused before");
    };
  }

  /// Turns the columns that [NamedThings] added into links of their original columns.
  private static ResultTable solutions(RowSet solutions, boolean distinct, Labels labels) {
    List<String> columns =
        solutions.getResultVars().stream()
            .map(Var::getVarName)
            .filter(column -> !NamedThings.isAdded(column))
            .toList();
    Set<List<List<Term>>> known = new HashSet<>();
    List<List<List<Term>>> rows = new ArrayList<>();
    while (solutions.hasNext() && rows.size() < MAX_ROWS) {
      Binding row = solutions.next();
      List<List<Term>> cells =
          columns.stream()
              .map(
                  column ->
                      cell(
                          row.get(Var.alloc(column)),
                          row.get(Var.alloc(NamedThings.column(column))),
                          labels))
              .toList();
      if (!distinct || known.add(cells)) {
        rows.add(cells);
      }
    }
    return new ResultTable(columns, rows, solutions.hasNext());
  }

  private static List<Term> cell(@Nullable Node value, @Nullable Node thing, Labels labels) {
    if (value == null) {
      return List.of();
    }
    if (thing == null || !value.isLiteral()) {
      return List.of(labels.term(value));
    }
    String text = value.getLiteralLexicalForm();
    return thing.isURI()
        ? List.of(named(text, List.of(thing), labels).orElseGet(() -> labels.term(value)))
        : joined(text, thing.isLiteral() ? thing.getLiteralLexicalForm() : "", labels);
  }

  private static List<Term> joined(String names, String iris, Labels labels) {
    List<Node> things =
        Stream.of(iris.split(" ", -1))
            .filter(iri -> !iri.isEmpty())
            .map(NodeFactory::createURI)
            .toList();
    Optional<Term> whole = named(names, things, labels);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    return Stream.of(names.split(SEPARATOR, -1))
        .map(name -> named(name, things, labels).orElseGet(() -> new Term.Value(name, "", "")))
        .toList();
  }

  /// The one of some things that has a name, as a link.
  private static Optional<Term> named(String name, List<Node> things, Labels labels) {
    return things.stream()
        .filter(thing -> labels.all(thing).stream().map(Label::text).anyMatch(name::equals))
        .findFirst()
        .map(thing -> labels.link(thing).called(name));
  }

  private static ResultTable triples(Graph graph, Labels labels) {
    List<List<List<Term>>> rows = new ArrayList<>();
    graph.stream()
        .limit(MAX_ROWS)
        .forEach(
            t ->
                rows.add(
                    Stream.of(t.getSubject(), t.getPredicate(), t.getObject())
                        .map(node -> List.of(labels.term(node)))
                        .toList()));
    return new ResultTable(List.of("subject", "property", "object"), rows, graph.size() > MAX_ROWS);
  }
}
