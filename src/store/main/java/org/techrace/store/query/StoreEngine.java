package org.techrace.store.query;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.engine.Plan;
import org.apache.jena.sparql.engine.QueryEngineFactory;
import org.apache.jena.sparql.engine.QueryEngineRegistry;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.engine.main.QueryEngineMain;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.ExactDatatypes;
import org.techrace.guard.Guard;
import org.techrace.store.Store;
import org.techrace.store.query.plan.PlanCompiler;
import org.techrace.store.query.plan.PlanTree;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// ARQ's query engine with six changes: the graphs that a query names in `FROM` become one graph of
/// the store, known errors of ARQ's optimizer are avoided, an [IriEquality] joins, a query whose
/// [Guard] has kept it is not optimized again, its [TextSearches] run before it, and VALUES at its
/// end is joined [before the expressions of SELECT][ValuesBeforeSelect].
final class StoreEngine extends QueryEngineMain {
  private StoreEngine(Query query, DatasetGraph dataset, Binding input, Context context) {
    super(query, dataset, input, context);
  }

  /// Registers the engine for queries on stores. Call it once.
  static void install() {
    ExactDatatypes.install();
    QueryEngineRegistry.addFactory(new Factory());
  }

  /// Returns the algebra of a query: optimized if the guard has it already. ASK reads one row.
  ///
  /// Called by the constructor of the superclass.
  @Override
  protected Op createOp(Query query) {
    context.set(QueryRun.ASKS, query.isAskType());
    Op kept = getStartBinding().isEmpty() ? kept() : null;
    if (kept != null) {
      return kept;
    }
    Op op = new ValuesBeforeSelect().compile(query);
    return query.isAskType() ? new OpSlice(op, Query.NOLIMIT, 1) : op;
  }

  private void checkCancelled() {
    if (Context.getOrSetCancelSignal(context).get()) {
      throw new QueryCancelledException();
    }
  }

  private @Nullable Op kept() {
    Guard guard = guard();
    return guard == null ? null : guard.kept();
  }

  /// Returns the guard that keeps the optimized query, if any. With rewrites switched off, or to be
  /// explained, it is optimized each time.
  private @Nullable Guard guard() {
    return Rewrite.areAllOn(context)
            && context.isUndef(QueryPlan.symbol())
            && context.get(ARQConstants.sysOptimizerFactory) instanceof Guard guard
        ? guard
        : null;
  }

  /// Optimizes as ARQ does, except for an error in the placement of filters, one in equalities, and
  /// one in joins (see [IsolateDistinct]).
  ///
  /// ARQ copies a FILTER to both sides of a join, including a `VALUES` block, where it fails for
  /// rows in which the variable is `UNDEF` although the other side would bind it. A query with such
  /// rows keeps its filters in place, and one with an [UnboundEquality] keeps its equalities.
  @Override
  @SuppressWarnings("ReferenceEquality") // createOp has returned the very operator
  protected Op modifyOp(Op op) {
    if (op == kept()) {
      return op;
    }
    PlanCompiler plans = compiler();
    if (OpenVariables.test(op, plans, this::checkCancelled)) {
      context.set(ARQ.optFilterPlacement, false);
    }
    checkCancelled();
    if (UnboundEquality.test(op, plans)) {
      context.set(ARQ.optFilterImplicitJoin, false);
      context.set(ARQ.optImplicitLeftJoin, false);
    }
    Op equal =
        dataset.getDefaultGraph() instanceof StoreGraph graph
            ? applied(Rewrite.IRI_EQUALITY, op, o -> IriEquality.apply(o, graph.store(), plans))
            : op;
    checkCancelled();
    Op isolated = Transformer.transform(new IsolateDistinct(), super.modifyOp(equal));
    checkCancelled();
    Op optimized =
        applied(Rewrite.OPTIONAL_AS_NOT_EXISTS, isolated, o -> OptionalAsNotExists.apply(o, plans));
    Guard guard = guard();
    if (guard != null && getStartBinding().isEmpty()) {
      guard.keep(optimized);
    }
    return optimized;
  }

  /// Applies a rewrite unless it is switched off, and records what it changed if the query is to be
  /// explained.
  private Op applied(Rewrite rewrite, Op op, UnaryOperator<Op> change) {
    if (!rewrite.isOn(context)) {
      return op;
    }
    Op changed = change.apply(op);
    @Nullable QueryPlan plan = context.get(QueryPlan.symbol());
    if (plan != null && !changed.equals(op)) {
      plan.changed(rewrite, lines(op), lines(changed));
    }
    return changed;
  }

  private List<String> lines(Op op) {
    return PlanTree.of(compiler().plan(op));
  }

  private PlanCompiler compiler() {
    return new PlanCompiler(rewrite -> rewrite.isOn(context), context.isTrue(QueryRun.ASKS));
  }

  @Override
  public QueryIterator eval(Op op, DatasetGraph dataset, Binding input, Context context) {
    TextSearches.check(op, context);
    Op searched =
        TextSearches.evaluate(
            op, search -> super.eval(search, dataset, BindingFactory.root(), context));
    return super.eval(searched, dataset, input, context);
  }

  @Override
  protected DatasetGraph dynamicDataset(
      DatasetDescription description, DatasetGraph dataset, boolean union) {
    DatasetGraph dynamic = super.dynamicDataset(description, dataset, union);
    List<Node> names =
        description.getDefaultGraphURIs().stream().map(NodeFactory::createURI).toList();
    boolean plain = names.stream().noneMatch(n -> Quad.isDefaultGraph(n) || Quad.isUnionGraph(n));
    if (!plain || !(dataset.getDefaultGraph() instanceof StoreGraph own)) {
      return dynamic;
    }
    Store store = own.store();
    Set<Integer> graphs = names.stream().map(store::id).collect(Collectors.toSet());
    graphs.remove(0); // the id of names that the store does not contain
    Graph from = new StoreGraph(store, store.graphs(graphs));
    return new DatasetGraphWrapper(dynamic) {
      @Override
      public Graph getDefaultGraph() {
        return from;
      }
    };
  }

  private static final class Factory implements QueryEngineFactory {
    @Override
    public boolean accept(Query query, DatasetGraph dataset, Context context) {
      return dataset.getDefaultGraph() instanceof StoreGraph;
    }

    /// Installs the executor, because the dataset may be one that ARQ has made of a graph.
    @Override
    public Plan create(Query query, DatasetGraph dataset, Binding input, Context context) {
      StoreExecutor.install(context);
      return new StoreEngine(query, dataset, input, context).getPlan();
    }

    @Override
    public boolean accept(Op op, DatasetGraph dataset, Context context) {
      return false;
    }

    @Override
    public Plan create(Op op, DatasetGraph dataset, Binding input, Context context) {
      throw new UnsupportedOperationException("compiled queries are run by ARQ's own engine");
    }
  }
}
