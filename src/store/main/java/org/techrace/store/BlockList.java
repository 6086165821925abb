package org.techrace.store;

import java.util.Arrays;

/// The ascending numbers of the blocks of a dictionary in which a trigram occurs, written as
/// ranges. A range is one or two numbers: the distance from the end of the range before, times 2,
/// plus 1 if the range has several blocks; and in that case the number of blocks minus 2.
final class BlockList {
  private static final int FIRST_BYTES = 8;

  private final KeyBuffer bytes = new KeyBuffer(FIRST_BYTES);

  /// The end of the last range that was written.
  private int written;

  /// The range that is not written yet.
  private int start;

  private int end;

  /// Adds a block, which must not be before the one added last. Returns the number of bytes by
  /// which the list has grown in memory.
  int add(int block) {
    if (block < end) {
      return 0;
    }
    int room = bytes.bytes.length;
    addRange(block, block + 1);
    return bytes.bytes.length - room;
  }

  /// Adds a range of blocks, which must not start before the last one.
  void addRange(int from, int to) {
    if (from > end) {
      write();
      start = from;
    }
    end = Math.max(end, to);
  }

  private void write() {
    int n = end - start;
    if (n > 0) {
      bytes.putNumber(((start - written) << 1) | (n > 1 ? 1 : 0));
      if (n > 1) {
        bytes.putNumber(n - 2);
      }
      written = end;
    }
  }

  /// Returns the bytes of the list, which is complete then.
  KeyBuffer complete() {
    write();
    start = end;
    return bytes;
  }

  /// Returns the ranges of a list: the start of the first, its end, and so on.
  static int[] ranges(BlockReader list) {
    int[] ranges = new int[2 * Math.max(1, list.left())];
    int n = 0;
    int at = 0;
    while (list.hasMore()) {
      int first = list.number();
      ranges[n++] = at + (first >>> 1);
      at += (first >>> 1) + ((first & 1) == 0 ? 1 : list.number() + 2);
      ranges[n++] = at;
    }
    return Arrays.copyOf(ranges, n);
  }
}
