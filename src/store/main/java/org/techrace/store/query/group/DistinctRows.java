package org.techrace.store.query.group;

import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Drops repeated rows and keeps the order of the others (DISTINCT).
public final class DistinctRows extends MappedRows {
  private final QueryRun run;
  private final int[] columns;
  private final KeyIndex seen;

  /// Creates a stream.
  ///
  /// @param columns the columns that make up a row; the value of another column is the one in the
  ///   first of the equal rows
  public DistinctRows(QueryRun run, QueryRows input, int[] columns) {
    super(input);
    this.run = run;
    this.columns = columns;
    this.seen = new KeyIndex(run, columns.length);
  }

  @Override
  protected Batch map(Batch batch) {
    run.check();
    int[] fresh = seen.addNew(run.terms().canonical(batch, columns), batch.size);
    return batch.pick(fresh, fresh.length);
  }
}
