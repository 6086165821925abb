package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.techrace.entity.Labels;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.pages.Templates;

/// The endpoint as a page: the workbench; without JavaScript a form, and the answer as a table.
public final class QueryPage {
  /// A page shows no more rows than a reader reads.
  private static final int SHOWN = 1000;

  private static final Table NOTHING = new Table(List.of(), List.of(), false);

  /// A table.
  ///
  /// @param cut whether there are more rows than are shown
  public record Table(List<String> columns, List<List<Term>> rows, boolean cut) {
    /// Whether all that stands in a column are numbers.
    public boolean numeric(int column) {
      return rows.stream()
          .map(row -> row.get(column))
          .allMatch((Term t) -> t.text().isEmpty() || t.number().isPresent());
    }

    /// The sources that speak of what it names.
    List<Site.Source> sources(Lease lease) {
      return Sources.of(rows.stream().flatMap(List::stream), lease.entities());
    }
  }

  private final Templates templates;

  public QueryPage(Templates templates) {
    this.templates = templates;
  }

  /// The page with a query that is not yet asked, by default that of `queries/pages/opening.rq`.
  Answer workbench(Optional<String> query, Lease lease) {
    return page(
        query.orElseGet(() -> lease.entities().queries().get("opening").text()),
        Format.SOLUTIONS,
        NOTHING,
        Optional.empty(),
        lease);
  }

  Answer answer(String query, List<Format> formats, Table table, Lease lease) {
    return page(query, formats, table, Optional.empty(), lease);
  }

  /// The page with a query that was refused, to be mended and sent again.
  Answer refused(String query, Refusal refusal, Lease lease) {
    return page(query, Format.SOLUTIONS, NOTHING, Optional.of(Fault.of(query, refusal)), lease);
  }

  private Answer page(
      String query, List<Format> formats, Table table, Optional<Fault> fault, Lease lease) {
    return templates.page(
        "sparql",
        lease,
        table.sources(lease),
        Map.of("query", query, "formats", formats, "table", table, "fault", fault));
  }

  /// The first rows of an answer, read inside the query's transaction.
  static Table table(ParsedQuery parsed, QueryExec exec, Lease lease) {
    Labels labels = lease.entities().labels();
    return switch (parsed.query().queryType()) {
      case SELECT -> solutions(exec.select(), labels);
      case ASK ->
          new Table(
              List.of("answer"),
              List.of(List.of(new Term.Value(String.valueOf(exec.ask()), "", ""))),
              false);
      case CONSTRUCT -> triples(exec.construct(), labels);
      case DESCRIBE -> triples(exec.describe(), labels);
      case CONSTRUCT_JSON, UNKNOWN -> throw new IllegalStateException("refused before");
    };
  }

  private static Table solutions(RowSet solutions, Labels labels) {
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
    return new Table(columns, rows, solutions.hasNext());
  }

  private static Table triples(Graph graph, Labels labels) {
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
    return new Table(List.of("subject", "property", "object"), rows, graph.size() > SHOWN);
  }
}
