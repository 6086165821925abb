package org.techrace.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Packs a column of a block of a [Permutation], in the way that takes the fewest bits; plainly if
/// another way saves less than [#LEAST_SAVED] bits a row, because it takes longer to read. All
/// numbers of a column take the same number of bits, and any of them can be read without the
/// others:
///
/// - each value as its difference from the smallest one;
/// - a column that ascends, mostly: the rows are divided into steps of 16, 32 or 64; the smallest
///   value of each step is written as its difference from the smallest of all, and each value as
///   its difference from that of its step;
/// - a column with at most 256 different values: these in ascending order, as differences from the
///   smallest one, and for each row the number of its value among them.
///
/// The smallest values of steps, and the different values, are called marks. The header of a column
/// has the smallest value (4 bytes), the positions in the block of the rows and of the marks (2
/// each), the bits of a row and of a mark (1 each), and the kind (1): [#PLAIN], [#LIST], or the
/// binary logarithm of the rows of a step. The last byte is the number of marks minus 1 of a list,
/// otherwise 0.
final class ColumnPacker {
  static final int PLAIN = 0;
  static final int LIST = 1;

  private static final int LEAST_SAVED = 1;

  /// The binary logarithms of the least and of the most rows of a step.
  private static final int LEAST_STEP = 4;

  private static final int MOST_STEP = 6;

  /// The most different values of a list.
  static final int MOST_MARKS = 256;

  /// The size of the table of different values.
  private static final int SLOTS = 4 * MOST_MARKS;

  /// Spreads the bits of a value over the highest bits of a product.
  private static final int SPREAD = 0x9E3779B9;

