package org.techrace.engine.output;

import java.io.IOException;

/// Receives the quads of each row.
///
/// @param <T> the form of a term
public interface RowSink<T> {
  /// Receives the quads of a row. The object is reused for the next row.
  void row(RowQuads<T> quads) throws IOException;

  /// Writes all buffered quads.
  void flush() throws IOException;
}
