package org.techrace.store.query;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Finds the rows for which EXISTS is true, for a [ExistsPlan.Compared]. The pattern is looked up
/// in the index for each batch of rows as long as its [LookupBudget] lasts; from then on rows are
/// compared with the least and greatest values of all its solutions. Safe for use by the threads
/// that evaluate the query.
final class ComparedMatches implements PerBatch.Inner {
  private final QueryRun run;
  private final SolutionColumns columns;
  private final LookupBudget budget;
  private final PerBatch.Inner lookup;
  private final Function<BitSet, JoinTable> extremes;
  private final Function<QueryRows, QueryRows> filter;

  /// The least and greatest values, by the columns that rows bind.
  private final Map<BitSet, JoinTable> known = new HashMap<>();

  /// @param budget decides whether the pattern is evaluated for rows
  /// @param lookup evaluates the pattern for rows
  /// @param extremes returns the least and greatest values for each key of some columns
  /// @param filter applies the comparison to rows that have been joined with these values
  ComparedMatches(
      QueryRun run,
      SolutionColumns columns,
      LookupBudget budget,
      PerBatch.Inner lookup,
      Function<BitSet, JoinTable> extremes,
      Function<QueryRows, QueryRows> filter) {
    this.run = run;
    this.columns = columns;
    this.budget = budget;
    this.lookup = lookup;
    this.extremes = extremes;
    this.filter = filter;
  }

  @Override
  public QueryRows of(Batch batch, int number) {
    BitSet given = columns.given(batch);
    if (!columns.areAlike(batch, given) || budget.spend(batch, given)) {
      return lookup.of(batch, number);
    }
    return filter.apply(new HashJoin(run, QueryRows.of(batch), () -> table(given), false));
  }

  private synchronized JoinTable table(BitSet given) {
    return known.computeIfAbsent(given, extremes);
  }
}
