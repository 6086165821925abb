package org.techrace.store.query;

import java.util.BitSet;
import org.techrace.store.query.plan.WholePattern;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Layout;

/// The columns of the variables of a [WholePattern].
///
/// @param bound the columns that every solution binds
/// @param open other columns that the pattern mentions
record SolutionColumns(BitSet bound, BitSet open) {

  static SolutionColumns of(WholePattern pattern, Layout layout) {
    return new SolutionColumns(layout.columnSet(pattern.bound()), layout.columnSet(pattern.open()));
  }

  /// Returns the columns that all rows of a batch and all solutions bind, or none if the pattern
  /// must be evaluated for each row: if no column is common, or some rows bind a column that other
  /// rows, or solutions, may not bind.
  BitSet common(Batch rows) {
    BitSet given = given(rows);
    return areAlike(rows, given) ? given : new BitSet();
  }

  /// Returns the columns that the pattern mentions and some row of a batch binds.
  BitSet given(Batch rows) {
    BitSet given = new BitSet();
    for (int c = 0; c < rows.width(); c++) {
      given.set(c, (bound.get(c) || open.get(c)) && rows.bindsAny(c));
    }
    return given;
  }

  /// Returns true if all rows of a batch and all solutions bind the given columns.
  boolean areAlike(Batch rows, BitSet given) {
    return !given.intersects(open) && given.stream().allMatch(rows::bindsAll);
  }
}
