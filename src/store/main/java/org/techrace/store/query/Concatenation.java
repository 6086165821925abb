package org.techrace.store.query;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Passes each input batch to several streams in turn and returns their rows one stream after the
/// other. Implements UNION, and `GRAPH ?g` with one stream per graph.
final class Concatenation extends FlatMappedRows {
  private final List<UnaryOperator<QueryRows>> branches;
  private Iterator<UnaryOperator<QueryRows>> left = List.<UnaryOperator<QueryRows>>of().iterator();
  private QueryRows branch = QueryRows.none();

  Concatenation(QueryRun run, QueryRows input, List<UnaryOperator<QueryRows>> branches) {
    super(run, input);
    this.branches = branches;
  }

  @Override
  protected Batch begin(Batch batch) {
    left = branches.iterator();
    return batch;
  }

  @Override
  protected @Nullable Batch next(Batch batch) {
    while (true) {
      run.check();
      Batch found = branch.next();
      if (found != null) {
        return found;
      }
      branch.close();
      branch = QueryRows.none();
      if (!left.hasNext()) {
        return null;
      }
      branch = left.next().apply(again(batch));
    }
  }

  @Override
  public long skip(long rows) {
    return branch.skip(rows);
  }

  private QueryRows again(Batch rows) {
    return input() instanceof QueryRows.Unit ? QueryRows.unit() : QueryRows.of(rows);
  }

  @Override
  public void close() {
    branch.close();
    super.close();
  }
}
