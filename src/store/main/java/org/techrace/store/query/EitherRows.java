package org.techrace.store.query;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows for which one of several conditions is true. A condition is tested only for the
/// rows for which none of those before it is.
final class EitherRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;

  /// The filters, which read [#rest].
  private final List<QueryRows> filters;

  /// The hidden column with the position of a row in its batch, starting at 1.
  private final int position;

  private @Nullable Batch rest;

  /// Creates a stream.
  ///
  /// @param conditions return the rows for which a condition is true. They must be able to read
  ///   more rows after the end of their input
  EitherRows(QueryRun run, QueryRows input, List<UnaryOperator<QueryRows>> conditions) {
    this.run = run;
    this.input = input;
    this.position = run.layout().hidden();
    QueryRows given =
        () -> {
          Batch rows = rest;
          rest = null;
          return rows;
        };
    this.filters = conditions.stream().map(condition -> condition.apply(given)).toList();
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      boolean[] kept = new boolean[batch.size];
      int count = 0;
      for (QueryRows filter : filters) {
        int[] left = rows(kept, false, batch.size - count);
        if (left.length == 0) {
          break;
        }
        rest = batch.pick(left, left.length).with(position, fromOne(left));
        for (Batch found = filter.next(); found != null; found = filter.next()) {
          run.check();
          for (int row = 0; row < found.size; row++) {
            kept[found.get(position, row) - 1] = true;
          }
          count += found.size;
        }
      }
      if (count == batch.size) {
        return batch;
      }
      if (count > 0) {
        return batch.pick(rows(kept, true, count), count);
      }
    }
  }

  private static int[] fromOne(int[] rows) {
    return Arrays.stream(rows).map(row -> row + 1).toArray();
  }

  /// Returns the numbers of the rows that are kept, or of those that are not.
  private static int[] rows(boolean[] kept, boolean wanted, int count) {
    int[] rows = new int[count];
    int n = 0;
    for (int row = 0; row < kept.length; row++) {
      if (kept[row] == wanted) {
        rows[n++] = row;
      }
    }
    return rows;
  }

  @Override
  public void close() {
    filters.forEach(QueryRows::close);
    input.close();
  }
}
