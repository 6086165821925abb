package org.techrace.store;

/// Reads the rows of a [Permutation]: single values, ranges of values, and the first row at or
/// above a key. A search starts at the given row and moves forward in steps of doubling size, so a
/// series of ascending keys costs little: looking up one sorted list in another works as a merge
/// join where both are dense, and skips rows where one is sparse.
///
/// Not thread-safe: each thread creates its own cursor.
public final class Cursor {
  private static final int SHIFT = Integer.numberOfTrailingZeros(PermutationWriter.BLOCK_ROWS);
  private static final int MASK = PermutationWriter.BLOCK_ROWS - 1;

  private final Permutation permutation;
  private final Column[] columns = new Column[PermutationWriter.COLUMNS];

  Cursor(Permutation permutation) {
    this.permutation = permutation;
    for (int c = 0; c < columns.length; c++) {
      columns[c] = new Column(permutation, c);
    }
  }

  /// Returns the reader of a column; column 3 is the graph set.
  public Column column(int column) {
    return columns[column];
  }

  /// Returns the value of a column in a row; column 3 is the graph set.
  public int get(long row, int column) {
    return columns[column].get(row);
  }

  /// Copies the values of a column to an array.
  ///
  /// @param from the first row
  /// @param to the row after the last
  /// @param at the index in `target` of the first value
  public void copy(int column, long from, long to, int[] target, int at) {
    columns[column].copy(from, to, target, at);
  }

  /// Searches for the first row at or after `from` whose first `length` values are equal to or
  /// above the key. Returns [#size] if there is none.
  public long seek(long from, int length, int a, int b, int c) {
    long size = permutation.size();
    if (from >= size) {
      return size;
    }
    int blocks = permutation.file.blocks;
    int in = (int) (from >>> SHIFT);
    // Find the last block that starts below the key: the row is in it, or is the first of the next.
    int step = 1;
    int low = in;
    while (low + step < blocks && permutation.compareFirst(low + step, length, a, b, c) < 0) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(low + step, blocks);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (permutation.compareFirst(middle, length, a, b, c) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    for (int column = 0; column < length; column++) {
      columns[column].enter(low);
    }
    int first = low == in ? (int) from & MASK : 0;
    return ((long) low << SHIFT) + seekInBlock(first, permutation.rows(low), length, a, b, c);
  }

  /// Searches column by column: rows that are equal in the columns before ascend in the next.
  private int seekInBlock(int from, int rows, int length, int a, int b, int c) {
    int row = columns[0].firstInBlock(from, rows, a);
    if (length == 1 || row == rows || columns[0].value(row) != a) {
      return row;
    }
    int end = columns[0].firstInBlock(row, rows, a + 1);
    row = columns[1].firstInBlock(row, end, b);
    if (length == 2 || row == end || columns[1].value(row) != b) {
      return row;
    }
    end = columns[1].firstInBlock(row, end, b + 1);
    return columns[2].firstInBlock(row, end, c);
  }

  /// Searches for the first row at or after `from` whose first `length` values are above the key.
  ///
  /// @param from the result of [#seek] for the same key
  public long end(long from, int length, int a, int b, int c) {
    if (length == 1) {
      return seek(from, 1, a + 1, 0, 0);
    }
    if (length == 2) {
      return seek(from, 2, a, b + 1, 0);
    }
    // Rows are unique.
    boolean there = from < size() && get(from, 2) == c && get(from, 1) == b && get(from, 0) == a;
    return there ? from + 1 : from;
  }

  /// Returns the number of rows.
  public long size() {
    return permutation.size();
  }
}
