package org.techrace.store.query;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Extensible;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Removes columns.
final class WithoutColumns implements Extensible {
  private final QueryRows input;
  private final int[] columns;

  WithoutColumns(QueryRows input, int[] columns) {
    this.input = input;
    this.columns = columns;
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = input.next();
    for (int i = 0; batch != null && i < columns.length; i++) {
      batch = batch.with(columns[i], null);
    }
    return batch;
  }

  @Override
  public QueryRows extended(QueryRun run, UnaryOperator<QueryRows> operator) {
    return ParallelRows.of(run, input, in -> operator.apply(new WithoutColumns(in, columns)));
  }

  @Override
  public long skip(long rows) {
    return input.skip(rows);
  }

  @Override
  public void close() {
    input.close();
  }
}
