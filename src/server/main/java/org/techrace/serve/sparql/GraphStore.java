package org.techrace.serve.sparql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.irix.IRIException;
import org.apache.jena.irix.IRIx;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.VOID;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.ShortNames;

/// `/graphs?graph=…` and `/graphs?default`: reads complete graphs (SPARQL 1.1 Graph Store HTTP
/// Protocol, section 5.2). A graph is the answer of a CONSTRUCT query, so the limits of queries
/// apply. One that is longer than an answer may be is refused before it is written: the description
/// of the release has its number of statements, and a sample of them says how long they are.
public final class GraphStore implements Processor {
  /// The number of statements of each part of a sample.
  private static final int PART = 50;

  /// The number of parts of a sample, which are evenly apart. Statements next to each other are
  /// alike, so many short parts say more than a few long ones.
  private static final int PARTS = 40;

  /// A graph whose statements have fewer bytes than this on average has no sample.
  private static final int LONG_STATEMENT = 1_000;

  private final Endpoint endpoint;
  private final long longest;

  /// @param longest the maximum size of an answer, in bytes
  public GraphStore(Endpoint endpoint, long longest) {
    this.endpoint = endpoint;
    this.longest = longest;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Optional<String> graph = request.parameters().first("graph");
    if (graph.isPresent() == request.parameters().first("default").isPresent()) {
      throw new Refusal(400, "Send either graph=IRI or default.");
    }
    Optional<String> name = graph.map(iri -> known(iri, lease));
    String pattern = name.map(iri -> "GRAPH <" + iri + "> ").orElse("") + "{ ?s ?p ?o }";
    long statements = statements(name, lease);
    if (statements > longest / LONG_STATEMENT && statements > PARTS * PART) {
      long sampled = endpoint.length(sample(pattern, statements), request, lease);
      if (sampled * statements / (PARTS * PART) > longest) {
        throw tooLong(statements, lease);
      }
    }
    String query = "CONSTRUCT { ?s ?p ?o } WHERE { " + pattern + " }";
    SparqlRequest asked =
        new SparqlRequest(
            query, List.of(), List.of(), new Parameters(Map.of("query", List.of(query))));
    return endpoint.answer(asked, request, lease);
  }

  /// Returns the number of statements of a graph, or of all; 0 if no description states it.
  private static long statements(Optional<String> graph, Lease lease) {
    String described = graph.orElseGet(() -> lease.iris().release(lease.release()));
    return Iter.asStream(
            lease
                .description()
                .find(NodeFactory.createURI(described), VOID.triples.asNode(), Node.ANY))
        .map(triple -> ((Number) triple.getObject().getLiteralValue()).longValue())
        .findFirst()
        .orElse(0L);
  }

  /// Returns a query for statements from all parts of a graph.
  private static String sample(String pattern, long statements) {
    return IntStream.range(0, PARTS)
        .mapToObj(
            i ->
                "{ SELECT * { %s } OFFSET %d LIMIT %d }"
                    .formatted(pattern, statements / PARTS * i, PART))
        .collect(Collectors.joining(" UNION ", "CONSTRUCT { ?s ?p ?o } WHERE { ", " }"));
  }

  private Refusal tooLong(long statements, Lease lease) {
    Node dump = NodeFactory.createURI(lease.iris().release(lease.release()) + "#dump");
    boolean hasDump = lease.description().contains(dump, DCAT.downloadURL.asNode(), Node.ANY);
    return new Refusal(
        400,
        "The graph has %,d statements, more than the %,d bytes of one answer; %s."
            .formatted(
                statements,
                longest,
                hasDump
                    ? "/downloads/%s/data.nq.gz has all of them with their graphs"
                        .formatted(lease.release())
                    : "ask /sparql for parts, with CONSTRUCT, LIMIT and OFFSET"));
  }

  /// Returns the graph that a name means: an IRI, a prefixed name or the end of an IRI.
  private static String known(String name, Lease lease) {
    String iri;
    try {
      iri = IRIx.create(name).str();
    } catch (IRIException e) {
      throw new Refusal(400, "The parameter 'graph' is not an IRI.");
    }
    Set<String> graphs =
        lease
            .dataset()
            .calculateRead(
                () ->
                    Iter.iter(lease.dataset().listGraphNodes())
                        .filter(Node::isURI)
                        .map(Node::getURI)
                        .toSet());
    String expanded = ShortNames.of(lease).expanded(name);
    return Stream.of(iri, expanded, lease.iris().graph(name))
        .filter(graphs::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "No graph has the name '%s'; %s"
                        .formatted(name, NearestTerms.among(expanded, graphs))));
  }
}
