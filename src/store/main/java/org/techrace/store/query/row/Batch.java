package org.techrace.store.query.row;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A batch of rows, stored by column. A value is an id of [QueryTerms]; the value 0, or a missing
/// column, means unbound. A batch must not be changed after it has been passed on.
///
/// A subclass has what an operator in parallel has computed from its rows.
public class Batch {
  /// The maximum number of rows in a batch.
  public static final int MAX_ROWS = 2048;

  /// The value of an unbound variable.
  public static final int UNBOUND = 0;

  public final int size;
  private final int[] @Nullable [] columns;

  /// Creates a batch.
  ///
  /// @param columns the columns by their number in the [Layout]; null, or at least `size` values
  ///   each
  public Batch(int size, int[] @Nullable [] columns) {
    this.size = size;
    this.columns = columns;
  }

  /// Returns a batch with one row that binds nothing.
  public static Batch unit() {
    return new Batch(1, new int[0][]);
  }

  /// Returns the values of a column, or null if no row binds it. A column may have values without
  /// being bound: ask [#bindsAny].
  public int @Nullable [] column(int column) {
    return column < columns.length ? columns[column] : null;
  }

  /// Returns the value of a column in a row, or [#UNBOUND].
  public int get(int column, int row) {
    int[] values = column(column);
    return values == null ? UNBOUND : values[row];
  }

  /// Returns true if every row binds a column.
  public boolean bindsAll(int column) {
    int[] values = column(column);
    return values != null && bound(values, size) == size;
  }

  /// Returns true if some row binds a column.
  public boolean bindsAny(int column) {
    int[] values = column(column);
    for (int row = 0; values != null && row < size; row++) {
      if (values[row] != UNBOUND) {
        return true;
      }
    }
    return false;
  }

  /// Counts the rows that bind a column.
  ///
  /// @param values the values of the column
  /// @param rows the number of rows
  public static int bound(int[] values, int rows) {
    int n = 0;
    for (int row = 0; row < rows; row++) {
      n += values[row] == UNBOUND ? 0 : 1;
    }
    return n;
  }

  /// Returns true if every row binds a column, and no value is less than the one before.
  public boolean isAscending(int column) {
    int[] values = column(column);
    int before = 1;
    for (int row = 0; values != null && row < size && before >= 0; row++) {
      before = values[row] >= before ? values[row] : -1;
    }
    return values != null && before >= 0;
  }

  /// Returns the number of columns, including missing ones.
  public int width() {
    return columns.length;
  }

  /// Returns a copy of the list of columns with room for at least `width` columns.
  public int[] @Nullable [] copyColumns(int width) {
    return Arrays.copyOf(columns, Math.max(width, columns.length));
  }

  /// Returns the same rows with one column replaced, or removed if `values` is null.
  public Batch with(int column, int @Nullable [] values) {
    int[][] all = copyColumns(column + 1);
    all[column] = values;
    return new Batch(size, all);
  }

  /// Returns the same rows without all columns except some.
  public Batch only(int... kept) {
    int[][] all = new int[columns.length][];
    for (int column : kept) {
      if (column < all.length) {
        all[column] = columns[column];
      }
    }
    return new Batch(size, all);
  }

  /// Returns the same rows without some columns.
  public Batch without(int... removed) {
    int[][] all = columns.clone();
    for (int column : removed) {
      if (column < all.length) {
        all[column] = null;
      }
    }
    return new Batch(size, all);
  }

  /// Returns the rows whose positions fulfil a condition.
  public Batch filter(IntPredicate condition) {
    int[] kept = new int[size];
    int n = 0;
    for (int row = 0; row < size; row++) {
      if (condition.test(row)) {
        kept[n++] = row;
      }
    }
    return n == size ? this : pick(kept, n);
  }

  /// Returns `n` rows, beginning with the one at a position.
  public Batch slice(int from, int n) {
    if (n == size) {
      return this;
    }
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      rows[i] = from + i;
    }
    return pick(rows, n);
  }

  /// Returns the rows whose numbers are the first `n` elements of `rows`.
  public Batch pick(int[] rows, int n) {
    int[][] picked = new int[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      picked[c] = pick(columns[c], rows, n);
    }
    return new Batch(n, picked);
  }

  /// Returns the values in the rows whose numbers are the first `n` elements of `rows`.
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

  /// Copies rows into columns of [#MAX_ROWS] values each. Returns the columns, with more of them if
  /// the batch has more.
  ///
  /// @param at the index of the first copied value in a column
  /// @param rows the numbers of the rows
  /// @param from the index in `rows` of the first
  /// @param n the number of rows
  public int[] @Nullable [] copyTo(int[] @Nullable [] target, int at, int[] rows, int from, int n) {
    int[][] all = target.length < width() ? Arrays.copyOf(target, width()) : target;
    for (int c = 0; c < width(); c++) {
      int[] values = columns[c];
      if (values == null) {
        continue;
      }
      if (all[c] == null) {
        all[c] = new int[MAX_ROWS];
      }
      int[] copied = all[c];
      for (int i = 0; i < n; i++) {
        copied[at + i] = values[rows[from + i]];
      }
    }
    return all;
  }
}
