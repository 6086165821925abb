package org.techrace.engine.output;

/// A set of 128-bit fingerprints in one array with open addressing, 16 bytes per slot. Not
/// thread-safe.
final class FingerprintSet {
  private static final int FIRST_SLOTS = 1 << 8;

  /// Pairs of the high and low half; a pair of zeros is a free slot.
  private long[] table = new long[2 * FIRST_SLOTS];

  private int size;

  /// The result of adding a fingerprint.
  enum Added {
    NEW,
    SEEN,
    /// The fingerprint is not in the set, and the set may not grow.
    FULL
  }

  /// Adds a fingerprint.
  ///
  /// @param mayGrow true if the set may take more memory
  Added add(long high, long low, boolean mayGrow) {
    if (high == 0 && low == 0) {
      return add(0, 1, mayGrow);
    }
    int i = slot(high, low);
    if (table[i] == high && table[i + 1] == low) {
      return Added.SEEN;
    }
    if (size * 8L >= table.length * 3L) {
      if (!mayGrow) {
        return Added.FULL;
      }
      grow();
      i = slot(high, low);
    }
    table[i] = high;
    table[i + 1] = low;
    size++;
    return Added.NEW;
  }

  /// Returns true if the set contains a fingerprint.
  boolean contains(long high, long low) {
    if (high == 0 && low == 0) {
      return contains(0, 1);
    }
    int i = slot(high, low);
    return table[i] == high && table[i + 1] == low;
  }

  /// Loads the slot of a fingerprint, so that it is in the processor's cache when it is needed.
  /// Several threads may call it.
  long touch(long low) {
    long[] now = table;
    return now[(int) (low << 1) & (now.length - 2)];
  }

  /// Returns the number of bytes that the next growth takes.
  long growth() {
    return table.length * 8L;
  }

  boolean isFull() {
    return size * 8L >= table.length * 3L;
  }

  /// Returns the index of the slot of a fingerprint, which is free if the set does not contain it.
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
