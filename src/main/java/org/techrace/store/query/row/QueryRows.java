package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// A stream of rows, pulled batch by batch: what every operator takes and gives.
public interface QueryRows {

  /// The next rows, at least one; null at the end.
  @Nullable Batch next();

  /// Frees what the stream holds; it may be called before the end, and more than once.
  default void close() {}

  /// The single row that binds nothing: the input of the outermost operator.
  static QueryRows unit() {
    return new Unit();
  }

  /// One batch.
  static QueryRows of(Batch batch) {
    return new Single(batch);
  }

  /// No row.
  static QueryRows none() {
    return () -> null;
  }

  /// Gives one batch, then ends.
  class Single implements QueryRows {
    private @Nullable Batch batch;

    Single(Batch batch) {
      this.batch = batch.size == 0 ? null : batch;
    }

    @Override
    public @Nullable Batch next() {
      Batch given = batch;
      batch = null;
      return given;
    }
  }

  /// Joining with it changes nothing.
  final class Unit extends Single {
    Unit() {
      super(Batch.unit());
    }
  }
}
