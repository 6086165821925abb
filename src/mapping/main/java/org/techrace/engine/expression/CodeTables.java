package org.techrace.engine.expression;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Value;

/// Opens the code tables that a mapping looks values up in.
public interface CodeTables {
  /// A code table. Thread-safe.
  interface Codes {
    /// Returns the values of a code, in the order of the table; an empty list if it does not have
    /// the code.
    List<Value> find(String code);
  }

  /// Reads a code table, or returns it if it has already been read. Reports a table that cannot be
  /// read or lacks a column, and then returns empty.
  ///
  /// @param at the place of the function call
  /// @param folder the folder of the mapping with the call
  /// @param table the path, relative to that folder
  /// @param from the column of the codes
  /// @param to the column of the values
  Optional<Codes> open(Place at, Path folder, String table, String from, String to, Report report);
}
