package org.techrace.store.query;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.plan.NodeStates;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Applies OPTIONAL to rows. Its right side is looked up for each batch of rows, or evaluated as a
/// whole.
final class OptionalOperator {
  private final QueryRun run;
  private final PlanOperators operators;
  private final GroupParser groups;

  /// True if the right side may be evaluated as a whole where it can also be looked up.
  private final boolean joinsWhole;

  /// When choices may change.
  private final ChoicePoints points;

  private final NodeStates states;

  OptionalOperator(
      QueryRun run,
      PlanOperators operators,
      GroupParser groups,
      boolean inGraphs,
      ChoicePoints points,
      NodeStates states) {
    this.run = run;
    this.operators = operators;
    this.groups = groups;
    this.joinsWhole = !inGraphs && run.uses(Rewrite.WHOLE_PATTERNS);
    this.points = points;
    this.states = states;
  }

  /// Applies OPTIONAL to the rows of its left side.
  ///
  /// @param demand the columns that are read of the result, or null for all
  QueryRows apply(QueryRows left, Plan.LeftJoin optional, @Nullable Demand demand) {
    return optional
        .fed()
        .map(fed -> fed(left, optional, fed, demand))
        .orElseGet(() -> joined(left, optional));
  }

  private QueryRows joined(QueryRows left, Plan.LeftJoin optional) {
    LazyTable table = operators.table(optional.right());
    return new PerBatch(
        run,
        left,
        (in, _) -> operators.filter(table.join(QueryRows.of(in)), optional.conditions()),
        PerBatch.Keep.MATCHES_OR_ROW);
  }

  private QueryRows fed(
      QueryRows left, Plan.LeftJoin optional, Plan.LeftJoin.Fed fed, @Nullable Demand demand) {
    OptionalTable table =
        states.of(optional.header().number(), OptionalTable.class, () -> newTable(fed));
    boolean merging = fed.filtered().facts().isRepeatable();
    return new PerBatch(
        run,
        left,
        (batch, number) -> {
          Optional<OptionalTable.Solutions> whole = table.neededFor(batch);
          if (whole.isPresent()) {
            QueryRows rows = new HashJoin(run, QueryRows.of(batch), whole.get().table(), false);
            return operators.filter(rows, whole.get().conditions());
          }
          @Nullable Demand read = demand != null && merging ? readOfMatches(demand, number) : null;
          return operators.apply(fed.filtered(), QueryRows.of(batch), read);
        },
        PerBatch.Keep.MATCHES_OR_ROW,
        table.number());
  }

  /// Returns the columns that are read of the matches of numbered rows.
  private static Demand readOfMatches(Demand demand, int number) {
    BitSet columns = (BitSet) demand.columns().clone();
    columns.set(number);
    return new Demand(columns, demand.weights(), true);
  }

  private OptionalTable newTable(Plan.LeftJoin.Fed fed) {
    return new OptionalTable(
        run.layout().hidden(),
        points,
        () -> joinsWhole ? fed.whole().map(this::solutions) : Optional.empty());
  }

  private OptionalTable.Solutions solutions(Plan.LeftJoin.Solutions whole) {
    return new OptionalTable.Solutions(
        SolutionColumns.of(whole.pattern(), run.layout()),
        whole.conditions(),
        rows -> groups.estimate(whole.plan(), rows, null),
        operators.table(whole.plan()),
        points);
  }
}
