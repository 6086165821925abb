package org.techrace.store.query.pattern;

import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Returns the distinct values of one variable of a triple pattern, each with the number of its
/// triples, directly from the index: the scan jumps from value to value.
final class CountScan implements QueryRows {
  private final QueryRun run;
  private final Cursor cursor;
  private final int[] key;
  private final int bound;
  private final int by;
  private final int[] counts;
  private final long end;
  private long at;
  private boolean done;

  /// Returns true if the counts can be found without reading the triples one by one.
  ///
  /// @param by the position of the variable, or -1 to count all triples
  static boolean applies(Pattern pattern, int by) {
    Order order = order(pattern, by);
    int bound = bound(pattern, order);
    boolean free = pattern.column(0) != pattern.column(1) || pattern.isTerm(0);
    free &= pattern.column(1) != pattern.column(2) || pattern.isTerm(1);
    free &= pattern.column(0) != pattern.column(2) || pattern.isTerm(2);
    return free && (by < 0 || (bound < 3 && order.position(bound) == by));
  }

  private static Order order(Pattern pattern, int by) {
    return Order.of(pattern.isTerm(0), pattern.isTerm(1), pattern.isTerm(2), by);
  }

  private static int bound(Pattern pattern, Order order) {
    int bound = 0;
    while (bound < 3 && pattern.isTerm(order.position(bound))) {
      bound++;
    }
    return bound;
  }

  /// Creates a scan.
  ///
  /// @param by the position of the variable, or -1 to count all triples
  /// @param counts the columns that receive the count
  CountScan(QueryRun run, Pattern pattern, int by, int[] counts) {
    this.run = run;
    this.counts = counts;
    Order order = order(pattern, by);
    this.cursor = run.store().permutation(order).cursor();
    this.bound = bound(pattern, order);
    this.by = by < 0 ? -1 : pattern.column(by);
    this.key = new int[4];
    for (int c = 0; c < bound; c++) {
      key[c] = pattern.id(order.position(c));
    }
    this.at =
        pattern.matches == 0 || bound == 0 ? 0 : cursor.seek(0, bound, key[0], key[1], key[2]);
    this.end = at + pattern.matches;
  }

  @Override
  public @Nullable Batch next() {
    run.check();
    if (by < 0) {
      boolean first = !done;
      done = true;
      return first ? batch(1, new int[1], new int[] {run.terms().id(end - at)}) : null;
    }
    int[] values = new int[Batch.MAX_ROWS];
    int[] numbers = new int[Batch.MAX_ROWS];
    int n = 0;
    while (at < end && n < Batch.MAX_ROWS) {
      key[bound] = cursor.get(at, bound);
      long next = cursor.end(at, bound + 1, key[0], key[1], key[2]);
      values[n] = key[bound];
      numbers[n++] = run.terms().id(next - at);
      at = next;
    }
    return n == 0 ? null : batch(n, values, numbers);
  }

  private Batch batch(int n, int[] values, int[] numbers) {
    int[][] columns = new int[run.layout().size()][];
    if (by >= 0) {
      columns[by] = values;
    }
    for (int c : counts) {
      columns[c] = numbers;
    }
    return new Batch(n, columns);
  }
}
