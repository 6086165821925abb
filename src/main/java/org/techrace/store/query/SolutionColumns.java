package org.techrace.store.query;

import java.util.BitSet;
import org.techrace.store.query.row.Batch;

/// The columns of the variables of a [WholePattern].
///
/// @param bound the columns that every solution binds
/// @param open other columns that the pattern mentions
record SolutionColumns(BitSet bound, BitSet open) {

  /// Returns the columns that all rows of a batch and all solutions bind, or none if the pattern
  /// must be evaluated for each row: if no column is common, or some rows bind a column that other
  /// rows, or solutions, may not bind.
  BitSet common(Batch rows) {
    BitSet common = new BitSet();
    for (int c = 0; c < rows.width(); c++) {
      if ((bound.get(c) || open.get(c)) && rows.bindsAny(c)) {
        if (open.get(c) || !rows.bindsAll(c)) {
          return new BitSet();
        }
        common.set(c);
      }
    }
    return common;
  }
}
