package org.techrace.store.query.pattern;

import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Reads the matches of a pattern in ranges of a permutation. Each range becomes a batch.
final class RangeScan implements QueryRows {
  /// The number of rows in the first range.
  private static final int FIRST_ROWS = 64;

  private final QueryRun run;
  private final QueryRows ranges;
  private final Cursor cursor;

  /// The number of bound columns of the permutation.
  private final int bound;

  /// The columns of the rows for those of the permutation.
  private final int[] targets = new int[3];

  private long at;
  private long end;

  private RangeScan(QueryRun run, QueryRows ranges, Pattern pattern, Order order, int bound) {
    this.run = run;
    this.ranges = ranges;
    this.cursor = run.store().permutation(order).cursor();
    this.bound = bound;
    for (int c = 0; c < 3; c++) {
      targets[c] = pattern.column(order.position(c));
    }
  }

  /// Returns the scan of a pattern whose variables are different, in the whole store.
  ///
  /// @param sortedBy the position by which the matches are sorted if possible, or -1
  static PatternScan of(QueryRun run, Pattern pattern, int sortedBy) {
    int by = pattern.limited() < 0 ? sortedBy : pattern.limited();
    Order order = Order.of(pattern.isTerm(0), pattern.isTerm(1), pattern.isTerm(2), by);
    int bound = pattern.bound(order);
    long start = pattern.start(order, run.store().permutation(order).cursor(), bound);
    return new PatternScan(
        new ScanRanges(run, start, start + pattern.matches(order), FIRST_ROWS, Batch.MAX_ROWS),
        in -> new RangeScan(run, in, pattern, order, bound));
  }

  @Override
  public @Nullable Batch next() {
    run.check();
    if (at == end && !enter()) {
      return null;
    }
    int n = (int) (end - at);
    int[] @Nullable [] columns = new int[run.layout().size()][];
    for (int c = bound; c < 3; c++) {
      int[] ids = new int[n];
      cursor.copy(c, at, end, ids, 0);
      columns[targets[c]] = ids;
    }
    at = end;
    return new Batch(n, columns);
  }

  @Override
  public long skip(long rows) {
    long skipped = 0;
    while (skipped < rows && (at < end || enter())) {
      long n = Math.min(end - at, rows - skipped);
      at += n;
      skipped += n;
    }
    return skipped;
  }

  /// Enters the next range. Returns false at the end.
  private boolean enter() {
    if (!(ranges.next() instanceof ScanRanges.Range range)) {
      return false;
    }
    at = range.from;
    end = range.to;
    return true;
  }

  @Override
  public void close() {
    ranges.close();
  }
}
