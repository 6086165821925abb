package org.techrace.store.query;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.techrace.store.query.group.GroupRows;
import org.techrace.store.query.pattern.CountShortcut;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.IdConditions;

/// Evaluates GROUP BY with its aggregates. Counts of patterns are read from the index.
final class GroupOperator {
  private final QueryRun run;
  private final PlanOperators operators;
  private final CountShortcut shortcut;

  /// The column of the graph if the groups of all graphs are made at once, or no column.
  private final BitSet graph;

  private final ExecutionContext context;

  /// @param graph the column of the graph if the groups of all graphs are made at once, or no
  ///   column
  GroupOperator(
      QueryRun run,
      PlanOperators operators,
      CountShortcut shortcut,
      BitSet graph,
      ExecutionContext context) {
    this.run = run;
    this.operators = operators;
    this.shortcut = shortcut;
    this.graph = graph;
    this.context = context;
  }

  /// @param input the rows from outside, or the row that binds nothing
  QueryRows rows(Plan.Group group, QueryRows input) {
    boolean whole = input instanceof QueryRows.Unit;
    Optional<QueryRows> counts =
        whole && graph.isEmpty() && run.uses(Rewrite.INDEX_COUNTS)
            ? shortcut.counts(group, e -> IdConditions.of(e, run))
            : Optional.empty();
    if (counts.isPresent()) {
      return counts.get();
    }
    BitSet read = GroupRows.merging(group.aggregators(), run);
    Weights weights = null;
    Demand demand = null;
    if (read != null && group.below().facts().isRepeatable() && group.before().areFunctions()) {
      weights = GroupRows.areWeighted(group.aggregators()) ? new Weights(run) : null;
      read.or(run.layout().columnSet(group.by()));
      read.or(run.layout().columnSet(group.before().mentioned()));
      demand = new Demand(read, weights, false);
    }
    QueryRows rows = operators.apply(group.below(), input, demand);
    return new GroupRows(
        run,
        whole,
        group.before().isEmpty() ? rows : operators.extendAll(rows, group.before(), whole),
        keys(group),
        operators.named(group.below().facts().possible()),
        group.aggregators(),
        weights,
        context);
  }

  private int[] keys(Plan.Group group) {
    return IntStream.concat(Arrays.stream(run.layout().columns(group.by())), graph.stream())
        .toArray();
  }
}
