package org.techrace.store.query;

import java.util.Arrays;

/// A growing list of ints.
final class IntList {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int get(int i) {
    return values[i];
  }

  int removeLast() {
    return values[--size];
  }

  int size() {
    return size;
  }
}
