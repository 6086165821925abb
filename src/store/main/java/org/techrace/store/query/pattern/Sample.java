package org.techrace.store.query.pattern;

import java.util.function.IntUnaryOperator;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;

/// A sample of the values of a variable, from the middles of equal parts of the rows, so that
/// frequent values are frequent in the sample and the first and last rows are not preferred.
public final class Sample {
  /// The sample of a variable with unknown values.
  public static final Sample UNKNOWN = new Sample(0, _ -> Batch.UNBOUND);

  /// The usual number of values. For as many rows the sample has all values.
  public static final int SIZE = 16;

  private final int[] ids;

  /// True if the sample has the values of all rows.
  private final boolean all;

  /// The pattern that has the rows, and the position of the values in it, if they are its matches.
  private @Nullable Pattern pattern;

  private int position;

  /// The number of values that were wanted.
  private final int wanted;

  /// Takes a sample of rows.
  ///
  /// @param rows the number of rows
  /// @param value returns the value of a row
  public Sample(int rows, IntUnaryOperator value) {
    this(rows, row -> value.applyAsInt((int) row), SIZE, rows > 0);
  }

  private Sample(long rows, LongToIntFunction value, int size, boolean all) {
    this.ids = new int[(int) Math.min(rows, size)];
    this.all = all && rows <= size;
    this.wanted = size;
    for (int i = 0; i < ids.length; i++) {
      ids[i] = value.applyAsInt((2L * i + 1) * rows / (2L * ids.length));
    }
  }

  /// Takes a sample of values.
  ///
  /// @param values all values
  /// @param size the maximum number of values in the sample
  public static Sample of(int[] values, int size) {
    return new Sample(values.length, row -> values[(int) row], size, values.length > 0);
  }

  /// Takes a sample of the matches of a pattern.
  ///
  /// @param position the position of the values
  /// @param value returns the value of a match
  /// @param size the maximum number of values
  static Sample ofMatches(Pattern pattern, int position, LongToIntFunction value, int size) {
    Sample sample = new Sample(pattern.matches, value, size, pattern.matches > 0);
    sample.pattern = pattern;
    sample.position = position;
    return sample;
  }

  /// Returns the pattern whose matches have the values, or null.
  @Nullable Pattern pattern() {
    return pattern;
  }

  /// Returns the position of the values in the pattern.
  int position() {
    return position;
  }

  /// Returns the values; none if they are unknown.
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
        n,
        i -> i < ids.length ? ids[(int) i] : other.ids[(int) i - ids.length],
        SIZE,
        all && other.all);
  }

  /// Returns an upper bound of the number of distinct values of the variable, or infinity if it is
  /// not known.
  public double distinct() {
    return pattern == null ? Double.POSITIVE_INFINITY : pattern.distinct(position);
  }

  /// Returns true if the values are unknown.
  public boolean isUnknown() {
    return ids.length == 0;
  }

  /// Returns true if the sample has the values of all rows.
  public boolean isWhole() {
    return all;
  }

  /// Returns the number of values that were wanted.
  int wanted() {
    return wanted;
  }

  int size() {
    return ids.length;
  }

  int id(int i) {
    return ids[i];
  }
}
