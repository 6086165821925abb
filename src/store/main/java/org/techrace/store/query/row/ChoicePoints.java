package org.techrace.store.query.row;

import org.jspecify.annotations.Nullable;

/// Decides for which batches of a stream OPTIONAL makes its choices: how it finds the matches, and
/// in which order it joins the patterns of its right side. The order of the rows depends on these
/// choices. So they change only at batches with certain numbers, and such a batch is evaluated
/// while no other one is: the rows are the same whichever threads evaluate them.
public final class ChoicePoints {
  /// The number of batches in which the choice points are close together. One thread evaluates the
  /// first batches in any case.
  private static final int FIRST = 3;

  /// The number of the next choice point after that, as a multiple of the last one's. At a choice
  /// point the other threads wait.
  private static final int GROWTH = 8;

  /// The least part of the batches so far that is read before the next choice point.
  private static final double LEAST_PART = 0.25;

  /// The number of batches that have been read.
  private long read;

  /// The number of the next batch at which choices change.
  private long next;

  private volatile boolean open;

  private ChoicePoints(boolean open) {
    this.open = open;
  }

  /// Creates choice points for the batches of [#of].
  public ChoicePoints() {
    this(false);
  }

  /// Returns a choice point at each batch, for batches that one thread evaluates, or whose rows
  /// have the same order in any case.
  public static ChoicePoints always() {
    return new ChoicePoints(true);
  }

  /// Returns a stream with its choice points. One batch is evaluated before the next one is read,
  /// or several threads evaluate batches that are read until [QueryRows#isNextAlone].
  public QueryRows of(QueryRows rows) {
    return new QueryRows() {
      @Override
      public @Nullable Batch next() {
        Batch batch = rows.next();
        if (batch != null) {
          open = read == next;
          if (open) {
            next = read < FIRST ? 2 * read + 1 : GROWTH * read;
          }
          read++;
        }
        return batch;
      }

      @Override
      public boolean isNextAlone() {
        return read == next;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /// Returns true if choices may change now.
  public boolean areOpen() {
    return open;
  }

  /// Opens the next choice point earlier: after as many more batches as a part of those so far. May
  /// be called while [#areOpen].
  public void openWithin(double part) {
    next = Math.min(next, (long) Math.ceil(read * (1 + Math.max(LEAST_PART, part))));
  }
}
