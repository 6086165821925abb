package org.techrace.store.query;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.techrace.store.query.group.GroupRows;
import org.techrace.store.query.pattern.CountShortcut;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.IdConditions;

/// Evaluates GROUP BY with its aggregates. Counts of patterns are read from the index.
final class GroupOperator {
  private final QueryRun run;
  private final Operators operators;
  private final CountShortcut shortcut;
  private final ExecutionContext context;

  GroupOperator(
      QueryRun run, Operators operators, CountShortcut shortcut, ExecutionContext context) {
    this.run = run;
    this.operators = operators;
    this.shortcut = shortcut;
    this.context = context;
  }

  /// Returns true if the expressions of GROUP BY can be computed before the rows are grouped: their
  /// variables are new, and none of them reads another one.
  boolean isGroupedBefore(OpGroup group) {
    Collection<Var> before = operators.facts().of(group.getSubOp()).mentioned();
    Map<Var, Expr> keys = group.getGroupVars().getExprs();
    return keys.keySet().stream().noneMatch(before::contains)
        && keys.values().stream()
            .noneMatch(e -> e.getVarsMentioned().stream().anyMatch(keys::containsKey));
  }

  QueryRows rows(OpGroup group, QueryRows input, boolean unit) {
    Optional<QueryRows> counts =
        unit && run.uses(Rewrite.INDEX_COUNTS)
            ? shortcut.counts(group, e -> IdConditions.of(e, run))
            : Optional.empty();
    if (counts.isPresent()) {
      return counts.get();
    }
    VarExprList keys = new VarExprList();
    group.getGroupVars().getExprs().forEach(keys::add);
    List<ExprAggregator> aggregators =
        group.getAggregators().stream().map(a -> GroupRows.ofVariable(a, keys).orElse(a)).toList();
    int[] by = run.layout().columns(group.getGroupVars().getVars());
    BitSet read = GroupRows.merging(aggregators, run);
    Weights weights = null;
    QueryRows rows;
    if (read != null
        && operators.facts().of(group.getSubOp()).isRepeatable()
        && Operators.isRepeatable(keys)) {
      weights = GroupRows.areWeighted(aggregators) ? new Weights(run) : null;
      read.or(run.layout().columnSet(group.getGroupVars().getVars()));
      read.or(operators.readBy(keys));
      rows = operators.run(group.getSubOp(), input, new Demand(read, weights, false));
    } else {
      rows = operators.run(group.getSubOp(), input);
    }
    return new GroupRows(
        run,
        unit,
        keys.isEmpty() ? rows : operators.extendAll(rows, keys, unit),
        by,
        operators.named(group.getSubOp()),
        aggregators,
        weights,
        context);
  }
}
