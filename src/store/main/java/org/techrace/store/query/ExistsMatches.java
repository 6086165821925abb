package org.techrace.store.query;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Finds the rows for which EXISTS is true, for a [WholePattern]. The pattern is looked up in the
/// index for each batch of rows as long as its [LookupBudget] lasts; from then on the values of
/// rows are compared with those of all its solutions. Safe for use by the threads that evaluate the
/// query.
final class ExistsMatches implements PerBatch.Inner {
  private final QueryRun run;
  private final SolutionColumns columns;
  private final LookupBudget budget;
  private final PerBatch.Inner lookup;
  private final Function<BitSet, KeySet> whole;

  /// The values of all solutions, by the columns that rows bind.
  private final Map<BitSet, KeySet> known = new HashMap<>();

  /// @param budget decides whether the pattern is evaluated for rows
  /// @param lookup evaluates the pattern for rows
  /// @param whole returns the values that some columns have in all solutions
  ExistsMatches(
      QueryRun run,
      SolutionColumns columns,
      LookupBudget budget,
      PerBatch.Inner lookup,
      Function<BitSet, KeySet> whole) {
    this.run = run;
    this.columns = columns;
    this.budget = budget;
    this.lookup = lookup;
    this.whole = whole;
  }

  @Override
  public boolean @Nullable [] test(Batch rows) {
    BitSet given = columns.common(rows);
    if (given.isEmpty() || budget.spend(rows, given)) {
      return null;
    }
    KeySet keys;
    synchronized (known) {
      keys = known.computeIfAbsent(given, whole);
    }
    return keys.test(run.terms().canonical(rows, given.stream().toArray()), rows.size);
  }

  @Override
  public QueryRows of(Batch rows, int number) {
    return lookup.of(rows, number);
  }
}
