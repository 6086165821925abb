package org.techrace.store.query;

import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.optimize.RewriteFactory;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIterSingleton;
import org.apache.jena.sparql.engine.main.OpExecutor;
import org.apache.jena.sparql.engine.main.OpExecutorFactory;
import org.apache.jena.sparql.engine.main.QC;
import org.apache.jena.sparql.util.Context;
import org.techrace.guard.LinearOptimizer;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.BindingsOfRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.ReadTerms;
import org.techrace.store.query.row.RowsOfBindings;

/// ARQ's executor for the graphs of a store. An operator that [Operators] implements runs on ids.
/// Any other operator runs in ARQ, which calls this executor for its operands.
final class StoreExecutor extends OpExecutor {
  private static final OpExecutorFactory FACTORY = StoreExecutor::create;

  private final QueryRun run;
  private final AlgebraFacts facts;
  private final Operators operators;

  private StoreExecutor(
      ExecutionContext context, StoreGraph graph, QueryRun run, AlgebraFacts facts) {
    super(context);
    this.run = run;
    this.facts = facts;
    this.operators = new Operators(run, facts, this, graph.scope(), context);
  }

  /// Registers the executor for queries on graphs of a store.
  ///
  /// @param context the context of a dataset or of a query
  static void install(Context context) {
    QC.setFactory(context, FACTORY);
    if (context.isUndef(ARQConstants.sysOptimizerFactory)) { // a guard has its own
      context.set(ARQConstants.sysOptimizerFactory, (RewriteFactory) LinearOptimizer::new);
    }
    // Filters stay over their whole pattern: JoinRows places them together with the join order.
    context.set(ARQ.optFilterPlacementBGP, false);
    // Alternatives of IRIs become parts of the join instead (see GroupParser). ARQ's disjunctions
    // return a row twice if two alternatives hold, and can lose other filters.
    context.set(ARQ.optFilterExpandOneOf, false);
    context.set(ARQ.optFilterDisjunction, false);
  }

  private static OpExecutor create(ExecutionContext context) {
    return switch (context.getActiveGraph()) {
      case StoreGraph graph ->
          new StoreExecutor(
              context, graph, new QueryRun(graph.store(), context), new AlgebraFacts());
      case OtherStoreGraph graph -> new OtherStoreExecutor(context, graph);
      case null, default -> OpExecutor.stdFactory.create(context);
    };
  }

  @Override
  protected QueryIterator exec(Op op, QueryIterator input) {
    QueryRows source = input.isJoinIdentity() ? QueryRows.unit() : rowsOf(input);
    Optional<QueryRows> rows = operators.rows(op, source);
    if (rows.isEmpty()) {
      // The rows may have been taken out of the input.
      return super.exec(
          op, source instanceof QueryRows.Unit ? input : new BindingsOfRows(run, source, execCxt));
    }
    if (source instanceof QueryRows.Unit) {
      input.close();
    }
    QueryRows made = isReturned(op) ? ReadTerms.of(run, rows.get()) : rows.get();
    return new BindingsOfRows(run, made, execCxt);
  }

  /// Returns true if the rows of an operator are those of a SELECT query, so that all their terms
  /// are read.
  private static boolean isReturned(Op op) {
    return switch (op) {
      case OpProject _ -> true;
      case OpSlice slice -> isReturned(slice.getSubOp());
      case OpDistinct distinct -> isReturned(distinct.getSubOp());
      case OpReduced reduced -> isReturned(reduced.getSubOp());
      default -> false;
    };
  }

  /// Runs an operator in ARQ.
  QueryRows execAsArq(Op op, QueryRows input) {
    if (input instanceof QueryRows.Unit) {
      return rowsOf(super.exec(op, root()));
    }
    if (facts.of(op).isRowWiseInExists()) {
      return new RowByRow(run, input, row -> super.exec(op, singleton(row, execCxt)));
    }
    return rowsOf(super.exec(op, new BindingsOfRows(run, input, execCxt)));
  }

  /// Runs an operator on another graph of the same dataset.
  QueryRows exec(Op op, QueryRows input, Graph graph) {
    ExecutionContext context = ExecutionContext.copyChangeActiveGraph(execCxt, graph);
    if (graph instanceof StoreGraph own && own.store() == run.store()) {
      return new StoreExecutor(context, own, run, facts).operators.run(op, input);
    }
    if (graph instanceof OtherStoreGraph) {
      return input instanceof QueryRows.Unit
          ? rowsOf(QC.execute(op, root(), context))
          : new BatchByBatch(run, input, rows -> QC.execute(op, rows, context), context);
    }
    return new RowByRow(run, input, row -> QC.execute(op, singleton(row, context), context));
  }

  private static QueryIterator singleton(Binding row, ExecutionContext context) {
    return QueryIterSingleton.create(row, context);
  }

  private QueryRows rowsOf(QueryIterator bindings) {
    QueryRows own = bindings instanceof BindingsOfRows b ? b.rows(run) : null;
    return own != null ? own : new RowsOfBindings(run, bindings);
  }
}
