package org.techrace.table;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Consecutive rows of a table, which one thread reads: not necessarily the thread that reads the
/// table. A format may parse the rows only then.
public interface RowBatch {
  /// Returns the next row, or null after the last. The row is valid until the next call.
  ///
  /// @throws IOException if reading from disk or network fails
  @Nullable Row next() throws IOException;

  /// Reads the next rows, all of which are valid until the next call. A format that keeps one row
  /// at a time reads one.
  ///
  /// @param to receives the rows, from its start
  /// @return the number of rows, or 0 after the last
  /// @throws IOException if reading from disk or network fails
  default int next(@Nullable Row[] to) throws IOException {
    to[0] = next();
    return to[0] == null ? 0 : 1;
  }

  /// Returns the estimated heap of the rows in bytes, or 0 if it is small.
  default long heapBytes() {
    return 0;
  }

  /// Returns a batch of rows that have been read.
  ///
  /// @param heapBytes the estimated heap of the rows
  static RowBatch of(List<Row> rows, long heapBytes) {
    Iterator<Row> iterator = rows.iterator();
    return new RowBatch() {
      @Override
      public @Nullable Row next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public int next(@Nullable Row[] to) {
        int count = 0;
        while (count < to.length && iterator.hasNext()) {
          to[count++] = iterator.next();
        }
        return count;
      }

      @Override
      public long heapBytes() {
        return heapBytes;
      }
    };
  }
}
