package org.techrace.store.query.group;

import java.util.Arrays;
import java.util.BitSet;

/// Numbers of type `xsd:double` or `xsd:float` of a part of the rows, in the order of the rows. A
/// helper finds them, and the query's own thread adds them ([FloatingSums]).
final class OrderedNumbers {
  private int[] groups = new int[64];
  private double[] numbers = new double[64];
  private long[] weights = new long[64];

  /// The ids of the numbers, or 0 if their usual form is to be returned.
  private int[] ids = new int[64];

  private final BitSet singles = new BitSet();
  private int size;

  /// Receives a number.
  @FunctionalInterface
  interface Receiver {
    void add(int group, double number, boolean single, long weight, int id);
  }

  /// Appends a number.
  ///
  /// @param single true for a float
  /// @param weight how often it counts
  /// @param id its id, or 0 for its usual form
  void add(int group, double number, boolean single, long weight, int id) {
    if (size == groups.length) {
      groups = Arrays.copyOf(groups, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
      ids = Arrays.copyOf(ids, 2 * size);
    }
    groups[size] = group;
    numbers[size] = number;
    weights[size] = weight;
    ids[size] = id;
    singles.set(size, single);
    size++;
  }

  void forEach(Receiver receiver) {
    for (int i = 0; i < size; i++) {
      receiver.add(groups[i], numbers[i], singles.get(i), weights[i], ids[i]);
    }
  }
}
