package org.techrace.table;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of an open table, one after the other.
public interface Rows extends Closeable {

  /// No rows at all.
  Rows NONE =
      new Rows() {
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
}
