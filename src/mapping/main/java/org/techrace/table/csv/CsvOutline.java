package org.techrace.table.csv;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TableRows;
import org.techrace.table.TextRow;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Encodings;
import org.techrace.table.input.TableFile;

/// A new CSV file, opened in the dialect that it seems to have. A file with faults, such as rows of
/// different lengths, is read leniently, and a note says so.
///
/// @param table the table
/// @param header the names of its columns, as references need them
/// @param labels the names of its columns for people
/// @param detected how the file is written
/// @param notes what a person should know about the file
public record CsvOutline(
    CsvTable table,
    List<String> header,
    List<String> labels,
    Detected detected,
    List<String> notes) {
  /// The maximum number of columns beyond the header.
  private static final int MAX_EXTRA_COLUMNS = 50;

  public CsvOutline {
    header = List.copyOf(header);
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
  }

  /// Opens a file. Reports a file that cannot be read even leniently, and then returns empty.
  ///
  /// @param source the file; its encoding and dialect are not used
  public static Optional<CsvOutline> of(FileSource source, Stated stated, Report report)
      throws IOException {
    TableFile file = source.file();
    Detected detected = DialectDetector.of(file, stated);
    TableFile input = new TableFile(file.file(), detected.charset(), file.packing());
    if (detected.hasBlankRows()) {
      detected = detected.lenient();
    }
    Report strict = new Report();
    CsvTable table = table(source, input, detected.dialect());
    List<String> header = readAll(table, detected, strict);
    List<String> notes = new ArrayList<>();
    tellEncoding(source.name(), detected.encoding(), report).ifPresent(notes::add);
    if (detected.hasBlankRows()) {
      notes.add("The file is read leniently: rows without any text are skipped.");
    }
    FoundTable.footerNote(detected.footer()).ifPresent(notes::add);
    if (strict.hasErrors()) {
      strict.findings().stream()
          .filter(finding -> finding.severity() == Severity.ERROR)
          .findFirst()
          .map(CsvOutline::note)
          .ifPresent(notes::add);
      detected = detected.lenient();
      table = table(source, input, detected.dialect());
      Report lenient = new Report();
      header = readAll(table, detected, lenient);
      report.addAll(lenient, finding -> finding);
    } else {
      report.addAll(strict, finding -> finding);
    }
    if (header.isEmpty() || report.hasErrors()) {
      return Optional.empty();
    }
    for (TextRow other : detected.others()) {
      report.warn(
          Place.line(source.name(), other.line()),
          "after an empty row, '%s' looks like the header of another table, and is read as a row; move each table to a file of its own, and start again"
              .formatted(TableRows.shortText(other)));
    }
    if (detected.dialect().isLenient() && detected.widest() > header.size()) {
      List<String> longer = new ArrayList<>(header);
      int extra = Math.min(MAX_EXTRA_COLUMNS, detected.widest() - header.size());
      IntStream.range(0, extra).forEach(_ -> longer.add(""));
      header = longer;
      notes.add(
          "Some rows have more cells than the header, at most %d.".formatted(detected.widest()));
    }
    List<String> labels = stated.names().isEmpty() ? detected.names() : stated.names();
    if (!stated.names().isEmpty() && labels.size() != header.size()) {
      report.error(
          Place.file(source.name()),
          "--columns has %d names; the table has %d columns"
              .formatted(labels.size(), header.size()));
      return Optional.empty();
    }
    return Optional.of(
        new CsvOutline(
            table, header, labels.size() == header.size() ? labels : header, detected, notes));
  }

  /// Warns of an encoding that is not clear.
  ///
  /// @return a note about one that is clear, and that a person may not expect
  private static Optional<String> tellEncoding(
      String name, Encodings.Guess encoding, Report report) {
    if (encoding.line() == 0) {
      return Optional.empty();
    }
    String charset = encoding.charset().name();
    String line = TableRows.shortText(new TextRow(encoding.line(), List.of(encoding.text())));
    if (encoding.isClear()) {
      return Optional.of(
          "The file is not UTF-8. By its words it is %s; line %d is '%s'."
              .formatted(charset, encoding.line(), line));
    }
    List<String> others = encoding.others().stream().map(Charset::name).toList();
    report.warn(
        Place.line(name, encoding.line()),
        "the file is not UTF-8, and its encoding is not clear: read as %s, this line is '%s'%s; if these words are wrong, save the file as UTF-8, or state its encoding with --encoding NAME of init"
            .formatted(
                charset,
                line,
                others.isEmpty() ? "" : "; it may also be " + String.join(", ", others)));
    return Optional.empty();
  }

  /// The note goes into the mapping, next to the file, whose folder it does not name.
  private static String note(Finding finding) {
    String place =
        finding.place() instanceof Place.InFile in && in.line() > 0
            ? "line " + in.line()
            : String.valueOf(finding.place());
    return "The file is read leniently, because of %s: %s".formatted(place, finding.message());
  }

  private static CsvTable table(FileSource source, TableFile input, Dialect dialect) {
    return new CsvTable(source.name(), input, dialect, Set.of(""), List.of(), source.memory());
  }

  private static List<String> readAll(CsvTable table, Detected detected, Report report)
      throws IOException {
    List<String> header = table.header(report);
    if (header.isEmpty()) {
      return header;
    }
    // The cells after the last column are mapped by their positions.
    int widest = detected.dialect().isLenient() ? detected.widest() : 0;
    List<Reference> surplus =
        IntStream.range(header.size(), Math.min(header.size() + MAX_EXTRA_COLUMNS, widest))
            .mapToObj(i -> Reference.of(Header.position(i)))
            .toList();
    int named = header.size();
    while (named > 0 && detected.dialect().headerRows() > 0 && header.get(named - 1).isBlank()) {
      named--;
    }
    ShortRows shortRows = new ShortRows(table.name(), named);
    try (SourceRows rows = table.open(surplus, report)) {
      for (@Nullable Row row = rows.next(); row != null && !report.hasErrors(); ) {
        warnOfSurplus(table, row, header, surplus, report);
        shortRows.add(row);
        row = rows.next();
      }
    }
    shortRows.tell(report);
    return header;
  }

  /// The rows with fewer cells than the header, in a file that is read leniently.
  private static final class ShortRows {
    /// The most rows that are named.
    private static final int SHOWN = 3;

    private final String table;
    private final int columns;
    private final Map<Long, Integer> first = new TreeMap<>();
    private long shorter;
    private long rows;

    ShortRows(String table, int columns) {
      this.table = table;
      this.columns = columns;
    }

    void add(Row row) {
      rows++;
      int cells = CsvTable.cells(row);
      if (cells < columns) {
        shorter++;
        if (first.size() < SHOWN) {
          first.put(row.line(), cells);
        }
      }
    }

    /// Warns of the rows if most others have all cells: a cell may be missing in their middle.
    void tell(Report report) {
      if (shorter * 2 > rows) {
        report.info(
            Place.file(table),
            "%,d of %,d rows have fewer cells than the header, which has %d columns: the cells at their ends are empty"
                .formatted(shorter, rows, columns));
        return;
      }
      first.forEach(
          (line, cells) ->
              report.warn(
                  Place.line(table, line),
                  "the row has %d cells; the header has %d columns: the missing ones are taken for empty cells at its end; add them where they are missing"
                      .formatted(cells, columns)));
      if (shorter > first.size()) {
        report.warn(
            Place.file(table),
            "%,d more rows have fewer cells than the header".formatted(shorter - first.size()));
      }
    }
  }

  private static void warnOfSurplus(
      CsvTable table, Row row, List<String> header, List<Reference> surplus, Report report) {
    List<String> texts =
        IntStream.range(0, surplus.size())
            .boxed()
            .flatMap(slot -> row.values(slot).stream())
            .map(value -> "'%s'".formatted(value.text()))
            .toList();
    if (!texts.isEmpty()) {
      report.warn(
          row.place(table.name()),
          "the row has more cells than the header, which has %d columns: %s become values of a column without a name; correct the row if its cells have shifted, or name the column"
              .formatted(header.size(), String.join(", ", texts)));
    }
  }
}
