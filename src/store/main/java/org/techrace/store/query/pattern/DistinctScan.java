package org.techrace.store.query.pattern;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Returns the distinct values of some variables of a triple pattern, with the number of triples as
/// weight, directly from an index in which they come first: the scan jumps from value to value.
public final class DistinctScan implements QueryRows {
  private static final int CHUNK_ROWS = 512;

  /// The number of rows in the first range that several threads may read.
  private static final int FIRST_ROWS = 2048;

  /// The maximum number of rows in such a range. A condition on a text takes about 1 ms for a range
  /// of different values, so that threads end at about the same time.
  private static final int MOST_ROWS = 4096;

  private final QueryRun run;
  private final QueryRows ranges;
  private final Cursor cursor;
  private final int[] key = new int[3];

  /// The number of bound columns of the permutation, and of these and the returned ones.
  private final int bound;

  private final int returned;
  private final int[] targets = new int[3];
  private final @Nullable Weights weights;

  /// The matches of the pattern.
  private final long allStart;

  private final long allEnd;

  /// The next row with other values than the row before, and the end of the current range.
  private long at;

  private long end;

  /// The values of some rows by column of the permutation, and their range.
  private final int[][] chunk = new int[3][CHUNK_ROWS];

  private long chunkStart;
  private long chunkEnd;

  /// Creates a scan, or returns null if no index has the columns first.
  ///
  /// @param graph the variable of `GRAPH ?g`, or null to search the whole store
  /// @param demand the columns that are read
  static @Nullable PatternScan of(
      QueryRun run, Pattern pattern, @Nullable GraphColumn graph, Demand demand) {
    if (!pattern.hasDifferentVariables()) {
      return null;
    }
    BitSet read = new BitSet();
    for (int p = 0; p < 3; p++) {
      read.set(p, !pattern.isTerm(p) && demand.columns().get(pattern.column(p)));
    }
    for (Order order : Order.values()) {
      int bound = pattern.bound(order);
      int returned = bound;
      while (returned < 3 && read.get(order.position(returned))) {
        returned++;
      }
      boolean fits = returned == bound + read.cardinality() && returned < 3;
      for (int c = returned; fits && c < 3; c++) {
        fits = !pattern.isTerm(order.position(c));
      }
      if (fits) {
        return graph == null
            ? scan(run, pattern, order, returned, demand.weights())
            : GraphScan.of(run, pattern, graph, order, returned, demand.weights());
      }
    }
    return null;
  }

  private static PatternScan scan(
      QueryRun run, Pattern pattern, Order order, int returned, @Nullable Weights weights) {
    int bound = pattern.bound(order);
    long start = pattern.start(order, run.store().permutation(order).cursor(), bound);
    long end = start + pattern.matches(order);
    return new PatternScan(
        new ScanRanges(run, start, end, FIRST_ROWS, MOST_ROWS),
        in -> new DistinctScan(run, in, pattern, order, returned, weights, start, end));
  }

  private DistinctScan(
      QueryRun run,
      QueryRows ranges,
      Pattern pattern,
      Order order,
      int returned,
      @Nullable Weights weights,
      long allStart,
      long allEnd) {
    this.run = run;
    this.ranges = ranges;
    this.bound = pattern.bound(order);
    this.returned = returned;
    this.weights = weights;
    this.cursor = run.store().permutation(order).cursor();
    for (int c = 0; c < 3; c++) {
      targets[c] = pattern.column(order.position(c));
      key[c] = pattern.isTerm(order.position(c)) ? pattern.id(order.position(c)) : 0;
    }
    this.allStart = allStart;
    this.allEnd = allEnd;
  }

  @Override
  public @Nullable Batch next() {
    while (at < end || enter()) {
      run.check();
      Batch batch = batch();
      if (batch != null) {
        return batch;
      }
    }
    return null;
  }

  /// Enters the next range that has a first row with other values than the row before: rows with
  /// the same values belong to the range in which the first of them is. Returns false at the end.
  private boolean enter() {
    while (ranges.next() instanceof ScanRanges.Range range) {
      end = range.to;
      if (at < range.from) {
        at = range.from;
        if (at > allStart) {
          for (int c = bound; c < returned; c++) {
            key[c] = cursor.get(at - 1, c);
          }
          at = end(at - 1);
        }
      }
      if (at < end) {
        return true;
      }
    }
    return false;
  }

  /// Returns the row after the last one with the values of the key.
  ///
  /// @param row a row that has them
  private long end(long row) {
    return returned == bound ? allEnd : cursor.end(row, returned, key[0], key[1], key[2]);
  }

  /// Returns the next values of the range, or null if it has none.
  private @Nullable Batch batch() {
    int[] @Nullable [] columns = new int[run.layout().size()][];
    for (int c = bound; c < returned; c++) {
      columns[targets[c]] = new int[Batch.MAX_ROWS];
    }
    long[] numbers = new long[Batch.MAX_ROWS];
    int n = 0;
    int[] only = returned == bound + 1 ? columns[targets[bound]] : null;
    while (at < end && n < Batch.MAX_ROWS) {
      load();
      if (only != null) {
        n = takeRuns(only, numbers, n);
        if (n == Batch.MAX_ROWS) {
          break;
        }
      }
      for (int c = bound; c < returned; c++) {
        int[] target = columns[targets[c]];
        if (target != null) {
          target[n] = chunk[c][(int) (at - chunkStart)];
        }
      }
      long next = following();
      numbers[n++] = next - at;
      at = next;
    }
    if (n == 0) {
      return null;
    }
    Batch batch = new Batch(n, columns);
    return weights == null ? batch : weights.with(batch, numbers);
  }

  /// Takes the values of a single column, and how often each follows itself, up to the last value
  /// of the chunk, which may go on after it. Returns the new number of rows.
  private int takeRuns(int[] values, long[] numbers, int from) {
    int[] read = chunk[bound];
    int last = (int) (chunkEnd - chunkStart) - 1;
    int row = (int) (at - chunkStart);
    int n = from;
    while (read[row] != read[last] && n < values.length) {
      int first = row;
      int value = read[row];
      do {
        row++;
      } while (read[row] == value);
      values[n] = value;
      numbers[n++] = (long) row - first;
    }
    at = chunkStart + row;
    return n;
  }

  /// Reads the returned columns of the next rows, unless they have been read.
  private void load() {
    if (at >= chunkStart && at < chunkEnd) {
      return;
    }
    chunkStart = at;
    chunkEnd = Math.min(end, at + CHUNK_ROWS);
    for (int c = bound; c < returned; c++) {
      cursor.copy(c, chunkStart, chunkEnd, chunk[c], 0);
    }
  }

  /// Returns the first row after the current one with another value: reads the rows of the chunk
  /// one by one, and jumps from its end.
  private long following() {
    int last = (int) (chunkEnd - chunkStart);
    int first = (int) (at - chunkStart);
    for (int row = first + 1; row < last; row++) {
      for (int c = returned - 1; c >= bound; c--) {
        if (chunk[c][row] != chunk[c][first]) {
          return chunkStart + row;
        }
      }
    }
    if (chunkEnd == allEnd) {
      return allEnd;
    }
    for (int c = bound; c < returned; c++) {
      key[c] = chunk[c][first];
    }
    return end(chunkEnd - 1);
  }

  @Override
  public void close() {
    ranges.close();
  }
}
