package org.techrace.store.query;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.Scope;
import org.techrace.store.Store;

/// Finds the triples that match a pattern. They are one range of rows in the permutation in which
/// the bound positions come first, minus the rows of other graphs.
final class TripleFinder implements Iterator<Triple> {
  private final Store store;
  private final Scope scope;
  private final Order order;
  private final Cursor cursor;
  private final long end;
  private long row;

  /// Starts a search. A position is bound unless it is null or `Node.ANY`.
  TripleFinder(Store store, Scope scope, @Nullable Node s, @Nullable Node p, @Nullable Node o) {
    this.store = store;
    this.scope = scope;
    Node[] pattern = {any(s), any(p), any(o)};
    this.order =
        Order.of(pattern[0].isConcrete(), pattern[1].isConcrete(), pattern[2].isConcrete(), -1);
    this.cursor = store.permutation(order).cursor();
    int[] key = new int[3];
    int bound = 0;
    boolean absent = scope.isEmpty();
    for (; bound < 3 && pattern[order.position(bound)].isConcrete(); bound++) {
      key[bound] = store.id(pattern[order.position(bound)]);
      absent |= key[bound] == 0;
    }
    if (absent) {
      this.end = 0;
    } else if (bound == 0) {
      this.end = cursor.size();
    } else {
      this.row = cursor.seek(0, bound, key[0], key[1], key[2]);
      this.end = cursor.end(row, bound, key[0], key[1], key[2]);
    }
    skip();
  }

  private static Node any(@Nullable Node node) {
    return node == null ? Node.ANY : node;
  }

  private void skip() {
    while (!scope.all() && row < end && !scope.has(cursor.get(row, 3))) {
      row++;
    }
  }

  /// Counts the remaining triples and consumes them.
  long count() {
    long n = 0;
    for (; row < end; skip()) {
      if (scope.all()) {
        return end - row;
      }
      n++;
      row++;
    }
    return n;
  }

  /// Returns the graph set of the triple that [#next] will return.
  int graphSet() {
    return cursor.get(row, 3);
  }

  @Override
  public boolean hasNext() {
    return row < end;
  }

  @Override
  public Triple next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Node[] triple = new Node[3];
    for (int column = 0; column < 3; column++) {
      triple[order.position(column)] = store.dictionary().term(cursor.get(row, column));
    }
    row++;
    skip();
    return Triple.create(triple[0], triple[1], triple[2]);
  }
}
