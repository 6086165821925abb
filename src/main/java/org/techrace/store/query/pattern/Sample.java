package org.techrace.store.query.pattern;

import java.util.function.IntUnaryOperator;
import org.techrace.store.query.row.Batch;

/// Some of the values that a variable has, from rows that are evenly spread over all its rows. A
/// frequent value is frequent here too.
public final class Sample {
  /// A variable whose values are not known.
  public static final Sample UNKNOWN = new Sample(0, _ -> Batch.UNBOUND);

  private static final int SIZE = 16;

  private final int[] ids;

  /// Whether these are the values of all rows, not of some.
  private final boolean all;

  /// Takes a sample of rows.
  ///
  /// @param rows how many there are
  /// @param value returns the value of a row
  public Sample(int rows, IntUnaryOperator value) {
    this(rows, value, rows > 0 && rows <= SIZE);
  }

  private Sample(int rows, IntUnaryOperator value, boolean all) {
    this.ids = new int[Math.min(rows, SIZE)];
    this.all = all && rows <= SIZE;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = value.applyAsInt((int) ((long) i * rows / ids.length));
    }
  }

  /// Returns the values, as many as 16; none if they are not known.
  public int[] ids() {
    return ids.clone();
  }

  /// Returns a sample of the rows of both.
  public Sample with(Sample other) {
    if (ids.length == 0 || other.ids.length == 0) {
      return UNKNOWN;
    }
    int n = ids.length + other.ids.length;
    return new Sample(
        n, i -> i < ids.length ? ids[i] : other.ids[i - ids.length], all && other.all);
  }

  /// Returns true if these are the values of all rows.
  boolean isWhole() {
    return all;
  }

  int size() {
    return ids.length;
  }

  int id(int i) {
    return ids[i];
  }
}
