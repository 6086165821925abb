package org.techrace.link;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A table in memory. Linking writes it again with added columns.
///
/// @param header the column names
/// @param rows the cells; each row is as long as the header
/// @param delimiter the character between cells
/// @param lineEnd the characters that end a line
record CsvFile(
    List<String> header, List<List<String>> rows, char delimiter, LineDelimiter lineEnd) {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /// Reads a CSV file in UTF-8 (RFC 4180), with or without byte order mark.
  ///
  /// @param file the file
  /// @param stated the character between cells; if empty, the comma, semicolon, tab or bar that the
  ///   header has most often
  /// @param needed columns that the table must have
  /// @param report receives the faults
  /// @return the table, or empty if the report has errors
  static Optional<CsvFile> read(
      ReadableFile file, Optional<Character> stated, List<String> needed, Report report)
      throws IOException {
    String name = String.valueOf(file.path().getFileName());
    char delimiter;
    try {
      delimiter = stated.isPresent() ? stated.get() : delimiter(file);
    } catch (NoSuchFileException e) {
      report.error(Place.file(name), "there is no such file");
      return Optional.empty();
    }
    try (InputStream in = file.stream();
        CsvReader<CsvRecord> csv =
            CsvReader.builder().fieldSeparator(delimiter).detectBomHeader(true).ofCsvRecord(in)) {
      List<CsvRecord> records = csv.stream().toList();
      if (records.isEmpty()) {
        report.error(Place.file(name), "the file is empty; expected a header line");
        return Optional.empty();
      }
      List<String> header = records.getFirst().getFields();
      CsvFile table =
          new CsvFile(
              header,
              records.stream().skip(1).map(CsvRecord::getFields).toList(),
              delimiter,
              lineEnd(file));
      table.check(file.path(), needed, report);
      return report.hasErrors() ? Optional.empty() : Optional.of(table);
    } catch (CsvParseException e) {
      report.error(Place.file(name), "the table cannot be read: " + e.getMessage());
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        report.error(Place.file(name), "the file is not in UTF-8; save it in that encoding");
        return Optional.empty();
      }
      throw e.getCause();
    }
  }

  private static char delimiter(ReadableFile file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.stream(), StandardCharsets.ISO_8859_1))) {
      String first = lines.readLine();
      String header = first == null ? "" : QUOTED.matcher(first).replaceAll("");
      return DELIMITERS.stream()
          .max(Comparator.comparingLong(d -> header.chars().filter(c -> c == d).count()))
          .filter(d -> header.indexOf(d) >= 0)
          .orElse(',');
    }
  }

  /// Returns the characters at the end of the first line.
  private static LineDelimiter lineEnd(ReadableFile file) throws IOException {
    try (InputStream in = new BufferedInputStream(file.stream())) {
      int before = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return before == '\r' ? LineDelimiter.CRLF : LineDelimiter.LF;
        }
        before = b;
      }
    }
    return LineDelimiter.LF;
  }

  /// Reports columns that the table does not have.
  void check(Path file, List<String> needed, Report report) {
    for (String column : needed) {
      if (!header.contains(column)) {
        report.error(
            Place.line(String.valueOf(file.getFileName()), 1),
            "unknown column '%s'; %s".formatted(column, Nearest.suggest(column, header)));
      }
    }
  }

  /// Replaces a file by the table.
  void write(Path file) throws IOException {
    try (OutputStream bytes = Access.writeNamed(file, () -> true);
        CsvWriter writer =
            CsvWriter.builder()
                .fieldSeparator(delimiter)
                .lineDelimiter(lineEnd)
                .build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      writer.writeRecord(header);
      rows.forEach(writer::writeRecord);
    }
  }

  /// Returns the text of a cell, or empty if the cell is blank.
  Optional<String> cell(List<String> row, String column) {
    return Optional.of(row.get(header.indexOf(column))).filter(text -> !text.isBlank());
  }
}
