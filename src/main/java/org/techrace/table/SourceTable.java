package org.techrace.table;

import java.io.IOException;
import java.util.List;
import org.techrace.report.Report;

/// A table that can be read from the start any number of times.
public interface SourceTable {

  /// The table's name in findings: its file, as the mapping gives it.
  String name();

  /// Opens the table to read the values of some references.
  ///
  /// Faults (a file that is missing or empty, a reference that the table cannot have) are reported;
  /// the rows are then empty.
  ///
  /// @param references a row answers for the one at index *i* by `values(i)`
  /// @throws IOException if the storage fails
  SourceRows open(List<Reference> references, Report report) throws IOException;

  /// How many bytes its file has; 0 if it is not read from a file as it is.
  default long bytes() throws IOException {
    return 0;
  }
}
