package org.techrace.store.query;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows for which one of several conditions is true. A condition is tested only for the
/// rows for which none of those before it is.
final class EitherRows extends MappedRows {
  private final QueryRun run;

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
    super(input);
    this.run = run;
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
  protected Batch map(Batch batch) {
    boolean[] kept = new boolean[batch.size];
    for (QueryRows filter : filters) {
      int[] left = left(kept);
      if (left.length == 0) {
        break;
      }
      rest = batch.pick(left, left.length).with(position, fromOne(left));
      for (Batch found = filter.next(); found != null; found = filter.next()) {
        run.check();
        for (int row = 0; row < found.size; row++) {
          kept[found.get(position, row) - 1] = true;
        }
      }
    }
    return batch.filter(row -> kept[row]);
  }

  private static int[] fromOne(int[] rows) {
    return Arrays.stream(rows).map(row -> row + 1).toArray();
  }

  /// Returns the numbers of the rows that are not kept yet.
  private static int[] left(boolean[] kept) {
    return IntStream.range(0, kept.length).filter(row -> !kept[row]).toArray();
  }

  @Override
  public void close() {
    filters.forEach(QueryRows::close);
    super.close();
  }
}
