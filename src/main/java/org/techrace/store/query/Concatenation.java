package org.techrace.store.query;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// For each batch, the rows of several streams over it, one stream after the other: UNION, and
/// `GRAPH ?g` with a stream for each graph.
final class Concatenation implements Rows {
  private final Run run;
  private final Rows input;
  private final List<UnaryOperator<Rows>> branches;
  private Iterator<UnaryOperator<Rows>> left = List.<UnaryOperator<Rows>>of().iterator();
  private @Nullable Batch batch;
  private Rows branch = Rows.none();

  Concatenation(Run run, Rows input, List<UnaryOperator<Rows>> branches) {
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
      branch = left.hasNext() ? left.next().apply(again(batch)) : Rows.none();
    }
  }

  private Rows again(Batch rows) {
    return input instanceof Rows.Unit ? Rows.unit() : Rows.of(rows);
  }

  @Override
  public void close() {
    branch.close();
    input.close();
  }
}
