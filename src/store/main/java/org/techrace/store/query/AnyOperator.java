package org.techrace.store.query;

import java.util.function.Predicate;
import org.apache.jena.sparql.algebra.Op;
import org.techrace.guard.AlgebraParts;

/// Looks for an operator of a kind.
final class AnyOperator {
  private AnyOperator() {}

  /// Returns true if an operator, a part of it, or a part of a pattern of EXISTS in it is as
  /// wanted.
  static boolean test(Op op, Predicate<Op> wanted) {
    boolean[] found = {false};
    AlgebraParts.visit(op, part -> found[0] = found[0] || wanted.test(part), _ -> {});
    return found[0];
  }
}
