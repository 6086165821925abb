package org.techrace.scaffold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellKind;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.csv.CsvOutline;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.format.FileSource;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// A CSV file, read in the dialect that it seems to have.
///
/// @param header the names of the columns
/// @param rows the cells, as many in each row as there are columns
/// @param dialect how the file is written
/// @param notes what a person should know about the file
public record DetectedCsv(
    List<String> header, List<List<String>> rows, Detected dialect, List<String> notes) {

  /// Reads a table.
  ///
  /// @param options what is known about the file
  /// @return empty if the report says why it cannot be read
  /// @throws IOException if it cannot be opened
  public static Optional<DetectedCsv> read(ReadableFile file, TableOptions options, Report report)
      throws IOException {
    String name = Place.nameOf(file.path());
    Optional<CsvOutline> table =
        CsvOutline.of(
            FileSource.unmapped(
                name,
                new TableFile(file, StandardCharsets.UTF_8, Packing.NONE),
                new Memory(EngineOptions.DEFAULT.memory())),
            options.stated(),
            report);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = header(table.get().labels());
    List<List<String>> rows = new ArrayList<>();
    List<Reference> references =
        Header.references(table.get().header()).stream().map(Reference::of).toList();
    try (SourceRows read = table.get().table().open(references, report)) {
      for (@Nullable Row row = read.next(); row != null; row = read.next()) {
        List<String> cells = new ArrayList<>(header.size());
        for (int i = 0; i < header.size(); i++) {
          cells.add(row.values(i).isEmpty() ? "" : row.values(i).getFirst().text());
        }
        rows.add(cells);
      }
    }
    if (rows.isEmpty() && !report.hasErrors()) {
      report.error(
          Place.file(name), "the table has no row; expected a header and a row for each thing");
    }
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new DetectedCsv(
                header, List.copyOf(rows), table.get().detected(), table.get().notes()));
  }

  /// Gives columns without a name one, and numbers those with the same name.
  private static List<String> header(List<String> labels) {
    List<String> names = new ArrayList<>();
    IntStream.range(0, labels.size())
        .forEach(
            i -> {
              String stem = labels.get(i).isBlank() ? "column " + (i + 1) : labels.get(i);
              String name = stem;
              for (int n = 2; names.contains(name); n++) {
                name = stem + " " + n;
              }
              names.add(name);
            });
    return List.copyOf(names);
  }

  /// Returns true if a cell of a column is a number.
  public boolean hasNumber(int column) {
    return rows.stream().anyMatch(row -> CellKind.of(row.get(column)) == CellKind.NUMBER);
  }

  /// Describes how the file is written, as in `separated by ';', windows-1252, after 3 lines`.
  public String description() {
    StringBuilder text = new StringBuilder("separated by ");
    char delimiter = dialect.dialect().delimiter();
    text.append(delimiter == '\t' ? "tabs" : "'" + delimiter + "'");
    if (!dialect.charset().equals(StandardCharsets.UTF_8)) {
      text.append(", ").append(dialect.charset().name().toLowerCase(Locale.ROOT));
    }
    if (dialect.dialect().skipRows() > 0) {
      text.append(", after ").append(dialect.dialect().skipRows()).append(" lines");
    }
    if (dialect.dialect().headerRows() == 0) {
      text.append(", without names of columns");
    }
    if (dialect.dialect().footerRows() > 0) {
      text.append(", before ")
          .append(dialect.dialect().footerRows())
          .append(" rows of notes or totals");
    }
    return text.toString();
  }
}
