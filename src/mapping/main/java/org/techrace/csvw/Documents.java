package org.techrace.csvw;

import java.io.IOException;
import java.util.Optional;

/// The documents that a table and its metadata refer to, by their URLs.
@FunctionalInterface
public interface Documents {
  /// Returns the bytes of a document, or empty if there is none.
  ///
  /// @param url an absolute URL
  /// @throws IOException if it cannot be read
  Optional<byte[]> read(String url) throws IOException;
}
