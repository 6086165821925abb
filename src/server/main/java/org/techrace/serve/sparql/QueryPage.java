package org.techrace.serve.sparql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.Templates;

/// The endpoint as a page: the workbench. Without JavaScript, a form and a result table.
public final class QueryPage {
  private static final ResultTable EMPTY = new ResultTable(List.of(), List.of(), false);

  private final Templates templates;

  public QueryPage(Templates templates) {
    this.templates = templates;
  }

  /// Returns the page with a query that is not evaluated, by default `queries/pages/opening.rq`.
  Answer workbench(Optional<String> query, Lease lease) {
    return page(
        query.orElseGet(() -> lease.entities().queries().get("opening").text()),
        Format.SOLUTIONS,
        EMPTY,
        Optional.empty(),
        lease);
  }

  Answer answer(String query, List<Format> formats, ResultTable table, Lease lease) {
    return page(query, formats, table, Optional.empty(), lease);
  }

  /// Returns the page with a query that was refused, so that the reader can correct it.
  Answer refused(String query, Refusal refusal, Lease lease) {
    return page(query, Format.SOLUTIONS, EMPTY, Optional.of(Fault.of(query, refusal)), lease);
  }

  private Answer page(
      String query, List<Format> formats, ResultTable table, Optional<Fault> fault, Lease lease) {
    return templates.page(
        "sparql",
        lease,
        table.sources(lease.entities()),
        Map.of("query", query, "formats", formats, "table", table, "fault", fault));
  }
}
