package org.techrace.scaffold;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.access.ReadableFile;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A table with separators, whose dialect is found by looking at its first line.
///
/// @param header the columns
/// @param rows the cells, as many in each row as there are columns
/// @param separator what is between the cells
public record DetectedCsv(List<String> header, List<List<String>> rows, char separator) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /// Reads a table in UTF-8.
  ///
  /// @return nothing if the report tells why
  /// @throws IOException if it cannot be opened
  public static Optional<DetectedCsv> read(ReadableFile file, Report report) throws IOException {
    String name = Place.nameOf(file.path());
    String text;
    try {
      text = file.text().replaceFirst("^\uFEFF", "");
    } catch (CharacterCodingException e) {
      report.error(Place.file(name), "the file is not UTF-8; save it as UTF-8");
      return Optional.empty();
    }
    char separator = separator(text.lines().findFirst().orElse(""));
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder().fieldSeparator(separator).skipEmptyLines(true).ofCsvRecord(text)) {
      for (CsvRecord row : csv) {
        rows.add(row.getFields());
      }
    } catch (CsvParseException e) {
      report.error(Place.file(name), "the table cannot be read: " + e.getMessage());
    }
    if (rows.size() < 2 && !report.hasErrors()) {
      report.error(
          Place.file(name), "the table has no row; expected a header and a row for each thing");
    }
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new DetectedCsv(rows.getFirst(), List.copyOf(rows.subList(1, rows.size())), separator));
  }

  /// The separator that is most often in a line, outside of quotes; a comma if none is.
  private static char separator(String line) {
    String plain = line.replaceAll("\"[^\"]*\"", "");
    char best = ',';
    long most = 0;
    for (char separator : SEPARATORS) {
      long number = plain.chars().filter(c -> c == separator).count();
      if (number > most) {
        best = separator;
        most = number;
      }
    }
    return best;
  }
}
