package org.techrace.engine.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.CodeTables;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// The code tables next to mappings. Each is read once. Used by one thread; the tables that it
/// returns may be used by several.
final class ProjectCodes implements CodeTables {
  private final Memory memory;
  private final BiFunction<FileRequest, Report, Optional<SourceTable>> tables;
  private final Map<Key, Codes> read = new HashMap<>();

  private record Key(Path file, String from, String to) {}

  /// A file to open as a table.
  ///
  /// @param at the place in the mapping
  record FileRequest(Place at, String name, Path file) {}

  /// @param memory the budget for the rows
  /// @param tables opens a file as a table
  ProjectCodes(Memory memory, BiFunction<FileRequest, Report, Optional<SourceTable>> tables) {
    this.memory = memory;
    this.tables = tables;
  }

  @Override
  public Optional<Codes> open(
      Place at, Path folder, String table, String from, String to, Report report) {
    Path file;
    try {
      file = folder.resolve(table).normalize();
    } catch (InvalidPathException e) {
      report.error(at, "'%s' is not a path: %s".formatted(table, e.getReason()));
      return Optional.empty();
    }
    Key key = new Key(file, from, to);
    Codes known = read.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Optional<Codes> codes = read(new FileRequest(at, table, file), from, to, report);
      codes.ifPresent(found -> read.put(key, found));
      return codes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Codes> read(FileRequest file, String from, String to, Report report)
      throws IOException {
    Optional<SourceTable> table = tables.apply(file, report);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    long errors = report.count(Severity.ERROR);
    String origin = file.at().toString();
    RowIndex index = new RowIndex(memory);
    try (SourceRows rows =
        table.get().open(List.of(new Reference(from, origin), new Reference(to, origin)), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        byte[] packed = PackedRow.pack(row, 2);
        for (Value code : row.values(0)) {
          index.add(List.of(code.text().strip()), packed);
        }
      }
    }
    return report.count(Severity.ERROR) > errors
        ? Optional.empty()
        : Optional.of(
            code ->
                index.find(List.of(code)).stream()
                    .flatMap(row -> row.values(1).stream())
                    .filter(value -> !value.text().isBlank())
                    .toList());
  }
}
