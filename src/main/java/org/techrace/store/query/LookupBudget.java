package org.techrace.store.query;

import java.util.BitSet;
import java.util.function.ToDoubleFunction;
import org.techrace.store.query.row.Batch;

/// Decides how long the right side of OPTIONAL or MINUS, or the pattern of EXISTS, is looked up for
/// each batch of rows: until that has cost as much as evaluating it as a whole. The cost is
/// therefore at most about twice that of the better choice. Safe for use by several threads.
final class LookupBudget {
  private final ToDoubleFunction<BitSet> whole;
  private final ToDoubleFunction<Batch> lookup;

  /// The estimated work that may still be spent on lookups; negative if it has not been estimated.
  private double left = -1;

  private double workForRow;

  /// The number of batches so far, and the number of the next one for which the work is estimated.
  /// It doubles, because an estimate costs as much as looking up hundreds of rows.
  private int batches;

  private int nextEstimate;

  /// Creates a budget.
  ///
  /// @param whole estimates the work of evaluating the pattern as a whole, for its common columns
  /// @param lookup estimates the work that is saved for rows if it has been evaluated as a whole
  LookupBudget(ToDoubleFunction<BitSet> whole, ToDoubleFunction<Batch> lookup) {
    this.whole = whole;
    this.lookup = lookup;
  }

  /// Returns a budget for no lookup.
  static LookupBudget none() {
    return new LookupBudget(_ -> 0, _ -> 0);
  }

  /// Returns true if rows should be looked up. Once they should not, it stays so.
  ///
  /// @param common the columns of the pattern that the rows bind
  synchronized boolean spend(Batch rows, BitSet common) {
    if (left < 0) {
      left = whole.applyAsDouble(common);
    }
    if (left > 0) {
      if (batches == nextEstimate) {
        workForRow = lookup.applyAsDouble(rows) / rows.size;
        nextEstimate = 2 * nextEstimate + 1;
      }
      batches++;
      left = Math.max(0, left - rows.size * workForRow);
    }
    return left > 0;
  }

  /// Returns true if no more rows should be looked up.
  synchronized boolean isSpent() {
    return left == 0;
  }
}
