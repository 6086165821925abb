package org.techrace.store.query;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.techrace.store.ReadOnlyDataset;
import org.techrace.store.Scope;
import org.techrace.store.Store;

/// A read-only Jena dataset over a store. Transactions are accepted and have no effect, because a
/// store never changes. Safe for use by several threads.
public final class StoreDataset extends ReadOnlyDataset implements AutoCloseable {
  static {
    StoreEngine.install();
  }

  /// Selects the triples that a query without `GRAPH` sees.
  public enum DefaultGraph {
    /// The triples of the default graph.
    OWN,
    /// The union of all named graphs.
    UNION
  }

  private final Store store;
  private final StoreGraph defaultGraph;
  private final StoreGraph union;

  /// Creates a dataset.
  ///
  /// @param store the store, which [#close] closes
  public StoreDataset(Store store, DefaultGraph defaultGraph) {
    super("the store of a sealed release cannot be updated");
    StoreExecutor.install(getContext());
    this.store = store;
    this.union = new StoreGraph(store, store.union());
    this.defaultGraph =
        switch (defaultGraph) {
          case OWN -> new StoreGraph(store, store.graph(Store.DEFAULT_GRAPH));
          case UNION -> union;
        };
  }

  /// Returns the store of the dataset.
  public Store store() {
    return store;
  }

  @Override
  public Graph getDefaultGraph() {
    return defaultGraph;
  }

  @Override
  public Graph getUnionGraph() {
    return union;
  }

  @Override
  public Graph getGraph(Node name) {
    if (Quad.isDefaultGraph(name)) {
      return defaultGraph;
    }
    return Quad.isUnionGraph(name) ? union : new StoreGraph(store, scope(name));
  }

  private Scope scope(Node name) {
    int id = store.id(name);
    return id == 0 ? Scope.NOTHING : store.graph(id);
  }

  @Override
  public Iterator<Node> listGraphNodes() {
    return Arrays.stream(store.namedGraphs()).mapToObj(store.dictionary()::term).iterator();
  }

  @Override
  protected Iterator<Quad> findInDftGraph(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return quads(defaultGraph.scope(), Quad.defaultGraphIRI, s, p, o);
  }

  @Override
  protected Iterator<Quad> findInSpecificNamedGraph(
      Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return quads(scope(g), g, s, p, o);
  }

  @Override
  public Iterator<Quad> findQuadsInUnionGraph(
      @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return quads(union.scope(), Quad.unionGraph, s, p, o);
  }

  @Override
  public Iterator<Triple> findInUnionGraph(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
    return new TripleFinder(store, union.scope(), s, p, o);
  }

  private Iterator<Quad> quads(
      Scope scope, Node g, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    TripleFinder triples = new TripleFinder(store, scope, s, p, o);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return triples.hasNext();
      }

      @Override
      public Quad next() {
        return Quad.create(g, triples.next());
      }
    };
  }

  @Override
  protected Iterator<Quad> findInAnyNamedGraphs(
      @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    TripleFinder triples = new TripleFinder(store, union.scope(), s, p, o);
    return new Iterator<>() {
      private Triple triple = Triple.ANY;
      private int[] graphs = {};
      private int at;

      @Override
      public boolean hasNext() {
        while (at < graphs.length && graphs[at] == Store.DEFAULT_GRAPH) {
          at++;
        }
        return at < graphs.length || triples.hasNext();
      }

      @Override
      public Quad next() {
        if (hasNext() && at == graphs.length) {
          graphs = store.graphSets().get(triples.graphSet());
          at = graphs[0] == Store.DEFAULT_GRAPH ? 1 : 0;
          triple = triples.next();
        }
        return Quad.create(store.dictionary().term(graphs[at++]), triple);
      }
    };
  }

  @Override
  public long size() {
    return store.namedGraphs().length;
  }

  @Override
  public void close() {
    store.close();
  }
}
