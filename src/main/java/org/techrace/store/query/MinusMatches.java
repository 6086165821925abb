package org.techrace.store.query;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.techrace.store.query.pattern.HashJoin;
import org.techrace.store.query.pattern.JoinTable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Finds the rows that MINUS removes. The right side is looked up in the index for each batch of
/// rows, until this has cost as much as reading all of it; from then on its rows are in a hash
/// table. The cost is therefore at most about twice that of the better choice. Safe for use by the
/// threads that evaluate the query.
final class MinusMatches implements PerBatch.Inner {
  private final QueryRun run;
  private final Supplier<JoinTable> table;
  private final int[] common;
  private final Optional<ToDoubleFunction<Batch>> work;
  private final PerBatch.Inner lookup;

  /// The estimated work of lookups so far, and of reading the whole right side; negative if it has
  /// not been estimated.
  private double spent;

  private double whole = -1;

  /// @param table the rows of the right side, with the common columns
  /// @param common the columns of the variables of both sides
  /// @param work estimates the work of evaluating the right side for rows; empty if it must be
  ///   evaluated as a whole
  /// @param lookup evaluates the right side for rows
  MinusMatches(
      QueryRun run,
      Supplier<JoinTable> table,
      int[] common,
      Optional<ToDoubleFunction<Batch>> work,
      PerBatch.Inner lookup) {
    this.run = run;
    this.table = table;
    this.common = common;
    this.work = work;
    this.lookup = lookup;
  }

  @Override
  public QueryRows of(QueryRows rows, int number) {
    Batch batch = rows.next();
    if (batch == null) {
      return QueryRows.none();
    }
    if (work.isPresent() && isCheaper(work.get(), batch)) {
      return lookup.of(QueryRows.of(only(batch, number)), number);
    }
    return new HashJoin(run, QueryRows.of(batch), table, true);
  }

  /// Decides for the index if the rows bind all common variables and the work of all lookups is
  /// below that of reading the right side. Once it is not, it stays so.
  private synchronized boolean isCheaper(ToDoubleFunction<Batch> estimate, Batch batch) {
    if (spent == Double.POSITIVE_INFINITY || !Arrays.stream(common).allMatch(batch::bindsAll)) {
      return false;
    }
    whole = whole < 0 ? estimate.applyAsDouble(Batch.unit()) : whole;
    spent += batch.size + estimate.applyAsDouble(batch);
    if (spent > whole) {
      spent = Double.POSITIVE_INFINITY;
      return false;
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
