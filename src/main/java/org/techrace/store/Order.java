package org.techrace.store;

import java.util.Locale;

/// An order in which the triples of a store are kept sorted. The four of them find the triples for
/// every choice of bound positions as one range.
public enum Order {
  SPO(0, 1, 2),
  PSO(1, 0, 2),
  POS(1, 2, 0),
  OSP(2, 0, 1);

  private final int first;
  private final int second;
  private final int third;

  Order(int first, int second, int third) {
    this.first = first;
    this.second = second;
    this.third = third;
  }

  /// Which position of a triple (0 subject, 1 predicate, 2 object) stands in a column.
  public int position(int column) {
    return column == 0 ? first : column == 1 ? second : third;
  }

  /// The order in which the bound positions come first, and `then`, if possible, next.
  ///
  /// @param then the position by which the matches should be sorted, or -1
  public static Order of(boolean subject, boolean predicate, boolean object, int then) {
    if (subject) {
      return object && !predicate ? OSP : predicate && !object ? PSO : SPO;
    }
    if (predicate) {
      return object || then == 2 ? POS : PSO;
    }
    return object || then == 2 ? OSP : then == 1 ? PSO : SPO;
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
