package org.techrace.engine.output;

import java.io.IOException;

/// Takes what was made of each row, one row after the other.
///
/// @param <T> the form of a term
public interface RowSink<T> {
  /// Takes the quads of a row; they are used again for the next row.
  void row(RowQuads<T> quads) throws IOException;

  /// Passes on what is held back.
  void flush() throws IOException;
}
