package org.techrace.export;

import java.io.IOException;
import java.util.List;

/// Writes the rows of a table in a format.
public interface TableWriter {
  /// Writes a row.
  ///
  /// @param cells the values of its cells, in the order of the columns; only a column for several
  ///   values has cells with more than one. An empty text is no value.
  void row(List<List<String>> cells) throws IOException;

  /// Completes the table. Does not close the stream.
  void end() throws IOException;
}
