package org.techrace.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.GraphView;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.jspecify.annotations.Nullable;
import org.techrace.store.ReadOnlyDataset;

/// The data behind a SPARQL endpoint, read-only. The default graph is the union of the named
/// graphs. Queries are sent as a whole; single patterns are sent as small queries. Blank nodes have
/// other labels in each answer, so that a statement about a blank node is not found again. Safe for
/// use by several threads.
public final class EndpointDataset extends ReadOnlyDataset {
  static {
    EndpointEngine.install();
  }

  private final EndpointClient client;

  private EndpointDataset(EndpointClient client) {
    super("an endpoint is not updated");
    this.client = client;
  }

  /// Opens an endpoint that holds the data of a release.
  ///
  /// @param example the IRI of a thing of the release, to test whether the data is there
  /// @param graphs the named graphs of the release
  /// @param time the time limit of an answer
  /// @param bytes the maximum size of an answer
  /// @throws EndpointException if the endpoint does not answer, or does not hold the data
  public static EndpointDataset open(
      URI endpoint, String example, List<String> graphs, Duration time, long bytes) {
    EndpointClient plain = new EndpointClient(endpoint, time, bytes, List.of());
    EndpointDataset union = new EndpointDataset(plain);
    boolean opened = false;
    try {
      String thing = "<" + example + ">";
      if (union.has("{ %s ?p ?o }".formatted(thing))) {
        opened = true;
        return union;
      }
      if (!union.has("{ GRAPH ?g { %s ?p ?o } }".formatted(thing))) {
        throw EndpointException.down(
            "the endpoint %s has no statement about <%s>; load data.nq.gz of the release into it"
                .formatted(endpoint, example));
      }
      return new EndpointDataset(new EndpointClient(endpoint, time, bytes, graphs));
    } finally {
      if (!opened) {
        plain.close();
      }
    }
  }

  private boolean has(String pattern) {
    return select("SELECT * " + pattern + " LIMIT 1").hasNext();
  }

  /// Returns the number of statements of a named graph.
  ///
  /// @throws EndpointException if the endpoint does not answer, or answers with an error
  public long count(String graph) {
    return solutions("GRAPH <%s> { ?s ?p ?o }".formatted(graph));
  }

  /// Returns true if the endpoint has a statement without blank nodes. An engine may compare values
  /// instead of terms.
  ///
  /// @throws EndpointException if the endpoint does not answer, or answers with an error
  public boolean holds(Quad quad) {
    String pattern =
        "GRAPH %s { %s %s %s }"
            .formatted(
                NodeFmtLib.strNT(quad.getGraph()),
                NodeFmtLib.strNT(quad.getSubject()),
                NodeFmtLib.strNT(quad.getPredicate()),
                NodeFmtLib.strNT(quad.getObject()));
    return solutions(pattern) > 0;
  }

  private long solutions(String pattern) {
    Iterator<Binding> rows = select("SELECT (COUNT(*) AS ?n) { " + pattern + " }");
    return Long.parseLong(rows.next().get("n").getLiteralLexicalForm());
  }

  EndpointClient client() {
    return client;
  }

  private Iterator<Binding> select(String text) {
    Query query = QueryFactory.create(text);
    return EndpointEngine.rows(client, query, false, new AtomicBoolean());
  }

  private static String term(@Nullable Node node, String variable) {
    return isAny(node) ? "?" + variable : NodeFmtLib.strNT(node);
  }

  private static boolean isAny(@Nullable Node node) {
    return node == null || node.equals(Node.ANY);
  }

  private static boolean isBlank(@Nullable Node node) {
    return node != null && node.isBlank();
  }

  /// Finds quads.
  ///
  /// @param graph how the graph is written; empty for the default graph
  private Iterator<Quad> find(
      String graph, @Nullable Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    if (isBlank(g) || isBlank(s) || isBlank(o)) {
      return Iter.nullIterator();
    }
    String pattern = "%s %s %s".formatted(term(s, "s"), term(p, "p"), term(o, "o"));
    String where = graph.isEmpty() ? pattern : "GRAPH %s { %s }".formatted(graph, pattern);
    return Iter.map(
        select("SELECT * { " + where + " }"),
        row ->
            Quad.create(
                value(g, "g", row), value(s, "s", row), value(p, "p", row), value(o, "o", row)));
  }

  private static Node value(@Nullable Node asked, String variable, Binding row) {
    return asked == null || asked.equals(Node.ANY) ? row.get(Var.alloc(variable)) : asked;
  }

  @Override
  protected Iterator<Quad> findInDftGraph(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return find("", Quad.defaultGraphIRI, s, p, o);
  }

  @Override
  protected Iterator<Quad> findInSpecificNamedGraph(
      Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return find(NodeFmtLib.strNT(g), g, s, p, o);
  }

  @Override
  protected Iterator<Quad> findInAnyNamedGraphs(
      @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return find("?g", Node.ANY, s, p, o);
  }

  @Override
  public Iterator<Triple> findInUnionGraph(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return Iter.map(findInDftGraph(s, p, o), Quad::asTriple);
  }

  @Override
  public Graph getDefaultGraph() {
    return GraphView.createDefaultGraph(this);
  }

  @Override
  public Graph getUnionGraph() {
    return GraphView.createUnionGraph(this);
  }

  @Override
  public Graph getGraph(Node name) {
    return GraphView.createNamedGraph(this, name);
  }

  @Override
  public boolean containsGraph(Node name) {
    return Quad.isDefaultGraph(name)
        || Quad.isUnionGraph(name)
        || (name.isURI() && has("{ GRAPH <%s> { ?s ?p ?o } }".formatted(name.getURI())));
  }

  @Override
  public Iterator<Node> listGraphNodes() {
    return Iter.map(
        select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"), row -> row.get(Var.alloc("g")));
  }

  @Override
  public long size() {
    return Iter.count(listGraphNodes());
  }

  @Override
  public void close() {
    client.close();
  }
}
