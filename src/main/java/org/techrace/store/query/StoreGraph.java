package org.techrace.store.query;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.util.iterator.WrappedIterator;
import org.techrace.store.Scope;
import org.techrace.store.Store;

/// One graph of a store: the default graph, a named graph, or the union of the named graphs.
public final class StoreGraph extends GraphBase {
  private final Store store;
  private final Scope scope;

  StoreGraph(Store store, Scope scope) {
    this.store = store;
    this.scope = scope;
  }

  /// The store that it is a graph of.
  public Store store() {
    return store;
  }

  /// Which of the store's triples belong to it.
  public Scope scope() {
    return scope;
  }

  @Override
  protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
    return WrappedIterator.createNoRemove(
        new TripleFinder(
            store, scope, pattern.getSubject(), pattern.getPredicate(), pattern.getObject()));
  }

  @Override
  protected int graphBaseSize() {
    return new TripleFinder(store, scope, Node.ANY, Node.ANY, Node.ANY).count();
  }
}
