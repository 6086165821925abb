package org.techrace.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of an open table, in order. Used by one thread, which closes it.
public interface SourceRows extends Closeable {

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
