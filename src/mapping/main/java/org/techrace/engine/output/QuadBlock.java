package org.techrace.engine.output;

import java.util.Arrays;

/// Some quads of one subject in a buffer of lines, and whether each is new. The object is reused
/// for other quads. Not thread-safe.
final class QuadBlock {
  /// Up to this number of quads, all pairs are compared.
  private static final int FEW = 6;

  private static final byte NEW = 0;
  private static final byte KNOWN = 1;
  private static final byte ASIDE = 2;

  private long high;
  private long low;
  private long[] fingerprints = {};
  private int first;
  private int size;
  private int news;
  private boolean hasAside;
  private byte[] states = new byte[64];

  /// A hash table of the quads: for each slot the number of the block that it was last used for, in
  /// the high 32 bits, and the index of a quad.
  private long[] slots = new long[128];

  private long number;

  /// Begins with other quads, and marks those that equal an earlier one of them.
  ///
  /// @param subjectHigh the halves of the fingerprint of the subject
  /// @param pairs contains the fingerprints of the quads without their subject
  /// @param from the index of the first pair
  void set(long subjectHigh, long subjectLow, long[] pairs, int from, int count) {
    high = subjectHigh;
    low = subjectLow;
    fingerprints = pairs;
    first = from;
    size = count;
    news = count;
    hasAside = false;
    if (count > states.length) {
      states = new byte[2 * count];
    }
    Arrays.fill(states, 0, count, NEW);
    if (count <= FEW) {
      for (int i = 1; i < count; i++) {
        if (indexOf(high(i), low(i), i) >= 0) {
          markKnown(i);
        }
      }
      return;
    }
    if (2 * count > slots.length) {
      slots = new long[Integer.highestOneBit(count) * 4];
      number = 0;
    }
    number++;
    for (int i = 0; i < count; i++) {
      int slot = slot(high(i), low(i));
      if (isUsed(slot)) {
        markKnown(i);
      } else {
        slots[slot] = (number << 32) | i;
      }
    }
  }

  private boolean isUsed(int slot) {
    return slots[slot] >>> 32 == number;
  }

  /// Returns the slot of a quad, which is unused if there is none.
  private int slot(long quadHigh, long quadLow) {
    int slot = (int) quadLow & (slots.length - 1);
    while (isUsed(slot)) {
      int i = (int) slots[slot];
      if (high(i) == quadHigh && low(i) == quadLow) {
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /// Returns the index of a quad among the first ones, or -1.
  private int indexOf(long quadHigh, long quadLow, int count) {
    for (int i = 0; i < count; i++) {
      if (low(i) == quadLow && high(i) == quadHigh) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the high half of the fingerprint of the subject.
  long high() {
    return high;
  }

  /// Returns the low half of the fingerprint of the subject.
  long low() {
    return low;
  }

  int size() {
    return size;
  }

  /// Returns the number of new quads.
  int news() {
    return news;
  }

  long high(int i) {
    return fingerprints[2 * (first + i)];
  }

  long low(int i) {
    return fingerprints[2 * (first + i) + 1];
  }

  boolean isNew(int i) {
    return states[i] == NEW;
  }

  /// Returns true if a quad is to be put aside, because it cannot be remembered.
  boolean isAside(int i) {
    return states[i] == ASIDE;
  }

  /// Returns true if any quad is to be put aside.
  boolean hasAside() {
    return hasAside;
  }

  /// Marks a quad as known, if it is in this block.
  void markKnown(long quadHigh, long quadLow) {
    int i;
    if (size <= FEW) {
      i = indexOf(quadHigh, quadLow, size);
    } else {
      int slot = slot(quadHigh, quadLow);
      i = isUsed(slot) ? (int) slots[slot] : -1;
    }
    if (i >= 0) {
      markKnown(i);
    }
  }

  void markKnown(int i) {
    mark(i, KNOWN);
  }

  void putAside(int i) {
    hasAside = true;
    mark(i, ASIDE);
  }

  private void mark(int i, byte state) {
    if (states[i] == NEW) {
      news--;
    }
    states[i] = state;
  }

  void putNewAside() {
    for (int i = 0; i < size; i++) {
      if (states[i] == NEW) {
        putAside(i);
      }
    }
  }

  /// Copies the fingerprints of the new quads.
  void copyNew(long[] to, int at) {
    int next = at;
    for (int i = 0; i < size; i++) {
      if (states[i] == NEW) {
        to[next++] = high(i);
        to[next++] = low(i);
      }
    }
  }
}
