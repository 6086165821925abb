package org.techrace.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.report.Report;

/// A table that can be read from its start any number of times.
public interface SourceTable {

  /// Returns the name of the table in findings: its file, as written in the mapping.
  String name();

  /// Returns the name of the table in reports of its cells: also the sheet of a workbook.
  default String nameOfCells() {
    return name();
  }

  /// The names of cells for people, such as `Data!B3` in a workbook.
  interface CellNames {
    /// Returns the name of a cell.
    ///
    /// @param column the index of the column, from 0
    String of(int column, long line);
  }

  /// Returns the names of the cells, or empty if they have none but their line and column.
  default Optional<CellNames> cellNames() throws IOException {
    return Optional.empty();
  }

  /// Opens the table to read the values of some references.
  ///
  /// Errors in the table are reported and result in a table without rows: a file that is missing or
  /// empty, or a reference to a column that does not exist.
  ///
  /// @param references the references to read; `values(i)` of a row returns the values of the one
  ///   at index `i`
  /// @throws IOException if reading from disk or network fails
  SourceRows open(List<Reference> references, Report report) throws IOException;

  /// Returns references to the columns, in order, or an empty list if the rows have no columns.
  /// Reports a table that cannot be read, and then returns an empty list.
  default List<String> columns(Report report) throws IOException {
    return List.of();
  }

  /// Returns where the values of a table without columns are: for each path, such as
  /// `$[*].jobs[*].year`, the number of its values. Empty for a table with columns, and for one
  /// whose values are not counted.
  default Map<String, Long> paths() throws IOException {
    return Map.of();
  }

  /// Returns those of some [#paths] whose values a mapping reads.
  ///
  /// @param references references, each after the iterators between it and the rows
  default Set<String> read(Set<List<String>> references, Set<String> paths) throws IOException {
    return Set.of();
  }

  /// Returns the size of the file in bytes, or 0 if the table is not read from a file.
  default long bytes() throws IOException {
    return 0;
  }

  /// Divides the table into parts that can be read independently. Together, in their order, they
  /// have the rows of the table.
  ///
  /// @param references the references to read
  /// @param bytes the size of a part; a part is larger if no row ends sooner
  /// @return the parts, or the whole table if it cannot be divided
  /// @throws IOException if reading from disk fails
  default List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    return List.of(TablePart.WHOLE);
  }

  /// Returns one of the [#parts] as a table.
  default SourceTable part(TablePart part) {
    return this;
  }
}
