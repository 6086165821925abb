package org.techrace.store.query;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows in which a column is unbound or has the given value, and sets the column to that
/// value on request.
final class BindConstant implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final int column;
  private final int id;
  private final boolean bind;

  BindConstant(QueryRun run, QueryRows input, int column, int id, boolean bind) {
    this.run = run;
    this.input = input;
    this.column = column;
    this.id = id;
    this.bind = bind;
  }

  @Override
  public @Nullable Batch next() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      int[] kept = new int[batch.size];
      int n = 0;
      for (int row = 0; row < batch.size; row++) {
        int value = run.terms().canonical(batch.get(column, row));
        if (value == Batch.UNBOUND || value == id) {
          kept[n++] = row;
        }
      }
      if (n > 0) {
        Batch picked = n == batch.size ? batch : batch.pick(kept, n);
        return bind ? picked.with(column, constant(n)) : picked;
      }
    }
    return null;
  }

  private int[] constant(int n) {
    int[] values = new int[n];
    java.util.Arrays.fill(values, id);
    return values;
  }

  @Override
  public void close() {
    input.close();
  }
}
