package org.techrace.store.query.row;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One instance of the operators that [ParallelRows] applies, with the batches that it has still to
/// read. One thread at a time reads its rows; another one may take over batches.
final class OperatorStage {
  private final Deque<Batch> unread = new ArrayDeque<>();
  private long rowsRead;
  private final QueryRows rows;

  /// Creates an instance without batches.
  ///
  /// @param more what the operators read after the batches
  OperatorStage(UnaryOperator<QueryRows> operators, QueryRows more) {
    rows =
        operators.apply(
            () -> {
              Batch batch = poll();
              return batch != null ? batch : more.next();
            });
  }

  private synchronized @Nullable Batch poll() {
    Batch batch = unread.poll();
    rowsRead += batch == null ? 0 : batch.size;
    return batch;
  }

  /// Returns the rows after the operators. More batches may be added after the end.
  QueryRows rows() {
    return rows;
  }

  synchronized void add(Collection<Batch> batches) {
    unread.addAll(batches);
  }

  /// Returns the number of batches that have not been read.
  synchronized int unread() {
    return unread.size();
  }

  /// Returns the number of rows in the batches that have been read.
  synchronized long rowsRead() {
    return rowsRead;
  }

  /// Removes the second half of the batches that have not been read, at least one unless there are
  /// none, and returns them.
  synchronized Deque<Batch> takeHalf() {
    Deque<Batch> half = new ArrayDeque<>();
    for (int n = (unread.size() + 1) / 2; n > 0; n--) {
      half.addFirst(unread.removeLast());
    }
    return half;
  }
}
