package org.techrace.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// The rows of a table as texts, and the findings about it.
public record ReadRows(List<String> rows, List<String> findings) {

  /// Creates the result of a reading.
  public static ReadRows of(List<String> rows, Report report) {
    return new ReadRows(rows, report.findings().stream().map(Finding::toString).toList());
  }

  /// Reads a table row by row.
  ///
  /// @param description returns the text of a row
  public static ReadRows of(
      SourceTable table, List<Reference> references, Function<Row, String> description)
      throws IOException {
    Report report = new Report();
    List<String> rows = new ArrayList<>();
    try (SourceRows source = table.open(references, report)) {
      for (Row row = source.next(); row != null; row = source.next()) {
        rows.add(description.apply(row));
      }
    }
    return of(rows, report);
  }
}
