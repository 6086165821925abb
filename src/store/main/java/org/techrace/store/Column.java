package org.techrace.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reads one column of a [Permutation]: single values, ranges of values, and searches in a range of
/// rows in which the column ascends. A search starts at the given row and moves forward in steps of
/// doubling size, so a series of ascending values costs little: looking up one sorted list in
/// another works as a merge join where both are dense, and skips rows where one is sparse. A block
/// that is searched several times is decoded as a whole.
///
/// Not thread-safe: each thread creates its own.
public final class Column {
  private static final int SHIFT = Integer.numberOfTrailingZeros(PermutationWriter.BLOCK_ROWS);
  private static final int MASK = PermutationWriter.BLOCK_ROWS - 1;

  /// The number of values of a block that are read one by one in searches before it is decoded.
  private static final int SINGLE_READS = PermutationWriter.BLOCK_ROWS / 2;

  private final Permutation permutation;
  private final int column;
  private final MemorySegment map;

  /// The current block, or -1.
  private int block = -1;

  private int rows;
  private int base;
  private int width;
  private long mask;
  private long place;

  /// The first value of the next block; only meaningful if the column ascends up to there.
  private int next;

  private int singleReads;
  private boolean decoded;
  private int[] values = new int[0];

  /// Creates a reader.
  ///
  /// @param column the number of the column in the permutation; 3 is the graph set
  Column(Permutation permutation, int column) {
    this.permutation = permutation;
    this.column = column;
    this.map = permutation.file.map;
  }

  /// Returns the value of a row.
  public int get(long row) {
    enter((int) (row >>> SHIFT));
    return value((int) row & MASK);
  }

  /// Copies values to an array.
  ///
  /// @param from the first row
  /// @param to the row after the last
  /// @param at the index in `target` of the first value
  public void copy(long from, long to, int[] target, int at) {
    long row = from;
    int t = at;
    while (row < to) {
      enter((int) (row >>> SHIFT));
      int in = (int) row & MASK;
      int n = (int) Math.min(to - row, rows - in);
      if (decoded) {
        System.arraycopy(values, in, target, t, n);
      } else {
        unpack(in, n, target, t);
      }
      row += n;
      t += n;
    }
  }

  /// Searches a range of rows, in which the column ascends, for the first row with a value equal to
  /// or above another. Returns `to` if there is none.
  ///
  /// @param from the first row of the range
  /// @param to the row after the last
  public long first(long from, long to, int value) {
    if (from >= to) {
      return to;
    }
    int first = (int) (from >>> SHIFT);
    if (first == block && value((int) from & MASK) >= value) {
      singleReads++;
      return from;
    }
    int last = (int) ((to - 1) >>> SHIFT);
    int wanted = first;
    if (first < last && (first == block ? next : permutation.file.key(first + 1, column)) < value) {
      wanted = lastBelow(first + 1, last, value);
    }
    enter(wanted);
    int start = wanted == first ? (int) from & MASK : 0;
    int end = wanted == last ? ((int) (to - 1) & MASK) + 1 : rows;
    return ((long) wanted << SHIFT) + firstInBlock(start, end, value);
  }

  /// Returns the last block that starts with a value below another.
  ///
  /// @param from a block that does
  /// @param last the last block of the range
  private int lastBelow(int from, int last, int value) {
    int step = 1;
    int low = from;
    while (low + step <= last && permutation.file.key(low + step, column) < value) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(low + step, last + 1);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (permutation.file.key(middle, column) < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int firstInBlock(int from, int to, int value) {
    if (width == 0) {
      return base >= value ? from : to;
    }
    if (singleReads > SINGLE_READS && !decoded) {
      decode();
    }
    int reads = 2;
    int step = 1;
    int low = from;
    int at = from;
    while (at < to && value(at) < value) {
      low = at + 1;
      at += step;
      step <<= 1;
      reads += 2; // one more here, and one more when the last step is halved
    }
    singleReads += reads;
    int high = Math.min(at, to);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns the value of a row of the current block, decoded or not.
  private int value(int in) {
    return decoded ? values[in] : packed(in);
  }

  private void decode() {
    if (values.length == 0) {
      values = new int[PermutationWriter.BLOCK_ROWS];
    }
    unpack(0, rows, values, 0);
    decoded = true;
  }

  private void unpack(int in, int n, int[] target, int at) {
    int bits = width;
    int low = base;
    if (bits == 0) {
      Arrays.fill(target, at, at + n, low);
      return;
    }
    long m = mask;
    long start = place;
    long bit = (long) in * bits;
    for (int i = at; i < at + n; i++, bit += bits) {
      long word = map.get(BlockFile.LONG, start + (bit >>> 3));
      target[i] = low + (int) (word >>> (bit & 7) & m);
    }
  }

  /// Returns the value of a row of the current block.
  int packed(int in) {
    int bits = width;
    if (bits == 0) {
      return base;
    }
    long bit = (long) in * bits;
    long word = map.get(BlockFile.LONG, place + (bit >>> 3));
    return base + (int) (word >>> (bit & 7) & mask);
  }

  /// Makes a block the current one.
  void enter(int wanted) {
    if (wanted == block) {
      return;
    }
    long start = permutation.file.block(wanted);
    long header = start + (long) column * PermutationWriter.COLUMN_HEADER;
    base = map.get(BlockFile.INT, header);
    place = start + map.get(BlockFile.INT, header + 4);
    width = map.get(BlockFile.INT, header + 8);
    mask = (1L << width) - 1;
    rows = permutation.rows(wanted);
    next =
        column < 3 && wanted + 1 < permutation.file.blocks
            ? permutation.file.key(wanted + 1, column)
            : 0;
    singleReads = 0;
    decoded = false;
    block = wanted;
  }
}
