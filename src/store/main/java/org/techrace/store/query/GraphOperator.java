package org.techrace.store.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Evaluates the pattern of GRAPH. With a variable, the graphs of the store are searched at once if
/// the pattern allows it, and any others one by one.
final class GraphOperator {
  private final QueryRun run;
  private final PlanOperators operators;
  private final StoreExecutor executor;
  private final ExecutionContext context;

  GraphOperator(
      QueryRun run, PlanOperators operators, StoreExecutor executor, ExecutionContext context) {
    this.run = run;
    this.operators = operators;
    this.executor = executor;
    this.context = context;
  }

  /// @param input the rows from outside, or the row that binds nothing
  /// @param demand the columns that are read of the result, or null for all
  QueryRows rows(Plan.Graph plan, QueryRows input, @Nullable Demand demand) {
    DatasetGraph dataset = context.getDataset();
    Node name = plan.name();
    if (!Var.isVar(name)) {
      if (!dataset.containsGraph(name)) {
        input.close();
        return QueryRows.none();
      }
      return executor.exec(plan.below(), input, dataset.getGraph(name));
    }
    int column = run.layout().column(Var.alloc(name));
    List<UnaryOperator<QueryRows>> graphs = new ArrayList<>();
    BitSet scanned = new BitSet();
    dataset
        .listGraphNodes()
        .forEachRemaining(
            g -> {
              Graph graph = dataset.getGraph(g);
              int id = run.terms().canonical(run.terms().id(g));
              if (plan.isAtOnce()
                  && id > 0
                  && graph instanceof StoreGraph own
                  && own.store() == run.store()) {
                scanned.set(id);
              } else {
                graphs.add(in -> inGraph(plan.below(), in, graph, column, id));
              }
            });
    if (!scanned.isEmpty()) {
      PlanOperators inAll = operators.inGraphs(new GraphColumn(run, column, scanned));
      graphs.add(in -> inAll.apply(plan.below(), in, demand));
    }
    return new Concatenation(run, input, graphs);
  }

  private QueryRows inGraph(Plan plan, QueryRows input, Graph graph, int column, int id) {
    QueryRows wanted =
        input instanceof QueryRows.Unit ? input : new BindConstant(run, input, column, id, false);
    return new BindConstant(run, executor.exec(plan, wanted, graph), column, id, true);
  }
}
