package org.techrace.store;

import java.util.Locale;

/// An order in which the triples of a store are sorted. With these four orders, the matches of
/// every triple pattern are one contiguous range.
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

  /// Returns the position of a triple (0 subject, 1 predicate, 2 object) that is in a column.
  public int position(int column) {
    return switch (column) {
      case 0 -> first;
      case 1 -> second;
      default -> third;
    };
  }

  /// Returns the order in which the bound positions come first, followed by `then` if possible.
  ///
  /// @param then the position by which the matches should be sorted, or -1 for any
  public static Order of(boolean subject, boolean predicate, boolean object, int then) {
    if (subject) {
      if (predicate == object) {
        return SPO;
      }
      return object ? OSP : PSO;
    }
    if (predicate) {
      return object || then == 2 ? POS : PSO;
    }
    if (object || then == 2) {
      return OSP;
    }
    return then == 1 ? PSO : SPO;
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
