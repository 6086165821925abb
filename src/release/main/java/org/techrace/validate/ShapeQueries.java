package org.techrace.validate;

import org.apache.jena.query.Query;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.main.QueryEngineMain;
import org.apache.jena.sparql.util.Context;
import org.techrace.guard.LocalQueries;

/// Evaluates the queries of shapes as those of checks: guarded, without SERVICE, until the shape is
/// stopped. Jena's validator begins an execution for each focus node and offers no way to set its
/// context, so this engine takes every execution on the graph that a [ShapeValidator] reads.
final class ShapeQueries implements QueryEngineFactory {
  static {
    QueryEngineRegistry.addFactory(new ShapeQueries());
  }

  private ShapeQueries() {}

  /// Registers the engine, once.
  static void register() {
    // The class is initialized.
  }

  private static boolean accepts(DatasetGraph dataset) {
    return dataset != null && dataset.getDefaultGraph() instanceof SubjectCache;
  }

  private static void prepare(DatasetGraph dataset, Context context) {
    LocalQueries.guard(context);
    SubjectCache graph = (SubjectCache) dataset.getDefaultGraph();
    context.set(ARQConstants.symCancelQuery, graph.lane().current().stopSignal());
  }

  @Override
  public boolean accept(Query query, DatasetGraph dataset, Context context) {
    return accepts(dataset);
  }

  @Override
  public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
    prepare(dataset, context);
    return QueryEngineMain.getFactory().create(query, dataset, input, context);
  }

  @Override
  public boolean accept(Op op, DatasetGraph dataset, Context context) {
    return accepts(dataset);
  }

  @Override
  public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
    prepare(dataset, context);
    return QueryEngineMain.getFactory().create(op, dataset, input, context);
  }
}
