package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// Reads the terms of rows that are about to be returned, so that they are in the dictionary's
/// cache when the result is written. [ParallelRows] lets helpers do so while the query's own thread
/// writes the rows before.
public final class ReadTerms implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;

  private ReadTerms(QueryRun run, QueryRows input) {
    this.run = run;
    this.input = input;
  }

  /// Returns the same rows. Helpers read their terms if the query has any.
  public static QueryRows of(QueryRun run, QueryRows rows) {
    return run.isParallel() ? new ParallelRows(run, rows, in -> new ReadTerms(run, in)) : rows;
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    for (int c = 0; c < batch.width(); c++) {
      int[] ids = run.layout().variable(c) == null ? null : batch.column(c);
      for (int row = 0; ids != null && row < batch.size; row++) {
        run.checkAt(row);
        if (ids[row] > 0) {
          run.terms().node(ids[row]);
        }
      }
    }
    return batch;
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
