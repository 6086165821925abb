package org.techrace.store.query;

import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Keeps the rows in which a column is unbound or has the given value, and sets the column to that
/// value on request.
final class BindConstant extends MappedRows {
  private final QueryRun run;
  private final int column;
  private final int id;
  private final boolean bind;

  BindConstant(QueryRun run, QueryRows input, int column, int id, boolean bind) {
    super(input);
    this.run = run;
    this.column = column;
    this.id = id;
    this.bind = bind;
  }

  @Override
  protected Batch map(Batch batch) {
    Batch picked =
        batch.filter(
            row -> {
              int value = run.terms().canonical(batch.get(column, row));
              return value == Batch.UNBOUND || value == id;
            });
    return bind ? picked.with(column, constant(picked.size)) : picked;
  }

  private int[] constant(int n) {
    int[] values = new int[n];
    java.util.Arrays.fill(values, id);
    return values;
  }
}
