package org.techrace.export;

import java.io.IOException;
import java.util.List;

/// Writes the rows of a table in a format.
public interface TableWriter {
  /// Writes a row.
  ///
  /// @param cells its cells, in the order of the columns; an empty text is an empty cell
  void row(List<String> cells) throws IOException;

  /// Completes the table. Does not close the stream.
  void end() throws IOException;
}
