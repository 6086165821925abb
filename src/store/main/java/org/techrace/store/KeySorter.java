package org.techrace.store;

import java.util.Arrays;

/// Sorts keys by their unsigned bytes. Keys often share a long prefix, so the prefix of a range is
/// skipped, and the range is sorted by the four bytes after it, which are in the entries
/// themselves. A range with the same four bytes is sorted in the same way.
final class KeySorter {
  /// The size of ranges that are sorted by insertion.
  private static final int SMALL = 12;

  private static final int DIGIT_BYTES = 4;

  /// Bits of an entry for the number of its key. Above these are the number of bytes of the digit
  /// that the key has, in three bits, and above these the bytes.
  private static final int NUMBER_BITS = 24;

  private static final int COUNT_BITS = 3;
  private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

  private final byte[] keys;
  private final int[] starts;
  private final long[] entries;

  private KeySorter(byte[] keys, int[] starts, int count) {
    this.keys = keys;
    this.starts = starts;
    this.entries = new long[count];
  }

  /// Returns the numbers of keys in the order of the keys.
  ///
  /// @param keys the bytes of the keys, which are all different, one after the other
  /// @param starts the index of the first byte of each key, and the index after the last key
  /// @param count the number of keys, less than 16,777,216
  static int[] sort(byte[] keys, int[] starts, int count) {
    if (count > NUMBER_MASK) {
      throw new IllegalArgumentException("too many keys: " + count);
    }
    KeySorter sorter = new KeySorter(keys, starts, count);
    for (int i = 0; i < count; i++) {
      sorter.entries[i] = i;
    }
    sorter.sort(0, count, 0);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = sorter.number(i);
    }
    return order;
  }

  private int number(int entry) {
    return (int) entries[entry] & NUMBER_MASK;
  }

  /// Sorts a range of entries.
  ///
  /// @param shared a number of bytes that the keys of the range share
  private void sort(int from, int to, int shared) {
    if (to - from <= SMALL) {
      insert(from, to, shared);
      return;
    }
    int depth = prefix(from, to, shared);
    for (int i = from; i < to; i++) {
      entries[i] = entry(number(i), depth);
    }
    Arrays.sort(entries, from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || entries[i] >>> NUMBER_BITS != entries[start] >>> NUMBER_BITS) {
        if (i - start > 1) {
          sort(start, i, depth + DIGIT_BYTES);
        }
        start = i;
      }
    }
  }

  private void insert(int from, int to, int shared) {
    for (int i = from + 1; i < to; i++) {
      long entry = entries[i];
      int number = (int) entry & NUMBER_MASK;
      int at = i;
      while (at > from && compare(number(at - 1), number, shared) > 0) {
        entries[at] = entries[at - 1];
        at--;
      }
      entries[at] = entry;
    }
  }

  private int compare(int a, int b, int shared) {
    return Arrays.compareUnsigned(
        keys, starts[a] + shared, starts[a + 1], keys, starts[b] + shared, starts[b + 1]);
  }

  /// Returns the length of the prefix that all keys of a range share.
  private int prefix(int from, int to, int shared) {
    int first = starts[number(from)] + shared;
    int end = starts[number(from) + 1];
    for (int i = from + 1; i < to; i++) {
      int number = number(i);
      int different =
          Arrays.mismatch(keys, first, end, keys, starts[number] + shared, starts[number + 1]);
      if (different >= 0) { // otherwise the key is the prefix
        end = first + different;
      }
    }
    return end - first + shared;
  }

  /// Returns the entry of a key for the bytes at `depth`. A key that ends there comes before one
  /// that continues with bytes 0.
  private long entry(int number, int depth) {
    int from = starts[number] + depth;
    int count = Math.min(DIGIT_BYTES, starts[number + 1] - from);
    long digit = 0;
    for (int i = 0; i < DIGIT_BYTES; i++) {
      digit = digit << Byte.SIZE | (i < count ? keys[from + i] & 0xFF : 0);
    }
    return (digit << COUNT_BITS | count) << NUMBER_BITS | number;
  }
}
