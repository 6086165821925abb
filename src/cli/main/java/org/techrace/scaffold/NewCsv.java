package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Memory;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Header;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.csv.CsvTable;
import org.techrace.table.csv.Dialect;
import org.techrace.table.csv.DialectDetector;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.input.TableFile;

/// Opens a new CSV file in the dialect that it seems to have. A file with faults, such as rows of
/// different lengths, is read leniently, and the mapping says so.
final class NewCsv {
  /// The maximum number of columns beyond the header.
  private static final int MAX_EXTRA_COLUMNS = 50;

  private NewCsv() {}

  /// Opens a file. Reports a file that cannot be read even so, and then returns empty.
  ///
  /// @param plain the proposed name of the triples map
  /// @param name the name in findings
  static Optional<NewTable> of(
      String plain, String name, TableFile file, TableOptions options, Memory memory, Report report)
      throws IOException {
    Detected detected = DialectDetector.of(file, options.stated());
    TableFile input = new TableFile(file.file(), detected.charset(), file.packing());
    if (detected.hasBlankRows()) {
      detected = detected.lenient();
    }
    Report strict = new Report();
    CsvTable table = table(name, input, detected.dialect(), memory);
    List<String> header = readAll(table, strict);
    List<String> notes = new ArrayList<>();
    if (detected.hasBlankRows()) {
      notes.add("The file is read leniently: rows without any text are skipped.");
    }
    footerNote(detected.footer()).ifPresent(notes::add);
    if (strict.hasErrors()) {
      strict.findings().stream()
          .filter(finding -> finding.severity() == Severity.ERROR)
          .findFirst()
          .map(NewCsv::note)
          .ifPresent(notes::add);
      detected = detected.lenient();
      table = table(name, input, detected.dialect(), memory);
      Report lenient = new Report();
      header = readAll(table, lenient);
      report.addAll(lenient, finding -> finding);
    } else {
      report.addAll(strict, finding -> finding);
    }
    if (header.isEmpty() || report.hasErrors()) {
      return Optional.empty();
    }
    if (detected.dialect().isLenient() && detected.widest() > header.size()) {
      List<String> longer = new ArrayList<>(header);
      int extra = Math.min(MAX_EXTRA_COLUMNS, detected.widest() - header.size());
      IntStream.range(0, extra).forEach(_ -> longer.add(""));
      header = longer;
      notes.add(
          "Some rows have more cells than the header, at most %d.".formatted(detected.widest()));
    }
    List<String> labels = options.names().isEmpty() ? detected.names() : options.names();
    if (!options.names().isEmpty() && labels.size() != header.size()) {
      report.error(
          Place.file(name),
          "--columns has %d names; the table has %d columns"
              .formatted(labels.size(), header.size()));
      return Optional.empty();
    }
    return Optional.of(
        NewTable.csv(
            plain,
            table,
            Header.references(header),
            labels.size() == header.size() ? labels : header,
            detected,
            notes));
  }

  /// Returns a note that lists the rows which are left out at the end.
  ///
  /// @param footer the texts of these rows
  static Optional<String> footerNote(List<String> footer) {
    List<String> rows =
        footer.stream().filter(text -> !text.isEmpty()).map("«%s»"::formatted).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Left out as notes or totals, the last rows: %s. Change tool:footerRows if they are data."
                .formatted(String.join(", ", rows)));
  }

  private static String note(Finding finding) {
    return "The file is read leniently, because of %s: %s"
        .formatted(finding.place(), finding.message());
  }

  private static CsvTable table(String name, TableFile input, Dialect dialect, Memory memory) {
    return new CsvTable(name, input, dialect, Set.of(""), List.of(), memory);
  }

  private static List<String> readAll(CsvTable table, Report report) throws IOException {
    List<String> header = table.header(report);
    if (!header.isEmpty()) {
      try (SourceRows rows = table.open(List.of(), report)) {
        for (@Nullable Row row = rows.next(); row != null && !report.hasErrors(); ) {
          row = rows.next();
        }
      }
    }
    return header;
  }
}
