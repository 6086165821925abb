package org.techrace.store.query;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Passes each input batch to several streams in turn and returns their rows one stream after the
/// other. Implements UNION, and `GRAPH ?g` with one stream per graph.
final class Concatenation implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final List<UnaryOperator<QueryRows>> branches;
  private Iterator<UnaryOperator<QueryRows>> left = List.<UnaryOperator<QueryRows>>of().iterator();
  private @Nullable Batch batch;
  private QueryRows branch = QueryRows.none();

  Concatenation(QueryRun run, QueryRows input, List<UnaryOperator<QueryRows>> branches) {
    this.run = run;
    this.input = input;
    this.branches = branches;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      run.check();
      Batch found = branch.next();
      if (found != null) {
        return found;
      }
      branch.close();
      if (!left.hasNext()) {
        batch = input.next();
        left = branches.iterator();
      }
      if (batch == null) {
        return null;
      }
      branch = left.hasNext() ? left.next().apply(again(batch)) : QueryRows.none();
    }
  }

  @Override
  public long skip(long rows) {
    return branch.skip(rows);
  }

  private QueryRows again(Batch rows) {
    return input instanceof QueryRows.Unit ? QueryRows.unit() : QueryRows.of(rows);
  }

  @Override
  public void close() {
    branch.close();
    input.close();
  }
}
