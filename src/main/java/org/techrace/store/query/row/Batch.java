package org.techrace.store.query.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Some rows of a result, column by column. A value is an id of [QueryTerms]; 0, or no column at
/// all, means not bound. Not to be changed once it is handed on.
public final class Batch {
  /// Rows in a batch at most.
  public static final int ROWS = 2048;

  public static final int UNBOUND = 0;

  public final int size;
  private final int[] @Nullable [] columns;

  /// @param columns by number in the [Layout]; each, if not null, with at least `size` values
  public Batch(int size, int[] @Nullable [] columns) {
    this.size = size;
    this.columns = columns;
  }

  /// One row that binds nothing.
  public static Batch unit() {
    return new Batch(1, new int[0][]);
  }

  /// The values of a column, or null if it binds no row.
  public int @Nullable [] column(int column) {
    return column < columns.length ? columns[column] : null;
  }

  public int get(int column, int row) {
    int[] values = column(column);
    return values == null ? UNBOUND : values[row];
  }

  /// How many columns there may be.
  public int width() {
    return columns.length;
  }

  /// The columns, to be filled with more.
  public int[] @Nullable [] copyColumns(int width) {
    return Arrays.copyOf(columns, Math.max(width, columns.length));
  }

  /// The same rows with a column replaced.
  public Batch with(int column, int @Nullable [] values) {
    int[][] all = copyColumns(column + 1);
    all[column] = values;
    return new Batch(size, all);
  }

  /// The rows with these numbers, of which the first `n` count.
  public Batch pick(int[] rows, int n) {
    int[][] picked = new int[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      picked[c] = pick(columns[c], rows, n);
    }
    return new Batch(n, picked);
  }

  public static int @Nullable [] pick(int @Nullable [] values, int[] rows, int n) {
    if (values == null) {
      return null;
    }
    int[] picked = new int[n];
    for (int i = 0; i < n; i++) {
      picked[i] = values[rows[i]];
    }
    return picked;
  }
}
