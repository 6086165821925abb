package org.techrace.store.query;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.Store;

/// A triple pattern in ids: each position is a column of the [Layout], or a term of the store.
final class Pattern {
  /// A position that is a term, not a variable.
  static final int TERM = -1;

  private final int[] columns = new int[3];
  private final int[] ids = new int[3];

  /// How many triples match if no variable is bound; known from the index.
  final int matches;

  private final Store store;

  Pattern(Run run, Triple triple) {
    this.store = run.store();
    Node[] nodes = {triple.getSubject(), triple.getPredicate(), triple.getObject()};
    boolean absent = false;
    for (int p = 0; p < 3; p++) {
      columns[p] = Var.isVar(nodes[p]) ? run.layout().column(Var.alloc(nodes[p])) : TERM;
      ids[p] = columns[p] == TERM ? store.id(nodes[p]) : 0;
      absent |= columns[p] == TERM && ids[p] == 0;
    }
    this.matches = absent ? 0 : count();
  }

  /// The column of a position (0 subject, 1 predicate, 2 object), or [#TERM].
  int column(int position) {
    return columns[position];
  }

  boolean isTerm(int position) {
    return columns[position] == TERM;
  }

  /// The id of the term at a position.
  int id(int position) {
    return ids[position];
  }

  private int count() {
    Order order = Order.of(isTerm(0), isTerm(1), isTerm(2), -1);
    int bound = 0;
    while (bound < 3 && isTerm(order.position(bound))) {
      bound++;
    }
    Cursor cursor = store.permutation(order).cursor();
    if (bound == 0) {
      return cursor.size();
    }
    int[] k = {ids[order.position(0)], ids[order.position(1)], ids[order.position(2)]};
    int start = cursor.seek(0, bound, k[0], k[1], k[2]);
    return cursor.end(start, bound, k[0], k[1], k[2]) - start;
  }

  /// About how many triples match for each row, if these columns are bound.
  double estimate(java.util.function.IntPredicate bound) {
    double n = matches;
    int predicate = isTerm(1) ? ids[1] : 0;
    if (!isTerm(0) && bound.test(columns[0])) {
      n /= Math.max(1, store.subjects(predicate));
    }
    if (!isTerm(2) && bound.test(columns[2])) {
      n /= Math.max(1, store.objects(predicate));
    }
    if (!isTerm(1) && bound.test(columns[1])) {
      n /= Math.max(1, store.predicates());
    }
    return n;
  }

  /// Whether the pattern has one of the columns.
  boolean touches(java.util.function.IntPredicate bound) {
    for (int c : columns) {
      if (c != TERM && bound.test(c)) {
        return true;
      }
    }
    return false;
  }
}
