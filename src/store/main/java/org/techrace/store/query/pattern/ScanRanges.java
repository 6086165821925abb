package org.techrace.store.query.pattern;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Divides rows of a permutation into ranges, which several threads may read. The first ranges are
/// short, because many queries need only a few rows, and so are the last ones, so that the threads
/// end at about the same time.
final class ScanRanges implements QueryRows {
  private static final int GROWTH = 4;

  /// The part of the rows that have not been read which a range has at most, and the number of rows
  /// that it may have nevertheless.
  private static final int PARTS = 8;

  private static final int LEAST = 256;

  private final QueryRun run;
  private final long end;
  private final int most;
  private long at;
  private int next;

  /// @param start the first row
  /// @param end the row after the last
  /// @param first the number of rows in the first range
  /// @param most the maximum number of rows in a range
  ScanRanges(QueryRun run, long start, long end, int first, int most) {
    this.run = run;
    this.at = start;
    this.end = end;
    this.next = first;
    this.most = most;
  }

  /// A range of rows that have not been read: a batch without columns.
  static final class Range extends Batch {
    final long from;
    final long to;

    private Range(long from, long to) {
      super((int) (to - from), new int[0][]);
      this.from = from;
      this.to = to;
    }
  }

  @Override
  public @Nullable Batch next() {
    run.check();
    if (at == end) {
      return null;
    }
    long rows = Math.min(next, Math.max(LEAST, (end - at) / PARTS));
    Range range = new Range(at, Math.min(end, at + rows));
    at = range.to;
    next = Math.min(most, GROWTH * next);
    return range;
  }
}
