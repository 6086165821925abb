package org.techrace.store.query.pattern;

import org.jspecify.annotations.Nullable;
import org.techrace.store.Column;
import org.techrace.store.Cursor;
import org.techrace.store.Order;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowSort;

/// The matches of a pattern for each row of a batch that binds all of its variables except one. The
/// matches of a row are a range of a permutation in which the values of that variable ascend.
final class RowMatches {
  /// The column of a permutation after two bound ones.
  private static final int OPEN = 2;

  /// The column with the graph set.
  private static final int GRAPH = 3;

  private final Column values;
  private final Column graphSets;
  private final long[] starts;
  private final long[] ends;

  /// Finds the matches.
  ///
  /// @param column the column of the variable that the rows do not bind
  /// @param others matches of another pattern; rows that have none there have none here, or null
  RowMatches(QueryRun run, Batch batch, Pattern pattern, int column, @Nullable RowMatches others) {
    Order order =
        Order.of(
            pattern.column(0) != column,
            pattern.column(1) != column,
            pattern.column(2) != column,
            -1);
    Cursor cursor = run.store().permutation(order).cursor();
    this.values = cursor.column(OPEN);
    this.graphSets = cursor.column(GRAPH);
    int[] terms = new int[OPEN];
    int[] @Nullable [] keys = new int[OPEN][];
    for (int c = 0; c < OPEN; c++) {
      int position = order.position(c);
      terms[c] = pattern.id(position);
      int[] bound = pattern.isTerm(position) ? null : batch.column(pattern.column(position));
      keys[c] = bound == null ? null : run.terms().canonical(bound, batch.size);
    }
    this.starts = new long[batch.size];
    this.ends = new long[batch.size];
    KeyRows rows = new KeyRows(cursor, OPEN, terms, keys);
    int[] ascending = RowSort.ascending(keys, batch.size);
    for (int i = 0; i < batch.size; i++) {
      int row = ascending == null ? i : ascending[i];
      if (others == null || others.start(row) < others.end(row)) {
        rows.find(row);
        starts[row] = rows.start;
        ends[row] = rows.end;
      }
    }
  }

  /// Returns the first match of a row.
  long start(int row) {
    return starts[row];
  }

  /// Returns the place after the last match of a row.
  long end(int row) {
    return ends[row];
  }

  /// Returns the values of the variable by match.
  Column values() {
    return values;
  }

  /// Returns the graph set of a match.
  int graphSet(long match) {
    return graphSets.get(match);
  }
}