  private static final int SLOT_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS);

  private final int[] lows = new int[PermutationWriter.BLOCK_ROWS >>> LEAST_STEP];
  private final int[] highs = new int[lows.length];
  private final int[] marks = new int[MOST_MARKS];
  private final int[] packed = new int[PermutationWriter.BLOCK_ROWS];

  /// The different values by hash, each plus 1; 0 for none.
  private final int[] slots = new int[SLOTS];

  /// The number of the value of each slot among the different values.
  private final int[] numbers = new int[SLOTS];

  /// Appends the rows and the marks of a column to a block, and writes its header.
  ///
  /// @param values the values, none of them negative
  /// @param n the number of values
  /// @param header the position of the header in the block
  void pack(int[] values, int n, ByteBuffer block, int header) {
    int steps = findSteps(values, n);
    int base = Integer.MAX_VALUE;
    int top = 0;
    for (int i = 0; i < steps; i++) {
      base = Math.min(base, lows[i]);
      top = Math.max(top, highs[i]);
    }
    int kind = PLAIN;
    int width = width(top - base);
    int bits = (width - LEAST_SAVED) * n;
    for (int shift = LEAST_STEP; shift <= MOST_STEP && width > 0; shift++) {
      int some = width(mostInStep(steps, shift)) * n + width(lowest(steps, base)) * count(n, shift);
      if (some < bits) {
        kind = shift;
        bits = some;
      }
    }
    // A list takes at least one bit for each row and two values.
    int different = bits > n ? findDifferent(values, n, width, bits) : 0;
    block.putInt(header, base);
    if (different > 0) {
      packList(values, n, different, base, block, header);
    } else if (kind == PLAIN) {
      for (int i = 0; i < n; i++) {
        packed[i] = values[i] - base;
      }
      header(block, header, width, 0, PLAIN, 0);
      put(packed, n, width, block);
    } else {
      packSteps(values, n, kind, base, block, header);
    }
  }

  /// Finds the smallest and the largest value of each of the least steps, and returns their number.
  private int findSteps(int[] values, int n) {
    int steps = count(n, LEAST_STEP);
    for (int step = 0; step < steps; step++) {
      int from = step << LEAST_STEP;
      int to = Math.min(n, from + (1 << LEAST_STEP));
      int low = values[from];
      int high = low;
      for (int i = from + 1; i < to; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
      lows[step] = low;
      highs[step] = high;
    }
    return steps;
  }

  private static int count(int n, int shift) {
    return ((n - 1) >>> shift) + 1;
  }

  /// Returns the greatest difference of two values of one step.
  private int mostInStep(int steps, int shift) {
    int group = 1 << (shift - LEAST_STEP);
    int most = 0;
    for (int from = 0; from < steps; from += group) {
      int low = lows[from];
      int high = highs[from];
      for (int i = from + 1; i < Math.min(steps, from + group); i++) {
        low = Math.min(low, lows[i]);
        high = Math.max(high, highs[i]);
      }
      most = Math.max(most, high - low);
    }
    return most;
  }

  /// Returns the greatest difference of the smallest value of a step from the smallest of all.
  private int lowest(int steps, int base) {
    int most = 0;
    for (int i = 0; i < steps; i++) {
      most = Math.max(most, lows[i] - base);
    }
    return most;
  }

  private void packSteps(int[] values, int n, int shift, int base, ByteBuffer block, int header) {
    int steps = count(n, shift);
    int mostMark = 0;
    int most = 0;
    for (int step = 0; step < steps; step++) {
      int from = step << shift;
      int to = Math.min(n, from + (1 << shift));
      int low = Integer.MAX_VALUE;
      for (int i = from; i < to; i++) {
        low = Math.min(low, values[i]);
      }
      marks[step] = low - base;
      mostMark = Math.max(mostMark, marks[step]);
      for (int i = from; i < to; i++) {
        packed[i] = values[i] - low;
        most = Math.max(most, packed[i]);
      }
    }
    putBoth(n, width(most), steps, width(mostMark), shift, block, header);
  }

  /// Finds the different values, and returns their number, or 0 if a list of them takes more bits
  /// than `bits`.
  ///
  /// @param width the bits of a mark
  private int findDifferent(int[] values, int n, int width, int bits) {
    Arrays.fill(slots, 0);
    int different = 0;
    int last = 0;
    for (int i = 0; i < n; i++) {
      int wanted = values[i] + 1;
      if (wanted == last) {
        continue;
      }
      last = wanted;
      int at = slot(wanted);
      if (slots[at] == 0) {
        if (different == MOST_MARKS || different * width >= bits) {
          return 0;
        }
        slots[at] = wanted;
        marks[different++] = values[i];
      }
    }
    return width(different - 1) * n + different * width < bits ? different : 0;
  }

  /// Returns the slot of a value, which is empty if the table does not have the value.
  private int slot(int wanted) {
    int at = (wanted * SPREAD) >>> SLOT_SHIFT;
    while (slots[at] != 0 && slots[at] != wanted) {
      at = at + 1 & SLOTS - 1;
    }
    return at;
  }

  private void packList(
      int[] values, int n, int different, int base, ByteBuffer block, int header) {
    Arrays.sort(marks, 0, different);
    for (int k = 0; k < different; k++) {
      numbers[slot(marks[k] + 1)] = k;
    }
    for (int i = 0; i < n; i++) {
      packed[i] = numbers[slot(values[i] + 1)];
    }
    int widthOfMark = width(marks[different - 1] - base);
    for (int k = 0; k < different; k++) {
      marks[k] -= base;
    }
    putBoth(n, width(different - 1), different, widthOfMark, LIST, block, header);
  }

  private void putBoth(
      int n, int width, int count, int widthOfMark, int kind, ByteBuffer block, int header) {
    header(block, header, width, widthOfMark, kind, kind == LIST ? count - 1 : 0);
    put(packed, n, width, block);
    block.putShort(header + 6, (short) block.position());
    put(marks, count, widthOfMark, block);
  }

  private static void header(
      ByteBuffer block, int at, int width, int widthOfMark, int kind, int last) {
    block.putShort(at + 4, (short) block.position());
    block.putShort(at + 6, (short) 0);
    block.put(at + 8, (byte) width);
    block.put(at + 9, (byte) widthOfMark);
    block.put(at + 10, (byte) kind);
    block.put(at + 11, (byte) last);
  }

  private static int width(int most) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most);
  }

  /// Appends numbers with the same number of bits each, the lowest bit first.
  private static void put(int[] numbers, int n, int width, ByteBuffer block) {
    long bits = 0;
    int held = 0;
    for (int i = 0; i < n && width > 0; i++) {
      bits |= (long) numbers[i] << held;
      held += width;
      while (held >= Byte.SIZE) {
        block.put((byte) bits);
        bits >>>= Byte.SIZE;
        held -= Byte.SIZE;
      }
    }
    if (held > 0) {
      block.put((byte) bits);
    }
  }
}
