package org.techrace.store.query.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;

/// Returns the graphs that the matches of a triple pattern are in, by the values of some of its
/// variables, with the number of triples as weight. It counts the graph sets of adjacent triples
/// with equal values, and returns a row for each of their graphs instead of one for each triple.
/// Equal rows may remain.
final class GraphScan implements QueryRows {
  /// The column of a permutation with the graph set.
  private static final int GRAPH_SET = 3;

  /// The number of triples in the first range that several threads may read.
  private static final int FIRST_ROWS = 2048;

  /// The maximum number of triples in such a range.
  private static final int MOST_ROWS = 16_384;

  private final QueryRun run;
  private final QueryRows ranges;
  private final Cursor cursor;
  private final GraphColumn graph;
  private final @Nullable Weights weights;

  /// The number of bound columns of the permutation, and the columns of the rows for those that are
  /// returned.
  private final int bound;

  private final int[] targets;

  /// The values of the range by returned column, and its graph sets.
  private final int[][] values;

  private final int[] sets = new int[MOST_ROWS];

  /// How many of some triples have each graph set, and the sets of which one has been found.
  private final int[] counts;

  private final int[] found;

  private final Deque<Batch> ready = new ArrayDeque<>();

  /// The rows of the batch that is being made.
  private int[][] columns;

  private long[] numbers = new long[Batch.MAX_ROWS];
  private int size;

  /// @param returned the number of columns of the permutation that are bound or returned
  /// @param weights where the number of triples is kept, or null if it is not read
  static PatternScan of(
      QueryRun run,
      Pattern pattern,
      GraphColumn graph,
      Order order,
      int returned,
      @Nullable Weights weights) {
    long start =
        pattern.start(order, run.store().permutation(order).cursor(), pattern.bound(order));
    return new PatternScan(
        new ScanRanges(run, start, start + pattern.matches(order), FIRST_ROWS, MOST_ROWS),
        in -> new GraphScan(run, in, pattern, graph, order, returned, weights));
  }

  private GraphScan(
      QueryRun run,
      QueryRows ranges,
      Pattern pattern,
      GraphColumn graph,
      Order order,
      int returned,
      @Nullable Weights weights) {
    this.run = run;
    this.ranges = ranges;
    this.graph = graph;
    this.weights = weights;
    this.cursor = run.store().permutation(order).cursor();
    this.bound = pattern.bound(order);
    this.targets =
        IntStream.range(bound, returned).map(c -> pattern.column(order.position(c))).toArray();
    this.values = new int[targets.length][MOST_ROWS];
    this.counts = new int[run.store().graphSets().size()];
    this.found = new int[counts.length];
    this.columns = newColumns();
  }

  private int[][] newColumns() {
    return new int[targets.length + 1][Batch.MAX_ROWS];
  }

  @Override
  public @Nullable Batch next() {
    while (ready.isEmpty()) {
      run.check();
      if (!(ranges.next() instanceof ScanRanges.Range range)) {
        return null;
      }
      read(range);
    }
    return ready.remove();
  }

  private void read(ScanRanges.Range range) {
    for (int c = 0; c < targets.length; c++) {
      cursor.copy(bound + c, range.from, range.to, values[c], 0);
    }
    cursor.copy(GRAPH_SET, range.from, range.to, sets, 0);
    for (int first = 0; first < range.size; ) {
      int next = following(first, range.size);
      add(first, next);
      first = next;
    }
    finish();
  }

  /// Returns the first triple with other values than one, or the end of the range.
  private int following(int first, int end) {
    int next = end;
    for (int[] column : values) {
      int row = first + 1;
      while (row < next && column[row] == column[first]) {
        row++;
      }
      next = row;
    }
    return next;
  }

  /// Adds the graphs of some triples with equal values.
  private void add(int first, int end) {
    int kinds = 0;
    for (int row = first; row < end; row++) {
      if (counts[sets[row]]++ == 0) {
        found[kinds++] = sets[row];
      }
    }
    for (int i = 0; i < kinds; i++) {
      for (int name : graph.graphs(found[i])) {
        add(first, name, counts[found[i]]);
      }
      counts[found[i]] = 0;
    }
  }

  private void add(int triple, int name, int number) {
    if (size == Batch.MAX_ROWS) {
      finish();
    }
    for (int c = 0; c < targets.length; c++) {
      columns[c][size] = values[c][triple];
    }
    columns[targets.length][size] = name;
    numbers[size++] = number;
  }

  /// Makes a batch of the rows that have been added.
  private void finish() {
    if (size == 0) {
      return;
    }
    int[][] all = new int[run.layout().size()][];
    for (int c = 0; c < targets.length; c++) {
      all[targets[c]] = columns[c];
    }
    all[graph.column()] = columns[targets.length];
    Batch batch = new Batch(size, all);
    ready.add(weights == null ? batch : weights.with(batch, numbers));
    columns = newColumns();
    size = 0;
  }

  @Override
  public void close() {
    ranges.close();
  }
}
