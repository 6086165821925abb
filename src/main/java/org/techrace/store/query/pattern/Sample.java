package org.techrace.store.query.pattern;

import java.util.function.IntUnaryOperator;
import java.util.function.LongToIntFunction;
import org.techrace.store.query.row.Batch;

/// A sample of the values of a variable, from the middles of equal parts of the rows, so that
/// frequent values are frequent in the sample and the first and last rows are not preferred.
public final class Sample {
  /// The sample of a variable with unknown values.
  public static final Sample UNKNOWN = new Sample(0, _ -> Batch.UNBOUND);

  private static final int SIZE = 16;

  private final int[] ids;

  /// True if the sample has the values of all rows.
  private final boolean all;

  /// Takes a sample of rows.
  ///
  /// @param rows the number of rows
  /// @param value returns the value of a row
  public Sample(int rows, IntUnaryOperator value) {
    this(rows, row -> value.applyAsInt((int) row), rows > 0 && rows <= SIZE);
  }

  private Sample(long rows, LongToIntFunction value, boolean all) {
    this.ids = new int[(int) Math.min(rows, SIZE)];
    this.all = all && rows <= SIZE;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = value.applyAsInt((2L * i + 1) * rows / (2L * ids.length));
    }
  }

  /// Takes a sample of any number of rows.
  ///
  /// @param value returns the value of a row
  static Sample ofRows(long rows, LongToIntFunction value) {
    return new Sample(rows, value, rows > 0 && rows <= SIZE);
  }

  /// Returns the values, at most 16; none if they are unknown.
  public int[] ids() {
    return ids.clone();
  }

  /// Returns a sample of the rows of both samples.
  public Sample with(Sample other) {
    if (ids.length == 0 || other.ids.length == 0) {
      return UNKNOWN;
    }
    int n = ids.length + other.ids.length;
    return new Sample(
        n, i -> i < ids.length ? ids[(int) i] : other.ids[(int) i - ids.length], all && other.all);
  }

  /// Returns true if the sample has the values of all rows.
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
