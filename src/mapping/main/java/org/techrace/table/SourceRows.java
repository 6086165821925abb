package org.techrace.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of an open table, in order. Used by one thread, which closes it.
public interface SourceRows extends Closeable {

  /// The maximum number of rows in a batch of rows that have been read.
  int BATCH_ROWS = 256;

  /// The heap that the rows of one batch take at most, but for its last row: a batch and those that
  /// wait for a thread take less than a tenth of the heap.
  long BATCH_BYTES = Runtime.getRuntime().maxMemory() / 256;

  /// An empty table.
  SourceRows NONE =
      new SourceRows() {
        @Override
        public @Nullable Row next() {
          return null;
        }

        @Override
        public void close() {}
      };

  /// Returns the next row, or null after the last. A row that cannot be read is reported and
  /// skipped. If the rest of the table cannot be read, that is reported and the table ends.
  ///
  /// @throws IOException if reading from disk or network fails
  @Nullable Row next() throws IOException;

  /// Returns the next rows, or null after the last. A caller uses either this method or [#next] for
  /// all rows. Other threads may read the batches, and all must have been read before this is
  /// closed.
  ///
  /// @throws IOException if reading from disk or network fails
  default @Nullable RowBatch nextBatch() throws IOException {
    List<Row> rows = new ArrayList<>(BATCH_ROWS);
    long heapBytes = 0;
    while (rows.size() < BATCH_ROWS && heapBytes <= BATCH_BYTES) {
      @Nullable Row row = next();
      if (row == null) {
        break;
      }
      rows.add(row);
      heapBytes += row.heapBytes();
    }
    return rows.isEmpty() ? null : RowBatch.of(rows, heapBytes);
  }

  /// Returns the number of bytes of the file read so far, or 0 if the table does not count them.
  /// May be called by any thread.
  default long bytesRead() {
    return 0;
  }

  /// Returns what has been found by the rows of one of several parts of a table. A reference that
  /// finds nothing in one part may find something in another, so the caller reports what is missing
  /// in all. Call it after all rows have been mapped.
  default Optional<Presence> presence() {
    return Optional.empty();
  }
}
