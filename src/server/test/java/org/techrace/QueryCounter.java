package org.techrace;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.util.Context;

/// Counts the queries that are run, from its making to its closing: it is asked before each whether
/// it would like to run it, and never does.
public final class QueryCounter implements QueryEngineFactory, AutoCloseable {
  private final AtomicInteger queries = new AtomicInteger();

  public QueryCounter() {
    QueryEngineRegistry.addFactory(this);
  }

  /// How many were run since it was last asked.
  public int since() {
    return queries.getAndSet(0);
  }

  @Override
  public void close() {
    QueryEngineRegistry.removeFactory(this);
  }

  @Override
  public boolean accept(Query query, DatasetGraph dataset, Context context) {
    queries.incrementAndGet();
    return false;
  }

  @Override
  public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean accept(Op op, DatasetGraph dataset, Context context) {
    return false;
  }

  @Override
  public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
    throw new UnsupportedOperationException();
  }
}
