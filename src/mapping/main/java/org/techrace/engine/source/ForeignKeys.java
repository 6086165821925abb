package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.TriplesMap;
import org.techrace.mapping.Unpivot;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;
import org.techrace.table.format.Formulation;

/// Checks the foreign keys of the tables of a mapping ("Model for Tabular Data and Metadata on the
/// Web", section 6.6): the values of the columns of a row occur together in exactly one row of the
/// other table. Texts are compared as they are written. A row in which all of these columns are
/// empty refers to nothing.
public final class ForeignKeys {
  private static final int FIRST_LINE = 0;
  private static final int SECOND_LINE = 1;

  private final SourceTables tables;
  private final Memory memory;
  private final Report report;

  /// @param report receives an error for each row without its other row
  public ForeignKeys(SourceTables tables, Memory memory, Report report) {
    this.tables = tables;
    this.memory = memory;
    this.report = report;
  }

  /// Checks each table once. Reads the tables and the tables that they refer to.
  ///
  /// @throws IOException if a table cannot be read because of an I/O error
  public void check(Mapping mapping) throws IOException {
    Set<LogicalSource> sources = new LinkedHashSet<>();
    mapping.triplesMaps().stream()
        .map(TriplesMap::source)
        .flatMap(ForeignKeys::files)
        .filter(source -> !keys(source).isEmpty())
        .map(source -> source.movedTo(Place.file("")))
        .forEach(sources::add);
    for (LogicalSource source : sources) {
      check(source);
    }
  }

  private static Stream<LogicalSource> files(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalSource logical -> Stream.of(logical);
      case Unpivot unpivot -> files(unpivot.on());
      case LogicalView view ->
          Stream.concat(
              files(view.on()), view.joins().stream().flatMap(join -> files(join.parent())));
    };
  }

  private static List<LogicalSource.ForeignKey> keys(LogicalSource source) {
    return switch (source.source()) {
      case LogicalSource.File file -> file.foreignKeys();
      case LogicalSource.Files files -> files.pattern().foreignKeys();
      case LogicalSource.Web web -> web.file().foreignKeys();
      case LogicalSource.Database _ -> List.of();
    };
  }

  /// The rows that a foreign key refers to.
  ///
  /// @param table their table
  /// @param lines the lines of the first two rows with each key
  /// @param count the number of rows
  private record Referenced(
      LogicalSource.ForeignKey key, SourceTable table, FingerprintMap lines, long count) {}

  /// Checks all foreign keys of a table, which is read once for them.
  private void check(LogicalSource source) throws IOException {
    // Faults of the table itself are reported when it is mapped.
    Optional<SourceTable> from = tables.reportingTo(new Report()).of(source);
    if (from.isEmpty()) {
      return;
    }
    List<Referenced> all = new ArrayList<>();
    try {
      for (LogicalSource.ForeignKey key : keys(source)) {
        Optional<SourceTable> to = referenced(key);
        if (to.isPresent()
            && hasColumns(from.get(), key.columns(), key)
            && hasColumns(to.get(), key.otherColumns(), key)) {
          FingerprintMap lines = new FingerprintMap(memory, 2);
          all.add(new Referenced(key, to.get(), lines, read(to.get(), key, lines)));
        }
      }
      if (!all.isEmpty()) {
        compare(from.get(), all);
      }
    } finally {
      all.forEach(rows -> rows.lines.free());
    }
  }

  private Optional<SourceTable> referenced(LogicalSource.ForeignKey key) {
    return tables
        .reportingTo(report)
        .of(
            new LogicalSource(
                key.at(), key.other(), Formulation.COLUMNS, Map.of(), Optional.empty()));
  }

  /// Reports a column that a table does not have, and then returns false.
  private boolean hasColumns(SourceTable table, List<String> columns, LogicalSource.ForeignKey key)
      throws IOException {
    List<String> known = table.columns(new Report());
    for (String column : columns) {
      if (!known.contains(column)) {
        report.error(
            key.at(),
            "the foreign key names the column '%s', which %s does not have; %s"
                .formatted(column, table.name(), Nearest.suggest(column, known)));
        return false;
      }
    }
    return true;
  }

  /// Reads the lines of the first two rows with each key of the other table.
  ///
  /// @return the number of its rows
  private static long read(SourceTable table, LogicalSource.ForeignKey key, FingerprintMap lines)
      throws IOException {
    int columns = key.otherColumns().size();
    long count = 0;
    try (SourceRows all = table.open(references(key.otherColumns()), new Report())) {
      for (@Nullable Row row = all.next(); row != null; row = all.next()) {
        count++;
        Fingerprint of = Fingerprint.of(texts(row, 0, columns));
        long slot = lines.slot(of.high(), of.low());
        long line = Math.max(1, row.line());
        if (lines.number(slot, FIRST_LINE) == 0) {
          lines.add(of.high(), of.low(), line);
        } else if (lines.number(slot, SECOND_LINE) == 0) {
          lines.set(slot, SECOND_LINE, line);
        }
      }
    }
    return count;
  }

  private void compare(SourceTable from, List<Referenced> all) throws IOException {
    List<String> columns = all.stream().flatMap(to -> to.key.columns().stream()).toList();
    try (SourceRows rows = from.open(references(columns), new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        int first = 0;
        for (Referenced to : all) {
          int size = to.key.columns().size();
          compare(row, from.name(), texts(row, first, size), to);
          first += size;
        }
      }
    }
  }

  private void compare(Row row, String table, List<String> texts, Referenced to) {
    if (texts.stream().allMatch(String::isEmpty)) {
      return;
    }
    Fingerprint of = Fingerprint.of(texts);
    long slot = to.lines.slot(of.high(), of.low());
    long first = to.lines.number(slot, FIRST_LINE);
    long second = to.lines.number(slot, SECOND_LINE);
    if (first != 0 && second == 0) {
      return;
    }
    String names = String.join(", ", to.key.columns());
    String value = String.join(", ", texts);
    if (first == 0) {
      report.error(
          row.place(table),
          "%s: '%s' is no row of %s, which has %,d rows with the key %s; correct it, or add the row"
              .formatted(
                  names,
                  value,
                  to.table.name(),
                  to.count,
                  String.join(", ", to.key.otherColumns())));
    } else {
      report.error(
          row.place(table),
          "%s: '%s' is in lines %d and %d of %s; a foreign key refers to one row: remove one"
              .formatted(names, value, first, second, to.table.name()));
    }
  }

  private static List<Reference> references(List<String> columns) {
    return columns.stream().map(Reference::of).toList();
  }

  /// Returns the texts of consecutive slots of a row.
  private static List<String> texts(Row row, int first, int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      texts.add(row.values(i).stream().findFirst().map(Value::text).orElse(""));
    }
    return texts;
  }
}
