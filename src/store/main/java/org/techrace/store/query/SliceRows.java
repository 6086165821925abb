package org.techrace.store.query;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;

/// Implements OFFSET and LIMIT.
final class SliceRows implements QueryRows {
  private final QueryRows input;
  private long skip;
  private long left;

  SliceRows(QueryRows input, long skip, long left) {
    this.input = input;
    this.skip = skip;
    this.left = left;
  }

  @Override
  public @Nullable Batch next() {
    while (left > 0) {
      skip -= skip == 0 ? 0 : input.skip(skip);
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int from = (int) Math.min(skip, batch.size);
      int n = (int) Math.min(left, batch.size - from);
      skip -= from;
      if (n > 0) {
        left -= n;
        return batch.slice(from, n);
      }
    }
    input.close();
    return null;
  }

  @Override
  public void close() {
    input.close();
  }
}
