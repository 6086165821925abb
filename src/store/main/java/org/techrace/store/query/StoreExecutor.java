package org.techrace.store.query;

import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
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
import org.techrace.store.Scope;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.plan.PlanCompiler;
import org.techrace.store.query.plan.PlanTree;
import org.techrace.store.query.row.BindingsOfRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.ReadTerms;
import org.techrace.store.query.row.RowsOfBindings;

/// ARQ's executor for the graphs of a store. It compiles the operator that ARQ asks for to a plan,
/// which [Operators] executes. A part of the plan that stays in ARQ calls this executor for its
/// operands.
final class StoreExecutor extends OpExecutor {
  private static final OpExecutorFactory FACTORY = StoreExecutor::create;

  private final QueryRun run;
  private final Scope scope;
  private final PlanCompiler compiler;
  private final Operators operators;

  private StoreExecutor(
      ExecutionContext context, StoreGraph graph, QueryRun run, PlanCompiler compiler) {
    super(context);
    this.run = run;
    this.scope = graph.scope();
    this.compiler = compiler;
    this.operators = newOperators();
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
      case StoreGraph graph -> {
        QueryRun run = new QueryRun(graph.store(), context);
        yield new StoreExecutor(context, graph, run, new PlanCompiler(run::uses, run.asks()));
      }
      case OtherStoreGraph graph -> new OtherStoreExecutor(context, graph);
      case null, default -> OpExecutor.stdFactory.create(context);
    };
  }

  @Override
  protected QueryIterator exec(Op op, QueryIterator input) {
    QueryRows source = input.isJoinIdentity() ? QueryRows.unit() : rowsOf(input);
    // A part of an operator that ARQ has made for one row has a plan for that row only.
    boolean known = compiler.compiles(op);
    Plan plan = (known ? compiler : new PlanCompiler(run::uses, run.asks())).plan(op);
    run.compiled(() -> PlanTree.of(plan));
    if (!Operators.runsHere(plan, source) && !run.isRecorded()) {
      // The rows may have been taken out of the input.
      return super.exec(
          op, source instanceof QueryRows.Unit ? input : new BindingsOfRows(run, source, execCxt));
    }
    QueryRows rows = (known ? operators : newOperators()).apply(plan, source);
    if (source instanceof QueryRows.Unit) {
      input.close();
    }
    return new BindingsOfRows(run, plan.isSelect() ? ReadTerms.of(run, rows) : rows, execCxt);
  }

  private Operators newOperators() {
    return new Operators(run, this, scope, execCxt);
  }

  /// Evaluates a plan in ARQ, or applies it to rows there.
  ///
  /// @param input the rows, or the row that binds nothing
  QueryRows execAsArq(Plan plan, QueryRows input) {
    Op op = plan.algebra();
    if (input instanceof QueryRows.Unit) {
      return rowsOf(super.exec(op, root()));
    }
    if (plan.facts().isRowWiseInExists()) {
      return new RowByRow(run, input, row -> super.exec(op, singleton(row, execCxt)));
    }
    return rowsOf(super.exec(op, new BindingsOfRows(run, input, execCxt)));
  }

  /// Evaluates a plan in another graph of the same dataset, or applies it to rows there.
  ///
  /// @param input the rows, or the row that binds nothing
  QueryRows exec(Plan plan, QueryRows input, Graph graph) {
    Op op = plan.algebra();
    ExecutionContext context = ExecutionContext.copyChangeActiveGraph(execCxt, graph);
    if (graph instanceof StoreGraph own && own.store() == run.store()) {
      return new StoreExecutor(context, own, run, compiler).operators.apply(plan, input);
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
