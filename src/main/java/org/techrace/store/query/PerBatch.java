package org.techrace.store.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Runs another stream for the rows of each batch, and looks which rows it found matches for: what
/// OPTIONAL, EXISTS, NOT EXISTS and MINUS have in common.
final class PerBatch implements QueryRows {
  /// What becomes of a row.
  enum Keep {
    /// Its matches, or the row itself if there are none: OPTIONAL.
    MATCHES_OR_ROW,
    /// The row, if there is a match: EXISTS.
    MATCHED,
    /// The row, if there is no match: NOT EXISTS, MINUS.
    UNMATCHED
  }

  private final QueryRun run;
  private final QueryRows input;
  private final UnaryOperator<QueryRows> inner;
  private final Keep keep;

  /// The column that tells from which row a match came, counted from 1.
  private final int number;

  private final Deque<Batch> ready = new ArrayDeque<>();
  private @Nullable Batch batch;
  private @Nullable QueryRows matches;
  private boolean[] matched = {};

  /// A stream over `input`.
  ///
  /// @param inner gives the matches of the rows it is given; it keeps columns it does not know
  PerBatch(QueryRun run, QueryRows input, UnaryOperator<QueryRows> inner, Keep keep) {
    this.run = run;
    this.input = input;
    this.inner = inner;
    this.keep = keep;
    this.number = run.layout().hidden();
  }

  @Override
  public @Nullable Batch next() {
    while (ready.isEmpty()) {
      run.check();
      if (matches == null) {
        batch = input.next();
        if (batch == null) {
          return null;
        }
        matched = new boolean[batch.size];
        matches = inner.apply(QueryRows.of(batch.with(number, numbers(batch.size))));
      }
      step(batch, matches);
    }
    return ready.remove();
  }

  private static int[] numbers(int n) {
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i + 1;
    }
    return numbers;
  }

  /// Takes one batch of matches, or ends with the rows of the batch at hand.
  private void step(@Nullable Batch rows, QueryRows stream) {
    Batch found = stream.next();
    if (found != null) {
      for (int i = 0; i < found.size; i++) {
        matched[found.get(number, i) - 1] = true;
      }
      if (keep == Keep.MATCHES_OR_ROW) {
        ready.add(found.with(number, null));
      }
      return;
    }
    stream.close();
    matches = null;
    int[] kept = new int[matched.length];
    int n = 0;
    for (int i = 0; i < matched.length; i++) {
      if (matched[i] == (keep == Keep.MATCHED)) {
        kept[n++] = i;
      }
    }
    if (n > 0 && rows != null) {
      ready.add(rows.pick(kept, n));
    }
  }

  @Override
  public void close() {
    if (matches != null) {
      matches.close();
    }
    input.close();
  }
}
