package org.techrace.remote;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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

  private final Supplier<EndpointClient> connect;
  private @Nullable EndpointClient client;

  /// @param connect called once, when the dataset is read for the first time
  private EndpointDataset(Supplier<EndpointClient> connect) {
    super("an endpoint is not updated");
    this.connect = connect;
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
    EndpointDataset data = connectingLater(endpoint, example, graphs, time, bytes);
    data.client();
    return data;
  }

  /// Opens an endpoint as [#open], but asks it nothing before the dataset is read.
  public static EndpointDataset connectingLater(
      URI endpoint, String example, List<String> graphs, Duration time, long bytes) {
    return new EndpointDataset(() -> client(endpoint, example, graphs, time, bytes));
  }

  /// Returns a dataset that no endpoint holds: it throws when it is read.
  ///
  /// @param why the message of the exception
  public static EndpointDataset absent(String why) {
    return new EndpointDataset(
        () -> {
          throw EndpointException.down(why);
        });
  }

  private static EndpointClient client(
      URI endpoint, String example, List<String> graphs, Duration time, long bytes) {
    EndpointClient plain = new EndpointClient(endpoint, time, bytes, List.of());
    boolean united = false;
    try {
      EndpointDataset union = new EndpointDataset(() -> plain);
      String thing = "<" + example + ">";
      united = union.has("{ %s ?p ?o }".formatted(thing));
      if (united) {
        return plain;
      }
      if (!union.has("{ GRAPH ?g { %s ?p ?o } }".formatted(thing))) {
        throw EndpointException.down(
            "the endpoint %s has no statement about <%s>; load data.nq.gz of the release into it"
                .formatted(endpoint, example));
      }
      return new EndpointClient(endpoint, time, bytes, graphs);
    } finally {
      if (!united) {
        plain.close();
      }
    }
  }

  /// Opens an endpoint as [#open]. Answers may be of any size: they are kept in temporary files.
  static EndpointDataset open(URI endpoint, String example, List<String> graphs, Duration time) {
    return open(endpoint, example, graphs, time, Long.MAX_VALUE);
  }

  /// Opens an endpoint that may hold nothing, or not answer.
  static EndpointDataset unchecked(URI endpoint, Duration time) {
    return new EndpointDataset(() -> new EndpointClient(endpoint, time, Long.MAX_VALUE, List.of()));
  }

  private boolean has(String pattern) {
    return select("SELECT * " + pattern + " LIMIT 1").hasNext();
  }

  private long count(String graph) {
    return solutions("GRAPH <%s> { ?s ?p ?o }".formatted(graph));
  }

  /// Describes which graph has another number of statements than it should have; empty if none has.
  ///
  /// @param sizes the number of statements of each graph
  /// @throws EndpointException if the endpoint does not answer, or answers with an error
  public Optional<String> fault(Map<String, Long> sizes) {
    for (Map.Entry<String, Long> graph : sizes.entrySet()) {
      long found = count(graph.getKey());
      if (found != graph.getValue()) {
        return Optional.of(
            "has %,d statements in <%s>, not %,d"
                .formatted(found, graph.getKey(), graph.getValue()));
      }
    }
    return Optional.empty();
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

  synchronized EndpointClient client() {
    if (client == null) {
      client = connect.get();
    }
    return client;
  }

  private Iterator<Binding> select(String text) {
    Query query = QueryFactory.create(text);
    return EndpointEngine.rows(client(), query, false, new AtomicBoolean());
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
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
