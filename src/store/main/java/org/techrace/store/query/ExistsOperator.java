package org.techrace.store.query;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.jena.sparql.core.VarExprList;
import org.techrace.store.query.group.DistinctRows;
import org.techrace.store.query.group.ExtremeRows;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.plan.Assignments;
import org.techrace.store.query.plan.ExistsPlan;
import org.techrace.store.query.plan.NodeStates;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.ColumnRows;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Finds the rows for which the pattern of EXISTS has a solution: by looking it up for each batch
/// of rows, or by evaluating it as a whole.
final class ExistsOperator {
  private final QueryRun run;
  private final PlanOperators operators;
  private final GroupParser groups;

  /// True if the rows have a column for their graph.
  private final boolean inGraphs;

  private final NodeStates states;

  ExistsOperator(
      QueryRun run,
      PlanOperators operators,
      GroupParser groups,
      boolean inGraphs,
      NodeStates states) {
    this.run = run;
    this.operators = operators;
    this.groups = groups;
    this.inGraphs = inGraphs;
    this.states = states;
  }

  /// Returns what finds the matches of EXISTS, once for all batches.
  PerBatch.Inner matches(ExistsPlan exists) {
    return states.of(exists.number(), PerBatch.Inner.class, () -> newInner(exists));
  }

  private PerBatch.Inner newInner(ExistsPlan exists) {
    Plan pattern = exists.pattern();
    PerBatch.Inner lookup =
        exists
            .groups()
            .<PerBatch.Inner>map(groups -> (in, _) -> inGroups(groups, in))
            .orElseGet(() -> lookup(pattern));
    if (inGraphs || !run.uses(Rewrite.WHOLE_PATTERNS)) {
      return lookup;
    }
    return exists
        .compared()
        .<PerBatch.Inner>map(c -> compared(pattern, c))
        .or(
            () ->
                exists
                    .whole()
                    .map(w -> whole(pattern, SolutionColumns.of(w, run.layout()), budget(pattern))))
        .orElse(lookup);
  }

  private ComparedMatches compared(Plan pattern, ExistsPlan.Compared compared) {
    BitSet read = run.layout().columnSet(compared.value().getVarsMentioned());
    LookupBudget budget =
        budget(common -> wholeCost(compared.solutions(), or(common, read)), pattern);
    return new ComparedMatches(
        run,
        SolutionColumns.of(compared.whole(), run.layout()),
        budget,
        lookup(pattern),
        keys -> extremes(compared, keys, or(keys, read)),
        rows -> operators.filter(rows, compared.conditions()));
  }

  /// Returns the least and greatest values that a row is compared with, by its keys.
  ///
  /// @param read the keys, and the columns that the value is computed from
  private JoinTable extremes(ExistsPlan.Compared pattern, BitSet keys, BitSet read) {
    VarExprList assignment = new VarExprList(pattern.compared(), pattern.value());
    QueryRows rows = operators.root().distinctly(pattern.solutions(), read.stream().toArray());
    return new JoinTable(
        run,
        new ExtremeRows(
            run,
            operators.extend(rows, Assignments.of(assignment)),
            keys.stream().toArray(),
            run.layout().column(pattern.compared()),
            pattern.inequality()));
  }

  private static BitSet or(BitSet some, BitSet others) {
    BitSet all = (BitSet) some.clone();
    all.or(others);
    return all;
  }

  /// Returns what keeps the rows that agree with a solution of a plan in some columns, which all of
  /// them bind.
  UnaryOperator<QueryRows> semiJoin(Plan plan, BitSet columns) {
    ExistsMatches matches =
        whole(plan, new SolutionColumns(columns, new BitSet()), LookupBudget.none());
    return rows -> new PerBatch(run, rows, matches, PerBatch.Keep.MATCHED);
  }

  private ExistsMatches whole(Plan pattern, SolutionColumns columns, LookupBudget budget) {
    return new ExistsMatches(run, columns, budget, lookup(pattern), by -> keys(pattern, by));
  }

  /// Returns what decides whether a pattern is looked up for rows.
  LookupBudget budget(Plan pattern) {
    return budget(common -> wholeCost(pattern, common), pattern);
  }

  /// @param whole estimates the work of evaluating a pattern as a whole
  /// @param lookup the pattern that is looked up for rows
  private LookupBudget budget(ToDoubleFunction<BitSet> whole, Plan lookup) {
    Demand anything = new Demand(new BitSet(), null, true);
    return new LookupBudget(
        ChoicePoints.always(),
        whole,
        rows -> rows.size * (1 + groups.estimate(lookup, rows, anything).cost()));
  }

  private double wholeCost(Plan pattern, BitSet read) {
    return groups.estimate(pattern, Batch.unit(), new Demand(read, null, false)).cost();
  }

  private KeySet keys(Plan pattern, BitSet by) {
    int[] columns = by.stream().toArray();
    return new JoinTable(run, operators.root().distinctly(pattern, columns)).keys(run, by);
  }

  /// Returns what evaluates the pattern of EXISTS for rows. Of its matches, only the rows that they
  /// belong to are read.
  PerBatch.Inner lookup(Plan pattern) {
    boolean merging = pattern.facts().isRepeatable();
    return (in, number) ->
        operators.apply(pattern, QueryRows.of(in), merging ? Demand.numbers(number) : null);
  }

  /// Joins a batch of rows with groups, which are computed for the keys that the rows have.
  private QueryRows inGroups(ExistsPlan.Groups pattern, Batch batch) {
    int[] keys = run.layout().columns(pattern.keys());
    int[] given = Arrays.stream(keys).filter(batch::bindsAll).toArray();
    QueryRows input =
        given.length == 0
            ? QueryRows.unit()
            : new DistinctRows(run, ColumnRows.only(QueryRows.of(batch), given), given);
    return new HashJoin(
        run,
        QueryRows.of(batch),
        new LazyTable(run, () -> ColumnRows.only(groups(pattern, input), keys)),
        false);
  }

  private QueryRows groups(ExistsPlan.Groups pattern, QueryRows input) {
    QueryRows rows = operators.group(pattern.group(), input);
    for (Plan node : pattern.above()) {
      rows =
          switch (node) {
            case Plan.Extend extend -> operators.extend(rows, extend.assignments());
            case Plan.Filter filter -> operators.filter(rows, filter.conditions());
            default -> throw new IllegalArgumentException("not above groups: " + node.text());
          };
    }
    return rows;
  }
}
