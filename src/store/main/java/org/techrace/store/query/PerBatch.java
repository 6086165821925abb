package org.techrace.store.query;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Runs an inner stream for each batch of rows and records which rows it found matches for. This is
/// the common part of OPTIONAL, EXISTS, NOT EXISTS and MINUS.
final class PerBatch implements QueryRows {
  /// Determines the result for a row.
  enum Keep {
    /// OPTIONAL: the matches of the row, or the row itself if there are none.
    MATCHES_OR_ROW,
    /// EXISTS: the row if it has a match.
    MATCHED,
    /// NOT EXISTS and MINUS: the row if it has no match.
    UNMATCHED,
    /// EXISTS in an expression: the row with a column that is true or false.
    MARKED
  }

  /// The inner stream.
  @FunctionalInterface
  interface Inner {
    /// Returns the matches of the given rows, and keeps columns that it does not know.
    ///
    /// @param number the column with the number of the row that a match belongs to
    QueryRows of(Batch rows, int number);

    /// Returns which of the given rows have a match, or null if [#of] must find the matches.
    default boolean @Nullable [] test(Batch rows) {
      return null;
    }
  }

  private final QueryRun run;
  private final QueryRows input;
  private final Inner inner;
  private final Keep keep;

  /// The hidden column with the number of the row that a match belongs to, starting at 1.
  private final int number;

  private final Deque<Batch> ready = new ArrayDeque<>();
  private @Nullable Batch batch;
  private @Nullable QueryRows matches;
  private boolean[] matched = {};

  /// The column to be added, and its values for rows without and with a match.
  private int mark;

  private final int[] marks = new int[2];

  PerBatch(QueryRun run, QueryRows input, Inner inner, Keep keep) {
    this(run, input, inner, keep, run.layout().hidden());
  }

  /// @param number a hidden column, the same for all streams that share plans for the inner stream
  PerBatch(QueryRun run, QueryRows input, Inner inner, Keep keep, int number) {
    this.run = run;
    this.input = input;
    this.inner = inner;
    this.keep = keep;
    this.number = number;
  }

  /// Creates a stream that adds a column to each row: true or false.
  ///
  /// @param exists which of the two the column is for rows that have a match
  static PerBatch mark(QueryRun run, QueryRows input, Inner inner, int column, boolean exists) {
    PerBatch marked = new PerBatch(run, input, inner, Keep.MARKED);
    marked.mark = column;
    marked.marks[0] = run.terms().id((exists ? NodeValue.FALSE : NodeValue.TRUE).asNode());
    marked.marks[1] = run.terms().id((exists ? NodeValue.TRUE : NodeValue.FALSE).asNode());
    return marked;
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
        boolean[] known = keep == Keep.MATCHES_OR_ROW ? null : inner.test(batch);
        if (known != null) {
          emit(batch, known);
          continue;
        }
        matched = new boolean[batch.size];
        matches = inner.of(batch.with(number, numbers(batch.size)), number);
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

  /// Reads one batch of matches, or emits the rows of the current batch at the end of the matches.
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
    if (rows != null) {
      emit(rows, matched);
    }
  }

  /// Emits those of the rows that are kept.
  private void emit(Batch rows, boolean[] hasMatch) {
    if (keep == Keep.MARKED) {
      int[] marked = new int[rows.size];
      for (int i = 0; i < rows.size; i++) {
        marked[i] = marks[hasMatch[i] ? 1 : 0];
      }
      ready.add(rows.with(mark, marked));
      return;
    }
    Batch kept = rows.filter(row -> hasMatch[row] == (keep == Keep.MATCHED));
    if (kept.size > 0) {
      ready.add(kept);
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
