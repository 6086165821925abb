package org.techrace.store.query;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.util.iterator.WrappedIterator;
import org.techrace.store.Scope;
import org.techrace.store.Store;

/// A graph of a store: the default graph, a named graph, or the union of the named graphs.
public final class StoreGraph extends GraphBase {
  private final Store store;
  private final Scope scope;

  StoreGraph(Store store, Scope scope) {
    this.store = store;
    this.scope = scope;
  }

  /// Returns the store of the graph.
  public Store store() {
    return store;
  }

  /// Returns the scope that selects the triples of the graph.
  public Scope scope() {
    return scope;
  }

  @Override
  protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
    return WrappedIterator.createNoRemove(
        new TripleFinder(
            store, scope, pattern.getSubject(), pattern.getPredicate(), pattern.getObject()));
  }

  /// Returns the number of triples that match a pattern, without reading their terms.
  ///
  /// @param s a subject or `Node.ANY`
  /// @param p a predicate or `Node.ANY`
  /// @param o an object or `Node.ANY`
  public long count(Node s, Node p, Node o) {
    return new TripleFinder(store, scope, s, p, o).count();
  }

  @Override
  protected int graphBaseSize() {
    return (int) Math.min(count(Node.ANY, Node.ANY, Node.ANY), Integer.MAX_VALUE);
  }
}
