package org.techrace.store.query;

import java.util.BitSet;
import java.util.function.ToDoubleFunction;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;

/// Decides how long the right side of OPTIONAL or MINUS, or the pattern of EXISTS, is looked up for
/// each batch of rows: until that has cost as much as evaluating it as a whole. The cost is
/// therefore at most about twice that of the better choice. Safe for use by several threads.
final class LookupBudget {
  private final ChoicePoints points;
  private final ToDoubleFunction<BitSet> whole;
  private final ToDoubleFunction<Batch> lookup;

  /// The estimated work that may still be spent on lookups; negative if it has not been estimated.
  private double left = -1;

  /// The work at the beginning.
  private double all;

  private double workForRow;

  /// The number of rows that have been looked up, and whose work is still to be counted.
  private long rowsToCount;

  /// The number of decisions so far, and the number of the next one for which the work of a row is
  /// estimated. It doubles, because an estimate costs as much as looking up hundreds of rows.
  private int decisions;

  private int nextEstimate;

  /// Creates a budget.
  ///
  /// @param points when it may be decided that no more rows are looked up
  /// @param whole estimates the work of evaluating the pattern as a whole, for its common columns
  /// @param lookup estimates the work that is saved for rows if it has been evaluated as a whole
  LookupBudget(
      ChoicePoints points, ToDoubleFunction<BitSet> whole, ToDoubleFunction<Batch> lookup) {
    this.points = points;
    this.whole = whole;
    this.lookup = lookup;
  }

  /// Returns a budget for no lookup.
  static LookupBudget none() {
    return new LookupBudget(ChoicePoints.always(), _ -> 0, _ -> 0);
  }

  /// Returns true if rows should be looked up. Once they should not, it stays so.
  ///
  /// @param common the columns of the pattern that the rows bind
  synchronized boolean spend(Batch rows, BitSet common) {
    rowsToCount += rows.size;
    if (points.areOpen()) {
      decide(rows, common);
    }
    return left != 0;
  }

  private void decide(Batch rows, BitSet common) {
    if (left < 0) {
      all = whole.applyAsDouble(common);
      left = all;
    }
    if (left == 0) {
      return;
    }
    if (decisions == nextEstimate) {
      workForRow = lookup.applyAsDouble(rows) / rows.size;
      nextEstimate = 2 * nextEstimate + 1;
    }
    decisions++;
    left = Math.max(0, left - rowsToCount * workForRow);
    rowsToCount = 0;
    if (left < all) {
      points.openWithin(left / (all - left));
    }
  }

  /// Returns true if no more rows should be looked up.
  synchronized boolean isSpent() {
    return left == 0;
  }
}
