package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.techrace.entity.Entities;
import org.techrace.entity.Labels;
import org.techrace.entity.Term;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;

/// The first rows of a query's result, with labels, for a page.
///
/// @param cut whether the result has more rows
public record ResultTable(List<String> columns, List<List<Term>> rows, boolean cut) {
  /// The most rows that a page shows.
  private static final int SHOWN = 1000;

  /// Whether all values of a column are numbers.
  public boolean numeric(int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch((Term t) -> t.text().isEmpty() || t.number().isPresent());
  }

  /// The sources of statements about what the table names.
  List<Site.Source> sources(Entities entities) {
    return Sources.of(rows.stream().flatMap(List::stream), entities);
  }

  /// Reads the first rows of a result, inside the transaction of the query.
  static ResultTable of(ParsedQuery parsed, QueryExec exec, Labels labels) {
    return switch (parsed.query().queryType()) {
      case SELECT -> solutions(exec.select(), labels);
      case ASK ->
          new ResultTable(
              List.of("answer"),
              List.of(List.of(new Term.Value(String.valueOf(exec.ask()), "", ""))),
              false);
      case CONSTRUCT -> triples(exec.construct(), labels);
      case DESCRIBE -> triples(exec.describe(), labels);
      case CONSTRUCT_JSON, UNKNOWN -> throw new IllegalStateException("refused before");
    };
  }

  private static ResultTable solutions(RowSet solutions, Labels labels) {
    List<List<Term>> rows = new ArrayList<>();
    while (solutions.hasNext() && rows.size() < SHOWN) {
      Binding row = solutions.next();
      List<Term> terms = new ArrayList<>();
      for (Var variable : solutions.getResultVars()) {
        Node node = row.get(variable);
        terms.add(node == null ? new Term.Unnamed("") : labels.term(node));
      }
      rows.add(terms);
    }
    List<String> columns = solutions.getResultVars().stream().map(Var::getVarName).toList();
    return new ResultTable(columns, rows, solutions.hasNext());
  }

  private static ResultTable triples(Graph graph, Labels labels) {
    List<List<Term>> rows = new ArrayList<>();
    graph.stream()
        .limit(SHOWN)
        .forEach(
            t ->
                rows.add(
                    List.of(
                        labels.term(t.getSubject()),
                        labels.term(t.getPredicate()),
                        labels.term(t.getObject()))));
    return new ResultTable(List.of("subject", "property", "object"), rows, graph.size() > SHOWN);
  }
}
