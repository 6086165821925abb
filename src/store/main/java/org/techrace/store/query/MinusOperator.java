package org.techrace.store.query;

import java.util.Optional;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.plan.NodeStates;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.ColumnRows;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Applies MINUS to rows. Its right side is looked up for each batch of rows, or evaluated as a
/// whole.
final class MinusOperator {
  private final QueryRun run;
  private final PlanOperators operators;
  private final ExistsOperator exists;

  private final NodeStates states;

  MinusOperator(QueryRun run, PlanOperators operators, ExistsOperator exists, NodeStates states) {
    this.run = run;
    this.operators = operators;
    this.exists = exists;
    this.states = states;
  }

  QueryRows apply(QueryRows left, Plan.Minus minus) {
    return new PerBatch(run, left, matches(minus), PerBatch.Keep.UNMATCHED);
  }

  /// Returns what finds the rows that MINUS removes, once for all batches if its right side is
  /// always the same.
  private MinusMatches matches(Plan.Minus minus) {
    return minus.right().facts().isRepeatable()
        ? states.of(minus.header().number(), MinusMatches.class, () -> newMatches(minus))
        : newMatches(minus);
  }

  private MinusMatches newMatches(Plan.Minus minus) {
    Plan right = minus.right();
    int[] columns = run.layout().columns(minus.common());
    PlanOperators root = operators.root();
    return new MinusMatches(
        run,
        new LazyTable(
            run,
            () ->
                right.facts().isRepeatable()
                    ? root.distinctly(right, columns)
                    : ColumnRows.only(root.evaluate(right), columns)),
        columns,
        minus.isFed() ? Optional.of(exists.budget(right)) : Optional.empty(),
        (in, number) -> operators.apply(right, QueryRows.of(in), Demand.numbers(number)));
  }
}
