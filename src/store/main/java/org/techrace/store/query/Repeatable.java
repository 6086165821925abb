package org.techrace.store.query;

import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpService;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.text.FilterRows;

/// Detects operators that have equal results for equal rows, so that equal rows may be merged: no
/// expression is random or creates something, and no other endpoint is asked.
final class Repeatable {
  private Repeatable() {}

  static boolean test(Op op) {
    boolean[] repeatable = {true};
    AlgebraParts.visit(
        op,
        part -> repeatable[0] &= !(part instanceof OpService),
        expr -> repeatable[0] &= FilterRows.isPure(expr));
    return repeatable[0];
  }
}
