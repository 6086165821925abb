package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// A stream of rows that is pulled batch by batch: the input and the output of every operator. Used
/// by one thread.
public interface QueryRows {

  /// Returns the next batch, with at least one row, or null at the end.
  @Nullable Batch next();

  /// Skips rows without creating them, if the stream can do so.
  ///
  /// @param rows the maximum number of rows to skip
  /// @return the number of rows skipped; fewer than `rows`, or none, if the next ones must be read
  default long skip(long rows) {
    return 0;
  }

  /// Returns true if the rows of the next batch must not be evaluated while those of others are
  /// ([ChoicePoints]).
  default boolean isNextAlone() {
    return false;
  }

  /// Releases the resources of the stream. It may be called before the end, and more than once.
  default void close() {}

  /// Returns the single row that binds nothing: the input of the outermost operator.
  static QueryRows unit() {
    return new Unit();
  }

  /// Returns a stream with one batch.
  static QueryRows of(Batch batch) {
    return new Single(batch);
  }

  /// Returns an empty stream.
  static QueryRows none() {
    return () -> null;
  }

  /// A stream with one batch.
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

  /// The row that binds nothing. Joining with it changes nothing.
  final class Unit extends Single {
    Unit() {
      super(Batch.unit());
    }
  }
}
