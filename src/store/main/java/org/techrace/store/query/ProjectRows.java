package org.techrace.store.query;

import java.util.function.UnaryOperator;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.Extensible;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps only some columns.
final class ProjectRows extends MappedRows implements Extensible {
  private final int[] columns;

  ProjectRows(QueryRows input, int[] columns) {
    super(input);
    this.columns = columns;
  }

  @Override
  protected Batch map(Batch batch) {
    int width = 0;
    for (int c : columns) {
      width = Math.max(width, c + 1);
    }
    int[][] kept = new int[width][];
    for (int c : columns) {
      kept[c] = batch.column(c);
    }
    return new Batch(batch.size, kept);
  }

  @Override
  public QueryRows extended(QueryRun run, UnaryOperator<QueryRows> operator) {
    return ParallelRows.of(run, input(), in -> operator.apply(new ProjectRows(in, columns)));
  }

  @Override
  public long skip(long rows) {
    return input().skip(rows);
  }
}
