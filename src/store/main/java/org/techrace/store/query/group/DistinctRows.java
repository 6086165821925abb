package org.techrace.store.query.group;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowFile;

/// Drops repeated rows and keeps the order of the others (DISTINCT).
///
/// If the different rows exceed the memory of an operator, those that follow and are not among them
/// go to disk. They are read when the input ends, in the same way, so the order is the same.
public final class DistinctRows implements QueryRows {
  private final QueryRun run;
  private final int[] columns;
  private QueryRows input;
  private KeyIndex seen;

  /// The rows to read after the input, or null as long as all different rows are in memory.
  private @Nullable RowFile later;

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
      Batch batch = input.next();
      RowFile file = later;
      if (batch == null) {
        if (file == null) {
          return null;
        }
        input.close();
        input = file.rows();
        seen = new KeyIndex(run, columns.length);
        later = null;
      } else if (file == null) {
        int[] fresh = seen.addNew(key(batch), batch.size);
        if (run.isLarge(seen.bytes())) {
          later = run.newFile();
        }
        if (fresh.length > 0) {
          return batch.pick(fresh, fresh.length);
        }
      } else {
        int[] unknown = seen.unknown(key(batch), batch.size);
        file.add(batch, unknown, unknown.length);
      }
    }
  }

  private int[][] key(Batch batch) {
    run.check();
    return run.terms().canonical(batch, columns);
  }

  @Override
  public void close() {
    input.close();
    if (later != null) {
      later.close();
    }
  }
}
