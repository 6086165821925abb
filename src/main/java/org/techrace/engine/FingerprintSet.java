package org.techrace.engine;

/// A set of 128-bit fingerprints in one array: open addressing, sixteen bytes an entry.
final class FingerprintSet {
  private static final int FIRST_CAPACITY = 1 << 12;

  /// Pairs of high and low half; a pair of zeros is free.
  private long[] table = new long[2 * FIRST_CAPACITY];

  private int size;

  /// Adds a fingerprint; whether it was new.
  boolean add(long high, long low) {
    if (high == 0 && low == 0) {
      return add(0, 1);
    }
    if (size * 4L > table.length / 2 * 3L) {
      grow();
    }
    int i = slot(high, low);
    if (table[i] == high && table[i + 1] == low) {
      return false;
    }
    table[i] = high;
    table[i + 1] = low;
    size++;
    return true;
  }

  /// The index where the fingerprint is or would be.
  private int slot(long high, long low) {
    int mask = table.length - 2;
    int i = (int) (low << 1) & mask;
    while ((table[i] != 0 || table[i + 1] != 0) && (table[i] != high || table[i + 1] != low)) {
      i = (i + 2) & mask;
    }
    return i;
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0 || old[i + 1] != 0) {
        int j = slot(old[i], old[i + 1]);
        table[j] = old[i];
        table[j + 1] = old[i + 1];
      }
    }
  }
}
