package org.techrace.store.query.group;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Drops repeated rows and keeps the order of the others (DISTINCT).
public final class DistinctRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final int[] columns;
  private final KeyIndex seen;

  /// Creates a stream.
  ///
  /// @param columns the columns that make up a row; the value of another column is the one in the
  ///   first of the equal rows
  public DistinctRows(QueryRun run, QueryRows input, int[] columns) {
    this.run = run;
    this.input = input;
    this.columns = columns;
    this.seen = new KeyIndex(run, columns.length);
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      run.check();
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int[] fresh = seen.addNew(run.terms().canonical(batch, columns), batch.size);
      if (fresh.length > 0) {
        return batch.pick(fresh, fresh.length);
      }
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
