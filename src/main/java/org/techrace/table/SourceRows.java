package org.techrace.table;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of an open table, one after the other.
public interface SourceRows extends Closeable {

  /// No rows at all.
  SourceRows NONE =
      new SourceRows() {
        @Override
        public @Nullable Row next() {
          return null;
        }

        @Override
        public void close() {}
      };

  /// The next row, or null after the last. A row that cannot be read is reported and passed over; a
  /// table that cannot be read further is reported and ends.
  ///
  /// @throws IOException if the storage fails
  @Nullable Row next() throws IOException;

  /// How many of the table's bytes were read; 0 if it does not count them. Any thread may ask.
  default long bytesRead() {
    return 0;
  }
}
