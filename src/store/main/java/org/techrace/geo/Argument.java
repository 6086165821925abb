package org.techrace.geo;

import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;

/// An argument of a function. The last literal stays parsed, because a constant comes with each
/// row. Safe for use by several threads.
final class Argument {
  private record Parsed(NodeValue value, WktLiteral literal) {}

  private volatile @Nullable Parsed last;

  /// Reads a literal, see [WktLiteral#of].
  WktLiteral of(NodeValue value) {
    Parsed known = last;
    if (known == null || !known.value.equals(value)) {
      known = new Parsed(value, WktLiteral.of(value));
      last = known;
    }
    return known.literal;
  }
}
