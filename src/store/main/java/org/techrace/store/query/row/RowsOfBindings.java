package org.techrace.store.query.row;

import java.util.Arrays;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.binding.Binding;
import org.jspecify.annotations.Nullable;

/// Presents the solutions of an ARQ operator as batches of rows.
public final class RowsOfBindings implements QueryRows {
  private final QueryRun run;
  private final QueryIterator bindings;

  public RowsOfBindings(QueryRun run, QueryIterator bindings) {
    this.run = run;
    this.bindings = bindings;
  }

  @Override
  public @Nullable Batch next() {
    run.check();
    int[] @Nullable [] columns = new int[run.layout().size()][];
    int n = 0;
    while (n < Batch.MAX_ROWS && bindings.hasNext()) {
      columns = put(bindings.next(), columns, n++);
    }
    return n == 0 ? null : new Batch(n, columns);
  }

  private int[] @Nullable [] put(Binding binding, int[] @Nullable [] columns, int row) {
    // A row that came from this run keeps its ids.
    RowBinding own = binding instanceof RowBinding b && b.run() == run ? b : null;
    int[] @Nullable [] all = columns;
    for (var i = binding.vars(); i.hasNext(); ) {
      var variable = i.next();
      int c = run.layout().column(variable);
      if (c >= all.length) {
        all = Arrays.copyOf(all, run.layout().size());
      }
      int[] column = all[c];
      if (column == null) {
        column = new int[Batch.MAX_ROWS];
        all[c] = column;
      }
      column[row] = own != null ? own.id(c) : run.terms().id(binding.get(variable));
    }
    return all;
  }

  @Override
  public void close() {
    bindings.close();
  }
}
