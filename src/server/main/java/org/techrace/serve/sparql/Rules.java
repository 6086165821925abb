package org.techrace.serve.sparql;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpService;
import org.techrace.guard.AlgebraParts;
import org.techrace.guard.FunctionRules;
import org.techrace.guard.QueryRefusedException;
import org.techrace.query.AcrossReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;

/// Checks what a query may use: functions that only compute, named graphs of the release, and
/// endpoints on the list.
final class Rules {
  private final Federation federation;

  Rules(Federation federation) {
    this.federation = federation;
  }

  /// Checks a query.
  ///
  /// @throws Refusal 400 for a function or graph, 403 for an endpoint
  void check(Query query, Lease lease) {
    Op op = Algebra.compile(query);
    try {
      FunctionRules.check(op);
    } catch (QueryRefusedException e) {
      throw new Refusal(400, e.sentence());
    }
    AlgebraParts.visit(op, this::checkService, _ -> {});
    query.getGraphURIs().forEach(graph -> checkGraph(graph, lease));
    query.getNamedGraphURIs().forEach(graph -> checkGraph(graph, lease));
  }

  /// Checks a graph of the release. Those of other releases are checked when they are opened.
  private static void checkGraph(String graph, Lease lease) {
    Node name = NodeFactory.createURI(graph);
    if (AcrossReleases.isName(graph, lease.iris()) || lease.dataset().containsGraph(name)) {
      return;
    }
    String releases = lease.iris().release("");
    String hint =
        graph.startsWith(releases)
            ? " The statements of a release are the graph <%s>."
                .formatted(AcrossReleases.name(graph.substring(releases.length()), lease.iris()))
            : "";
    throw new Refusal(
        400,
        "The named graph <" + graph + "> is not in this dataset; graphs are not fetched." + hint);
  }

  /// An endpoint after `SERVICE SILENT` is checked when it is to be asked: if it is refused, the
  /// result is the empty solution.
  private void checkService(Op op) {
    if (op instanceof OpService service && !service.getSilent()) {
      federation.check(service.getService());
    }
  }
}
