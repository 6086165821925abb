package org.techrace.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.jspecify.annotations.Nullable;

/// A graph whose iterators and additions stop on a signal. Writers read a graph for a long time
/// before they write.
public final class StoppableGraph extends GraphWrapper {
  private final AtomicBoolean stop;

  /// @param graph the graph
  /// @param stop the signal, which another thread may set
  public StoppableGraph(Graph graph, AtomicBoolean stop) {
    super(graph);
    this.stop = stop;
  }

  @Override
  public void add(Triple triple) {
    check();
    super.add(triple);
  }

  @Override
  public ExtendedIterator<Triple> find(Triple pattern) {
    return cancellable(super.find(pattern));
  }

  @Override
  public ExtendedIterator<Triple> find(
      @Nullable Node subject, @Nullable Node predicate, @Nullable Node object) {
    return cancellable(super.find(subject, predicate, object));
  }

  private ExtendedIterator<Triple> cancellable(ExtendedIterator<Triple> found) {
    check();
    return found.mapWith(
        triple -> {
          check();
          return triple;
        });
  }

  private void check() {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
  }
}
