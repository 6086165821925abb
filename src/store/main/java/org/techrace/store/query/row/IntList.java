package org.techrace.store.query.row;

import java.util.Arrays;

/// A growing list of ints.
public final class IntList {
  private int[] values = new int[16];
  private int size;

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  public int get(int i) {
    return values[i];
  }

  public int removeLast() {
    return values[--size];
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  public int size() {
    return size;
  }
}
