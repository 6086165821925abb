package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// Changes each batch of a stream into any number of batches, one batch of the input at a time.
public abstract class FlatMappedRows implements QueryRows {
  protected final QueryRun run;
  private final QueryRows input;
  private @Nullable Batch current;

  protected FlatMappedRows(QueryRun run, QueryRows input) {
    this.run = run;
    this.input = input;
  }

  /// Prepares a batch of the input, and returns it as [#next(Batch)] needs it.
  protected abstract Batch begin(Batch batch);

  /// Returns the next batch in place of one of the input, with at least one row, or null if there
  /// are no more. It is not called again after that.
  protected abstract @Nullable Batch next(Batch batch);

  /// Returns the stream whose batches are changed.
  protected final QueryRows input() {
    return input;
  }

  @Override
  public final @Nullable Batch next() {
    while (true) {
      run.check();
      Batch batch = current;
      if (batch == null) {
        Batch read = input.next();
        if (read == null) {
          return null;
        }
        batch = begin(read);
        current = batch;
      }
      Batch next = next(batch);
      if (next != null) {
        return next;
      }
      current = null;
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
