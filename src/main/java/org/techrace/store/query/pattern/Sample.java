package org.techrace.store.query.pattern;

import java.util.function.IntUnaryOperator;

/// Some of the values that a variable has, from rows that lie evenly among all its rows: what is
/// frequent there is so here.
final class Sample {
  private static final int SIZE = 16;

  /// The values.
  final int[] ids;

  /// Whether these are all of them, not some.
  final boolean all;

  /// Of rows.
  ///
  /// @param rows how many there are, at least one
  /// @param value gives that of a row
  Sample(int rows, IntUnaryOperator value) {
    this.ids = new int[Math.min(rows, SIZE)];
    this.all = ids.length == rows;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = value.applyAsInt((int) ((long) i * rows / ids.length));
    }
  }
}
