package org.techrace.engine.output;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Receives the quads of each row.
///
/// @param <T> the form of a term
public interface RowSink<T> {
  /// Receives the quads of a row. The object is reused for the next row.
  void row(RowQuads<T> quads) throws IOException;

  /// Returns the writer that rows can be written to as lines, without terms, or null if this is not
  /// one.
  default @Nullable NQuadsWriter lines() {
    return null;
  }

  /// Writes all buffered quads.
  void flush() throws IOException;
}
