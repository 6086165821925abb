package org.techrace.engine;

import java.nio.file.Files;
import java.util.Optional;
import org.techrace.mapping.LogicalSource;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CsvTable;
import org.techrace.table.Input;
import org.techrace.table.Table;

/// Finds the table that a logical source speaks of.
final class Tables {
  private Tables() {}

  /// The table, or nothing if there is no such file, which is reported.
  static Optional<Table> of(LogicalSource logicalSource, Report report) {
    LogicalSource.Source source = logicalSource.source();
    if (!Files.isRegularFile(source.path())) {
      report.error(
          source.at(),
          "there is no file '%s'; expected at %s"
              .formatted(source.name(), Place.nameOf(source.path())));
      return Optional.empty();
    }
    String name = Place.nameOf(source.path());
    Input input = new Input(source.path(), source.charset());
    return switch (logicalSource.formulation()) {
      case CSV ->
          Optional.of(
              new CsvTable(
                  name,
                  input,
                  source.name().endsWith(".tsv") ? CsvTable.Dialect.TSV : CsvTable.Dialect.CSV,
                  source.nulls(),
                  source.key()));
    };
  }
}
