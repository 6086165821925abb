package org.techrace.store.query.pattern;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.Scope;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.Layout;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowSort;
import org.techrace.store.query.row.Weights;

/// Looks up the rows of one batch in the permutation in which the bound positions of a pattern come
/// first. Each column of the batch binds either all rows or none.
final class Lookup {
  /// The column of a permutation with the graph set.
  private static final int GRAPH = 3;

  private final Batch batch;
  private final Scope scope;
  private final @Nullable GraphColumn graph;

  /// The graphs that the rows name, if any of them does.
  private final int @Nullable [] givenGraphs;

  /// The next graph of the current triple.
  private int nextGraph;

  private final QueryRun run;
  private final Order order;
  private final Cursor cursor;

  /// The number of bound columns of the permutation, and their values: a column of the batch, or a
  /// term.
  private final int bound;

  private final int[] @Nullable [] keyColumns = new int[3][];
  private final int[] key = new int[3];

  /// The columns of the [Layout] that receive the unbound columns.
  private final int[] targets = new int[3];

  /// An unbound column that must equal another one (`?x ?p ?x`), and that other column; -1 if there
  /// is none.
  private int same = -1;

  private int sameAs = -1;

  /// Where the number of matches of each row goes if no operator reads the unbound columns, or null
  /// to return the matches.
  private final @Nullable Demand counted;

  /// The rows of the batch in the order of their keys, or null if they are in that order already.
  private final int @Nullable [] ascending;

  private final KeyRows rows;

  /// The position in that order, and the triples still to be joined with the last row looked up.
  private int next;

  private long at;
  private long end;

  /// The maximum number of rows in the next batch. It starts small, because many queries need only
  /// a few rows.
  private int capacity;

  /// Creates a lookup.
  ///
  /// @param graph the variable of `GRAPH ?g`, or null to search the scope
  /// @param demand the columns that are read of the joined rows, or null for all
  /// @param sortedBy the position by which the matches of a row are sorted if possible, or -1
  Lookup(
      QueryRun run,
      Batch batch,
      Pattern pattern,
      Scope scope,
      @Nullable GraphColumn graph,
      @Nullable Demand demand,
      int sortedBy) {
    this.run = run;
    this.batch = batch;
    this.scope = scope;
    this.graph = graph;
    int[] named = graph == null ? null : batch.column(graph.column());
    this.givenGraphs = named == null ? null : run.terms().canonical(named, batch.size);
    this.order = order(batch, pattern, sortedBy);
    this.cursor = run.store().permutation(order).cursor();
    int n = 0;
    for (int c = 0; c < 3; c++) {
      int position = order.position(c);
      targets[c] = pattern.column(position);
      if (isBound(batch, pattern, position)) {
        n++;
        key[c] = pattern.id(position);
        int[] values = pattern.isTerm(position) ? null : batch.column(pattern.column(position));
        keyColumns[c] = values == null ? null : run.terms().canonical(values, batch.size);
      } else {
        for (int k = n; k < c; k++) {
          if (targets[k] == targets[c]) {
            same = c;
            sameAs = k;
          }
        }
      }
    }
    this.bound = n;
    this.capacity = Math.max(64, batch.size);
    this.ascending = RowSort.ascending(keyColumns, batch.size);
    this.rows = new KeyRows(cursor, n, key, keyColumns);
    if (pattern.limited() >= 0 && Arrays.stream(keyColumns).allMatch(Objects::isNull)) {
      rows.start = pattern.start(order, cursor, n);
      rows.end = rows.start + pattern.matches(order);
    }
    this.counted = demand != null && isUnread(demand) ? demand : null;
  }

  /// Returns true if the unbound columns may be left out.
  private boolean isUnread(Demand demand) {
    for (int c = bound; c < 3; c++) {
      if (same >= 0 || demand.columns().get(targets[c])) {
        return false;
      }
    }
    return graph == null || !demand.columns().get(graph.column());
  }

  /// Returns the order in which the bound positions come first, terms before variables, so that all
  /// rows search one range in which their keys are close together.
  private static Order order(Batch batch, Pattern pattern, int sortedBy) {
    boolean s = isBound(batch, pattern, 0);
    boolean p = isBound(batch, pattern, 1);
    boolean o = isBound(batch, pattern, 2);
    if (s && p && o && pattern.isTerm(1) && !pattern.isTerm(0)) {
      return pattern.isTerm(2) ? Order.POS : Order.PSO;
    }
    return Order.of(s, p, o, sortedBy);
  }

  private static boolean isBound(Batch batch, Pattern pattern, int position) {
    return pattern.isTerm(position) || batch.bindsAny(pattern.column(position));
  }

  /// Returns the next joined rows, or null at the end.
  @Nullable Batch next() {
    return counted == null ? matches() : counts(counted.weights());
  }

  /// Returns the rows that have a match.
  ///
  /// @param weights where the number of matches is multiplied in, or null to ignore it
  private @Nullable Batch counts(@Nullable Weights weights) {
    int[] kept = new int[batch.size];
    long[] numbers = weights == null ? new long[0] : weights.of(batch);
    long[] products = new long[numbers.length];
    int n = 0;
    while (next < batch.size) {
      run.checkAt(next);
      seek(next);
      int row = ascending == null ? next : ascending[next];
      next++;
      long found = graph == null && scope.all() ? end - at : inScope(row, weights == null);
      if (found > 0) {
        if (weights != null) {
          products[n] = Weights.times(numbers[row], found);
        }
        kept[n++] = row;
      }
    }
    if (n == 0) {
      return null;
    }
    Batch picked = n == batch.size && ascending == null ? batch : batch.pick(kept, n);
    return weights == null ? picked : weights.with(picked, products);
  }

