package org.techrace.store.query.sort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowFile;

/// Sorted runs of rows on disk, which are merged while they are read. Rows that are equal by all
/// conditions and terms keep their order.
final class SortedRuns implements QueryRows {
  private final QueryRun run;
  private final RowFile file;

  /// The places in the file at which the runs end.
  private final List<Integer> ends = new ArrayList<>();

  private List<SortKey> keys = List.of();
  private int[] columns = {};

  /// The number of rows still to return.
  private long left;

  /// The runs that have more rows, the one with the next row first.
  private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(this::compare);

  SortedRuns(QueryRun run) {
    this.run = run;
    this.file = run.newFile();
  }

  /// A row of a run.
  private static final class Cursor {
    private final int number;
    private final QueryRows rows;
    private @Nullable Batch batch;
    private int row;

    Cursor(int number, QueryRows rows) {
      this.number = number;
      this.rows = rows;
      this.batch = rows.next();
    }

    /// Returns the batch of the row. There is one while the cursor is in the queue.
    Batch batch() {
      if (batch == null) {
        throw new IllegalStateException("the run has ended");
      }
      return batch;
    }

    /// Returns true if there is another row.
    boolean advance() {
      if (++row == batch().size) {
        batch = rows.next();
        row = 0;
      }
      return batch != null;
    }
  }

  /// Adds a run.
  ///
  /// @param rows the numbers of the rows in their order
  void add(RowTable table, int[] rows) {
    int[] all = new int[Batch.MAX_ROWS];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (int from = 0; from < rows.length; from += Batch.MAX_ROWS) {
      int n = Math.min(Batch.MAX_ROWS, rows.length - from);
      file.add(table.batch(rows, from, n), all, n);
    }
    ends.add(file.endRun());
  }

  /// Ends adding runs.
  ///
  /// @param keys the conditions; the values of expressions are computed again for each row
  /// @param columns the columns whose terms are compared if all keys are equal
  /// @param limit the number of rows needed
  void startMerging(List<SortKey> keys, int[] columns, long limit) {
    this.keys = keys;
    this.columns = columns;
    this.left = limit;
    int start = 0;
    for (int i = 0; i < ends.size(); i++) {
      QueryRows rows = file.rows(start, ends.get(i));
      Cursor cursor = new Cursor(i, new Candidates(run, rows, keys, Optional.empty(), () -> null));
      if (cursor.batch != null) {
        cursors.add(cursor);
      }
      start = ends.get(i);
    }
  }

  private int compare(Cursor a, Cursor b) {
    run.check(); // comparing long texts takes time
    @Nullable NodeValue[] valuesOfA = Candidates.values(a.batch(), a.row);
    @Nullable NodeValue[] valuesOfB = Candidates.values(b.batch(), b.row);
    for (int k = 0; k < keys.size(); k++) {
      SortKey key = keys.get(k);
      int order =
          key.isVariable()
              ? key.order().compare(run.terms(), id(a, key.column()), id(b, key.column()))
              : SortKey.compareValues(valuesOfA[k], valuesOfB[k]);
      if (order != 0) {
        return key.directed(order);
      }
    }
    for (int column : columns) {
      int order = run.terms().compareTerms(id(a, column), id(b, column));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.number, b.number);
  }

  private static int id(Cursor cursor, int column) {
    return cursor.batch().get(column, cursor.row);
  }

  @Override
  public @Nullable Batch next() {
    int n = 0;
    int most = (int) Math.min(Batch.MAX_ROWS, left);
    int[] @Nullable [] merged = new int[run.layout().size()][];
    while (n < most && !cursors.isEmpty()) {
      Cursor first = cursors.remove();
      copy(first, merged, n++, most);
      if (first.advance()) {
        cursors.add(first);
      }
    }
    left -= n;
    return n == 0 ? null : new Batch(n, merged);
  }

  private static void copy(Cursor from, int[] @Nullable [] to, int row, int rows) {
    Batch batch = from.batch();
    for (int c = 0; c < batch.width(); c++) {
      int[] ids = batch.column(c);
      if (ids != null) {
        int[] target = to[c];
        if (target == null) {
          target = new int[rows];
          to[c] = target;
        }
        target[row] = ids[from.row];
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
