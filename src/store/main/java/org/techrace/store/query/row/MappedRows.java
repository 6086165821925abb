package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// Changes the batches of a stream, one by one.
public abstract class MappedRows implements QueryRows {
  private final QueryRows input;

  protected MappedRows(QueryRows input) {
    this.input = input;
  }

  /// Returns a batch in place of one of the input. If it has no rows, it is left out.
  protected abstract Batch map(Batch batch);

  /// Returns the stream whose batches are changed.
  protected final QueryRows input() {
    return input;
  }

  @Override
  public final @Nullable Batch next() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      Batch mapped = map(batch);
      if (mapped.size > 0) {
        return mapped;
      }
    }
    return null;
  }

  @Override
  public void close() {
    input.close();
  }
}
