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
    int[] key = new int[columns.length];
    while (true) {
      run.check();
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int[] kept = new int[batch.size];
      int n = 0;
      for (int row = 0; row < batch.size; row++) {
        for (int i = 0; i < key.length; i++) {
          key[i] = run.terms().canonical(batch.get(columns[i], row));
        }
        int known = seen.size();
        if (seen.add(key) == known) {
          kept[n++] = row;
        }
      }
      if (n > 0) {
        return batch.pick(kept, n);
      }
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
