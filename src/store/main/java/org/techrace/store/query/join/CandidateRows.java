package org.techrace.store.query.join;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with the terms that a variable may have. A row that binds the variable is kept if its
/// term is one of them. A row that does not is returned once for each of them.
final class CandidateRows extends FlatMappedRows {
  private final int column;
  private final int[] ids;

  /// The next row of the batch, and the next term for it.
  private int row;

  private int term;

  /// Creates a stream.
  ///
  /// @param ids the ids of the terms in ascending order
  CandidateRows(QueryRun run, QueryRows input, int column, int[] ids) {
    super(run, input);
    this.column = column;
    this.ids = ids;
  }

  @Override
  protected Batch begin(Batch batch) {
    row = 0;
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch current) {
    int[] origins = new int[Batch.MAX_ROWS];
    int[] values = new int[Batch.MAX_ROWS];
    int n = 0;
    while (row < current.size && n < Batch.MAX_ROWS) {
      int id = current.get(column, row);
      if (id == Batch.UNBOUND) {
        int count = Math.min(ids.length - term, Batch.MAX_ROWS - n);
        Arrays.fill(origins, n, n + count, row);
        System.arraycopy(ids, term, values, n, count);
        n += count;
        term += count;
        if (term == ids.length) {
          term = 0;
          row++;
        }
      } else {
        if (Arrays.binarySearch(ids, run.terms().canonical(id)) >= 0) {
          origins[n] = row;
          values[n++] = id;
        }
        row++;
      }
    }
    return n == 0 ? null : current.pick(origins, n).with(column, values);
  }
}
