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

  /// The same for values that are read by row, if the column has marks.
  private static final int MOST_GETS = PermutationWriter.BLOCK_ROWS / 16;

  /// The number of rows below which the marks of a block are not read beforehand.
  private static final int FEW = 32;

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

  /// The kind of the block's column, as [ColumnPacker] has written it, and its marks.
  private int kind;

  private int widthOfMark;
  private long maskOfMark;
  private long placeOfMarks;

  /// The number of marks of a list.
  private int marks;

  /// Marks while many rows are read.
  private int[] list = new int[0];

  /// The first value of the next block; only meaningful if the column ascends up to there.
  private int next;

  private int singleReads;
  private int gets;
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
    if (kind != ColumnPacker.PLAIN && !decoded && ++gets > MOST_GETS) {
      decode();
    }
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

  /// Searches rows of the current block, in which the column ascends, for the first one with a
  /// value equal to or above another. Returns `to` if there is none.
  int firstInBlock(int from, int to, int value) {
    if (from >= to) {
      return to;
    }
    if (value <= base) {
      // Also a negative one, whose differences from the values below could overflow.
      return from;
    }
    if (width == 0 && kind == ColumnPacker.PLAIN) {
      return to;
    }
    if (singleReads > SINGLE_READS && !decoded) {
      decode();
    }
    if (decoded) {
      return firstNumber(from, to, value);
    }
    return switch (kind) {
      case ColumnPacker.PLAIN -> firstNumber(from, to, value - base);
      case ColumnPacker.LIST -> firstNumber(from, to, firstMark(0, marks, value));
      default -> firstInSteps(from, to, value);
    };
  }

  /// Finds the step that has the value or ends before it, and searches in it.
  private int firstInSteps(int from, int to, int value) {
    int first = from >>> kind;
    int last = (to - 1) >>> kind;
    int step = first;
    if (first < last) {
      // The first value of a step is its mark if all of its rows are between `from` and `to`.
      step = firstMark(first + 1, last, value) - 1;
      if (step == last - 1 && packed(last << kind) < value) {
        step = last;
      }
    }
    int start = Math.max(from, step << kind);
    return firstNumber(start, Math.min(to, (step + 1) << kind), value - mark(step));
  }

  /// Returns the first of some ascending marks that is equal to or above a value, or `to`.
  private int firstMark(int from, int to, int value) {
    int step = 1;
    int low = from;
    int at = from;
    while (at < to && mark(at) < value) {
      low = at + 1;
      at += step;
      step <<= 1;
    }
    int high = Math.min(at, to);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (mark(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns the first of some rows with ascending numbers, or values if the block is decoded, that
  /// has at least the wanted one.
  private int firstNumber(int from, int to, int wanted) {
    int reads = 2;
    int step = 1;
    int low = from;
    int at = from;
    while (at < to && read(at) < wanted) {
      low = at + 1;
      at += step;
      step <<= 1;
      reads += 2; // one more here, and one more when the last step is halved
    }
    singleReads += reads;
    int high = Math.min(at, to);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (read(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns the value of a row if the block is decoded, otherwise its number.
  private int read(int in) {
    return decoded ? values[in] : number(in);
  }

  /// Returns the value of a row of the current block, decoded or not.
  int value(int in) {
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
    if (kind == ColumnPacker.PLAIN) {
      unpackPlain(in, n, target, at);
    } else if (n < FEW) {
      for (int i = 0; i < n; i++) {
        target[at + i] = packed(in + i);
      }
    } else if (kind == ColumnPacker.LIST) {
      unpackList(in, n, target, at);
    } else {
      unpackSteps(in, n, target, at);
    }
  }

  private void unpackPlain(int in, int n, int[] target, int at) {
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

  private void unpackList(int in, int n, int[] target, int at) {
    int[] known = marks(0, marks);
    int bits = width;
    long m = mask;
    long start = place;
    long bit = (long) in * bits;
    for (int i = at; i < at + n; i++, bit += bits) {
      long word = map.get(BlockFile.LONG, start + (bit >>> 3));
      target[i] = known[(int) (word >>> (bit & 7) & m)];
    }
  }

  private void unpackSteps(int in, int n, int[] target, int at) {
    int shift = kind;
    int[] known = marks(in >>> shift, ((in + n - 1) >>> shift) + 1);
    int bits = width;
    long m = mask;
    long start = place;
    long bit = (long) in * bits;
    int row = in;
    for (int i = at; i < at + n; i++, bit += bits, row++) {
      long word = map.get(BlockFile.LONG, start + (bit >>> 3));
      target[i] = known[row >>> shift] + (int) (word >>> (bit & 7) & m);
    }
  }

  /// Returns an array with the marks of the current block from one number to before another.
  private int[] marks(int from, int to) {
    int[] known = list;
    if (known.length == 0) {
      known = new int[ColumnPacker.MOST_MARKS];
      list = known;
    }
    for (int i = from; i < to; i++) {
      known[i] = mark(i);
    }
    return known;
  }

  private int packed(int in) {
    int number = number(in);
    return switch (kind) {
      case ColumnPacker.PLAIN -> base + number;
      case ColumnPacker.LIST -> mark(number);
      default -> mark(in >>> kind) + number;
    };
  }

  private int number(int in) {
    int bits = width;
    if (bits == 0) {
      return 0;
    }
    long bit = (long) in * bits;
    long word = map.get(BlockFile.LONG, place + (bit >>> 3));
    return (int) (word >>> (bit & 7) & mask);
  }

  private int mark(int i) {
    long bit = (long) i * widthOfMark;
    long word = map.get(BlockFile.LONG, placeOfMarks + (bit >>> 3));
    return base + (int) (word >>> (bit & 7) & maskOfMark);
  }

  /// Makes a block the current one.
  void enter(int wanted) {
    if (wanted == block) {
      return;
    }
    long start = permutation.file.block(wanted);
    long header = start + (long) column * PermutationWriter.COLUMN_HEADER;
    base = map.get(BlockFile.INT, header);
    int places = map.get(BlockFile.INT, header + 4);
    place = start + (places & 0xFFFF);
    int kinds = map.get(BlockFile.INT, header + 8);
    width = kinds & 0xFF;
    mask = (1L << width) - 1;
    kind = kinds >>> 16 & 0xFF;
    if (kind != ColumnPacker.PLAIN) {
      placeOfMarks = start + (places >>> 16);
      widthOfMark = kinds >>> 8 & 0xFF;
      maskOfMark = (1L << widthOfMark) - 1;
      marks = (kinds >>> 24) + 1;
    }
    rows = permutation.rows(wanted);
    next =
        column < 3 && wanted + 1 < permutation.file.blocks
            ? permutation.file.key(wanted + 1, column)
            : 0;
    singleReads = 0;
    gets = 0;
    decoded = false;
    block = wanted;
  }
}
