package org.techrace.store.query.row;

import java.util.function.UnaryOperator;

/// Keeps some columns of the rows, or removes some.
public final class ColumnRows extends MappedRows implements Extensible {
  private final UnaryOperator<Batch> change;

  private ColumnRows(QueryRows input, UnaryOperator<Batch> change) {
    super(input);
    this.change = change;
  }

  /// Returns rows without all columns except some.
  public static QueryRows only(QueryRows input, int... columns) {
    return new ColumnRows(input, batch -> batch.only(columns));
  }

  /// Returns rows without some columns.
  public static QueryRows without(QueryRows input, int... columns) {
    return new ColumnRows(input, batch -> batch.without(columns));
  }

  @Override
  protected Batch map(Batch batch) {
    return change.apply(batch);
  }

  @Override
  public QueryRows extended(QueryRun run, UnaryOperator<QueryRows> operator) {
    return ParallelRows.of(run, input(), in -> operator.apply(new ColumnRows(in, change)));
  }

  @Override
  public long skip(long rows) {
    return input().skip(rows);
  }
}
