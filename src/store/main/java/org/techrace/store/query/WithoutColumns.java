package org.techrace.store.query;

import java.util.function.UnaryOperator;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Extensible;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Removes columns.
final class WithoutColumns extends MappedRows implements Extensible {
  private final int[] columns;

  WithoutColumns(QueryRows input, int[] columns) {
    super(input);
    this.columns = columns;
  }

  @Override
  protected Batch map(Batch batch) {
    Batch left = batch;
    for (int column : columns) {
      left = left.with(column, null);
    }
    return left;
  }

  @Override
  public QueryRows extended(QueryRun run, UnaryOperator<QueryRows> operator) {
    return ParallelRows.of(run, input(), in -> operator.apply(new WithoutColumns(in, columns)));
  }

  @Override
  public long skip(long rows) {
    return input().skip(rows);
  }
}
