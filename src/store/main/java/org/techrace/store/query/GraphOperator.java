package org.techrace.store.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.pattern.GraphColumn;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Evaluates the pattern of GRAPH. With a variable, the graphs of the store are searched at once if
/// the pattern allows it, and any others one by one.
final class GraphOperator {
  private final QueryRun run;
  private final AlgebraFacts facts;
  private final StoreExecutor executor;
  private final Scope scope;
  private final ExecutionContext context;

  GraphOperator(
      QueryRun run,
      AlgebraFacts facts,
      StoreExecutor executor,
      Scope scope,
      ExecutionContext context) {
    this.run = run;
    this.facts = facts;
    this.executor = executor;
    this.scope = scope;
    this.context = context;
  }

  /// Returns the rows of GRAPH, or empty if ARQ must run it.
  ///
  /// @param demand the columns that are read of the result, or null for all
  Optional<QueryRows> rows(OpGraph op, QueryRows input, @Nullable Demand demand) {
    DatasetGraph dataset = context.getDataset();
    Node name = op.getNode();
    if (!Var.isVar(name)) {
      if (Quad.isDefaultGraph(name) || Quad.isUnionGraph(name)) {
        return Optional.empty();
      }
      if (!dataset.containsGraph(name)) {
        input.close();
        return Optional.of(QueryRows.none());
      }
      return Optional.of(executor.exec(op.getSubOp(), input, dataset.getGraph(name)));
    }
    int column = run.layout().column(Var.alloc(name));
    boolean scans =
        run.uses(Rewrite.GRAPHS_AT_ONCE)
            && run.uses(Rewrite.EXISTS_IN_BATCHES)
            && GraphPatterns.test(op.getSubOp(), Var.alloc(name), facts);
    List<UnaryOperator<QueryRows>> graphs = new ArrayList<>();
    BitSet scanned = new BitSet();
    dataset
        .listGraphNodes()
        .forEachRemaining(
            g -> {
              Graph graph = dataset.getGraph(g);
              int id = run.terms().canonical(run.terms().id(g));
              if (scans
                  && id > 0
                  && graph instanceof StoreGraph own
                  && own.store() == run.store()) {
                scanned.set(id);
              } else {
                graphs.add(in -> inGraph(op.getSubOp(), in, graph, column, id));
              }
            });
    if (!scanned.isEmpty()) {
      GraphColumn all = new GraphColumn(run, column, scanned);
      Operators inAll = new Operators(run, facts, executor, scope, all, context);
      graphs.add(in -> inAll.run(op.getSubOp(), in, demand));
    }
    return Optional.of(new Concatenation(run, input, graphs));
  }

  private QueryRows inGraph(Op op, QueryRows input, Graph graph, int column, int id) {
    QueryRows wanted =
        input instanceof QueryRows.Unit ? input : new BindConstant(run, input, column, id, false);
    return new BindConstant(run, executor.exec(op, wanted, graph), column, id, true);
  }
}
