package org.techrace.store.query;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Finds the rows that MINUS removes. The right side is looked up in the index for each batch of
/// rows as long as its [LookupBudget] lasts; from then on rows are compared with a table of all its
/// rows, by their keys if all common variables are bound. Safe for use by the threads that evaluate
/// the query.
final class MinusMatches implements PerBatch.Inner {
  private final QueryRun run;
  private final Supplier<JoinTable> table;
  private final int[] common;
  private final Optional<LookupBudget> budget;
  private final PerBatch.Inner lookup;

  /// @param table the rows of the right side, with the common columns
  /// @param common the columns of the variables of both sides
  /// @param budget decides whether the right side is evaluated for rows; empty if it must be
  ///   evaluated as a whole
  /// @param lookup evaluates the right side for rows
  MinusMatches(
      QueryRun run,
      Supplier<JoinTable> table,
      int[] common,
      Optional<LookupBudget> budget,
      PerBatch.Inner lookup) {
    this.run = run;
    this.table = table;
    this.common = common;
    this.budget = budget;
    this.lookup = lookup;
  }

  @Override
  public boolean @Nullable [] test(Batch rows) {
    if (common.length == 0) {
      return new boolean[rows.size];
    }
    BitSet columns = new BitSet();
    for (int column : common) {
      columns.set(column);
    }
    if (!bindsAll(rows) || (budget.isPresent() && budget.get().spend(rows, columns))) {
      return null;
    }
    JoinTable right = table.get();
    return right.bindsAll(columns)
        ? right
            .keys(run, columns)
            .test(run.terms().canonical(rows, columns.stream().toArray()), rows.size)
        : null;
  }

  @Override
  public QueryRows of(Batch batch, int number) {
    return budget.isPresent() && !budget.get().isSpent() && bindsAll(batch)
        ? lookup.of(only(batch, number), number)
        : new HashJoin(run, QueryRows.of(batch), table, true);
  }

  private boolean bindsAll(Batch batch) {
    for (int column : common) {
      if (!batch.bindsAll(column)) {
        return false;
      }
    }
    return true;
  }

  /// Returns the common columns and the number of the row. No other column may restrict the right
  /// side.
  private Batch only(Batch batch, int number) {
    Batch kept = new Batch(batch.size, new int[0][]).with(number, batch.column(number));
    for (int column : common) {
      kept = kept.with(column, batch.column(column));
    }
    return kept;
  }
}
