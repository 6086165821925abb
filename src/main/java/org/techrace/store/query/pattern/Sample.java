package org.techrace.store.query.pattern;

import java.util.function.IntUnaryOperator;

/// A sample of the values of a variable, from rows at equal distances, so that frequent values are
/// frequent here too.
final class Sample {
  private static final int MAX_VALUES = 16;

  /// The sampled values, with repetitions.
  final int[] ids;

  /// True if the sample contains the values of all rows.
  final boolean all;

  /// Takes a sample.
  ///
  /// @param rows the number of rows, at least 1
  /// @param value returns the value in a row
  Sample(int rows, IntUnaryOperator value) {
    this.ids = new int[Math.min(rows, MAX_VALUES)];
    this.all = ids.length == rows;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = value.applyAsInt((int) ((long) i * rows / ids.length));
    }
  }
}
