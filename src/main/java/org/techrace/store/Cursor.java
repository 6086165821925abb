package org.techrace.store;

import java.lang.foreign.MemorySegment;

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
  private final MemorySegment map;
  private final int[] base = new int[PermutationWriter.COLUMNS];
  private final int[] width = new int[PermutationWriter.COLUMNS];
  private final long[] mask = new long[PermutationWriter.COLUMNS];
  private final long[] place = new long[PermutationWriter.COLUMNS];
  private int block = -1;
  private int rows;

  Cursor(Permutation permutation) {
    this.permutation = permutation;
    this.map = permutation.file.map;
  }

  /// Returns the value of a column in a row; column 3 is the graph set.
  public int get(long row, int column) {
    enter((int) (row >>> SHIFT));
    return packed((int) row & MASK, column);
  }

  /// Copies the values of a column to an array.
  ///
  /// @param from the first row
  /// @param to the row after the last
  /// @param at the index in `target` of the first value
  public void copy(int column, long from, long to, int[] target, int at) {
    long row = from;
    int t = at;
    while (row < to) {
      enter((int) (row >>> SHIFT));
      int in = (int) row & MASK;
      int n = (int) Math.min(to - row, rows - in);
      int bits = width[column];
      int low = base[column];
      long m = mask[column];
      long start = place[column];
      if (bits == 0) {
        java.util.Arrays.fill(target, t, t + n, low);
      } else {
        long bit = (long) in * bits;
        for (int i = t; i < t + n; i++, bit += bits) {
          long word = map.get(BlockFile.LONG, start + (bit >>> 3));
          target[i] = low + (int) (word >>> (bit & 7) & m);
        }
      }
      row += n;
      t += n;
    }
  }

  /// Searches for the first row at or after `from` whose first `columns` values are equal to or
  /// above the key. Returns [#size] if there is none.
  public long seek(long from, int columns, int a, int b, int c) {
    long size = permutation.size();
    if (from >= size) {
      return size;
    }
    int blocks = permutation.file.blocks;
    int in = (int) (from >>> SHIFT);
    // Find the last block that starts below the key: the row is in it, or is the first of the next.
    int step = 1;
    int low = in;
    while (low + step < blocks && permutation.compareFirst(low + step, columns, a, b, c) < 0) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(low + step, blocks);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (permutation.compareFirst(middle, columns, a, b, c) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    enter(low);
    int first = low == in ? (int) from & MASK : 0;
    return ((long) low << SHIFT) + seekInBlock(first, columns, a, b, c);
  }

  private int seekInBlock(int from, int columns, int a, int b, int c) {
    int step = 1;
    int low = from;
    while (low < rows && compare(low, columns, a, b, c) < 0) {
      from = low + 1;
      low += step;
      step <<= 1;
    }
    int high = Math.min(low, rows);
    low = from;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, columns, a, b, c) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Searches for the first row at or after `from` whose first `columns` values are above the key.
  ///
  /// @param from the result of [#seek] for the same key
  public long end(long from, int columns, int a, int b, int c) {
    if (columns == 1) {
      return seek(from, 1, a + 1, 0, 0);
    }
    if (columns == 2) {
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

  private int compare(int in, int columns, int a, int b, int c) {
    int x = Integer.compare(packed(in, 0), a);
    if (x == 0 && columns > 1) {
      x = Integer.compare(packed(in, 1), b);
    }
    if (x == 0 && columns > 2) {
      x = Integer.compare(packed(in, 2), c);
    }
    return x;
  }

  private int packed(int in, int column) {
    int bits = width[column];
    if (bits == 0) {
      return base[column];
    }
    long bit = (long) in * bits;
    long word = map.get(BlockFile.LONG, place[column] + (bit >>> 3));
    return base[column] + (int) (word >>> (bit & 7) & mask[column]);
  }

  private void enter(int wanted) {
    if (wanted == block) {
      return;
    }
    long start = permutation.file.block(wanted);
    for (int column = 0; column < PermutationWriter.COLUMNS; column++) {
      long header = start + (long) column * PermutationWriter.COLUMN_HEADER;
      base[column] = map.get(BlockFile.INT, header);
      place[column] = start + map.get(BlockFile.INT, header + 4);
      width[column] = map.get(BlockFile.INT, header + 8);
      mask[column] = (1L << width[column]) - 1;
    }
    rows = permutation.rows(wanted);
    block = wanted;
  }
}