  /// Counts the triples of the current row that belong to the graph.
  ///
  /// @param any true if one is enough
  private long inScope(int row, boolean any) {
    long found = 0;
    for (long triple = at; triple < end && !(any && found > 0); triple++) {
      run.checkAt((int) triple);
      int set = cursor.get(triple, 3);
      found += graph == null ? (scope.has(set) ? 1 : 0) : graphs(graph, set, row);
    }
    return found;
  }

  /// Counts the graphs of a graph set that fit a row.
  private int graphs(GraphColumn column, int set, int row) {
    int[] graphs = column.graphs(set);
    int given = givenGraphs == null ? Batch.UNBOUND : givenGraphs[row];
    if (given == Batch.UNBOUND) {
      return graphs.length;
    }
    return Arrays.binarySearch(graphs, given) >= 0 ? 1 : 0;
  }

  private @Nullable Batch matches() {
    int[] origins = new int[capacity];
    int[][] found = new int[4][];
    for (int c = bound; c < 3; c++) {
      found[c] = new int[capacity];
    }
    found[GRAPH] = graph == null ? new int[0] : new int[capacity];
    int n = 0;
    while (n < capacity) {
      if (at == end) {
        if (next == batch.size) {
          break;
        }
        seek(next++);
        continue;
      }
      n = graph == null ? take(origins, found, n) : take(graph, origins, found, n);
    }
    capacity = Math.min(Batch.MAX_ROWS, 4 * capacity);
    return n == 0 ? null : joined(origins, found, n);
  }

  /// Returns true if rows can be skipped without reading their triples.
  boolean canSkip() {
    return counted == null && graph == null && scope.all() && same < 0;
  }

  /// Skips joined rows.
  ///
  /// @return the number of rows skipped; fewer than `rows` only at the end
  long skip(long rows) {
    long skipped = 0;
    while (skipped < rows) {
      if (at == end) {
        if (next == batch.size) {
          break;
        }
        run.checkAt(next);
        seek(next++);
      }
      long n = Math.min(end - at, rows - skipped);
      at += n;
      skipped += n;
    }
    return skipped;
  }

  /// Finds the triples of a row.
  private void seek(int place) {
    rows.find(ascending == null ? place : ascending[place]);
    at = rows.start;
    end = rows.end;
  }

  /// Copies as many triples of the current row as fit. Returns the new number of rows.
  private int take(int[] origins, int[][] found, int from) {
    int origin = ascending == null ? next - 1 : ascending[next - 1];
    int n = from;
    if (scope.all() && same < 0) {
      int count = (int) Math.min(end - at, capacity - n);
      for (int c = bound; c < 3; c++) {
        if (count == 1) {
          found[c][n] = cursor.get(at, c);
        } else {
          cursor.copy(c, at, at + count, found[c], n);
        }
      }
      Arrays.fill(origins, n, n + count, origin);
      at += count;
      return n + count;
    }
    long last = Math.min(end, at + Batch.MAX_ROWS);
    for (; at < last && n < capacity; at++) {
      if (scope.has(cursor.get(at, 3))
          && (same < 0 || cursor.get(at, same) == cursor.get(at, sameAs))) {
        for (int c = bound; c < 3; c++) {
          found[c][n] = cursor.get(at, c);
        }
        origins[n++] = origin;
      }
    }
    run.check();
    return n;
  }

  /// Copies as many triples of the current row as fit, each once for each of its graphs. Returns
  /// the new number of rows.
  private int take(GraphColumn column, int[] origins, int[][] found, int from) {
    int origin = ascending == null ? next - 1 : ascending[next - 1];
    int given = givenGraphs == null ? Batch.UNBOUND : givenGraphs[origin];
    int n = from;
    long last = Math.min(end, at + Batch.MAX_ROWS);
    while (at < last && n < capacity) {
      int[] graphs = column.graphs(cursor.get(at, 3));
      boolean fits = same < 0 || cursor.get(at, same) == cursor.get(at, sameAs);
      while (fits && nextGraph < graphs.length && n < capacity) {
        int name = graphs[nextGraph++];
        if (given == Batch.UNBOUND || given == name) {
          for (int c = bound; c < 3; c++) {
            found[c][n] = cursor.get(at, c);
          }
          found[GRAPH][n] = name;
          origins[n++] = origin;
        }
      }
      if (!fits || nextGraph == graphs.length) {
        nextGraph = 0;
        at++;
      }
    }
    run.check();
    return n;
  }

  private Batch joined(int[] origins, int[][] found, int n) {
    int[] @Nullable [] columns = new int[Math.max(run.layout().size(), batch.width())][];
    for (int c = 0; c < batch.width(); c++) {
      columns[c] = Batch.pick(batch.column(c), origins, n);
    }
    for (int c = bound; c < 3; c++) {
      columns[targets[c]] = found[c];
    }
    if (graph != null) {
      columns[graph.column()] = found[GRAPH];
    }
    return new Batch(n, columns);
  }
}
