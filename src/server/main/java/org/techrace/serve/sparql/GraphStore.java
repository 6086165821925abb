package org.techrace.serve.sparql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.irix.IRIException;
import org.apache.jena.irix.IRIx;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;

/// `/graphs?graph=…` and `/graphs?default`: reads complete graphs (SPARQL 1.1 Graph Store HTTP
/// Protocol, section 5.2). A graph is the answer of a CONSTRUCT query, so the limits of queries
/// apply.
public final class GraphStore implements Processor {
  private final Endpoint endpoint;

  public GraphStore(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Optional<String> graph = request.parameters().first("graph");
    if (graph.isPresent() == request.parameters().first("default").isPresent()) {
      throw new Refusal(400, "Send either graph=IRI or default.");
    }
    String pattern = graph.map(iri -> "GRAPH <" + known(iri, lease) + "> ").orElse("");
    String query = "CONSTRUCT { ?s ?p ?o } WHERE { " + pattern + "{ ?s ?p ?o } }";
    SparqlRequest asked =
        new SparqlRequest(
            query, List.of(), List.of(), new Parameters(Map.of("query", List.of(query))));
    return endpoint.answer(asked, request, lease);
  }

  private static String known(String iri, Lease lease) {
    try {
      String checked = IRIx.create(iri).str();
      if (lease
          .dataset()
          .calculateRead(() -> lease.dataset().containsGraph(NodeFactory.createURI(checked)))) {
        return checked;
      }
    } catch (IRIException e) {
      throw new Refusal(400, "The parameter 'graph' is not an IRI.");
    }
    throw new Refusal(404, "No graph has this name.");
  }
}
