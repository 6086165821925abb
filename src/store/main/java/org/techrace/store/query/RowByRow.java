package org.techrace.store.query;

import java.util.Arrays;
import java.util.function.Function;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowBinding;
import org.techrace.store.query.row.RowsOfBindings;

/// Runs an operator of ARQ for each row, and keeps the hidden columns of the row, which ARQ does
/// not know.
final class RowByRow extends FlatMappedRows {
  private final Function<Binding, QueryIterator> operator;
  private int row;
  private QueryRows results = QueryRows.none();

  /// Creates a stream.
  ///
  /// @param operator returns the solutions for one row
  RowByRow(QueryRun run, QueryRows input, Function<Binding, QueryIterator> operator) {
    super(run, input);
    this.operator = operator;
  }

  @Override
  protected Batch begin(Batch batch) {
    row = 0;
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    while (true) {
      run.check();
      Batch found = results.next();
      if (found != null) {
        return withHiddenColumns(found, batch, row - 1);
      }
      results.close();
      if (row == batch.size) {
        results = QueryRows.none();
        return null;
      }
      results = new RowsOfBindings(run, operator.apply(RowBinding.of(run, batch, row++)));
    }
  }

  private Batch withHiddenColumns(Batch found, Batch from, int number) {
    Batch all = found;
    for (int c = 0; c < from.width(); c++) {
      if (run.layout().variable(c) == null && from.column(c) != null) {
        int[] values = new int[found.size];
        Arrays.fill(values, from.get(c, number));
        all = all.with(c, values);
      }
    }
    return all;
  }

  @Override
  public void close() {
    results.close();
    super.close();
  }
}
