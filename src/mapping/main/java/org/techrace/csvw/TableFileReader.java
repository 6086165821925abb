package org.techrace.csvw;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the rows of a file in its dialect ("Model for Tabular Data", section 8).
final class TableFileReader {
  /// A row.
  ///
  /// @param number the number of the row in the file, from 1
  /// @param line the line on which it begins, from 1
  record FileRow(long number, long line, List<String> cells) {
    FileRow {
      cells = List.copyOf(cells);
    }
  }

  /// The rows of a table.
  ///
  /// @param header the titles of each column, one for each row of the header
  record FileRows(List<List<String>> header, List<FileRow> rows) {}

  private TableFileReader() {}

  /// Reads a file. Reports a file that cannot be read, and returns the rows before the fault.
  static FileRows read(byte[] bytes, String url, FileDialect dialect, Problems problems)
      throws IOException {
    String text = new String(bytes, dialect.charset());
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter())
            .quoteCharacter(dialect.quote() == 0 ? '\1' : dialect.quote())
            .skipEmptyLines(false)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .trimWhitespacesAroundQuotes(dialect.trimsStart() || dialect.trimsEnd());
    if (dialect.comment() != 0) {
      builder.commentStrategy(CommentStrategy.READ).commentCharacter(dialect.comment());
    }
    List<List<String>> header = new ArrayList<>();
    List<FileRow> rows = new ArrayList<>();
    String readable = dialect.doublesQuotes() ? text : text.replace("\\\"", "\"\"");
    long number = 0;
    long nextLine = 1;
    try (CsvReader<CsvRecord> csv = builder.ofCsvRecord(readable)) {
      for (CsvRecord record : csv) {
        number++;
        nextLine = record.getStartingLineNumber() + 1 + lineEnds(record);
        List<String> cells = cells(record, dialect);
        boolean isBlank = cells.stream().allMatch(String::isEmpty);
        if (number <= dialect.skipRows() || record.isComment()) {
          continue;
        }
        if (header.size() < dialect.headerRows()) {
          header.add(cells);
        } else if (!isBlank || (cells.size() > 1 && !dialect.skipsBlankRows())) {
          rows.add(new FileRow(number, record.getStartingLineNumber(), cells));
        }
      }
    } catch (CsvParseException e) {
      problems.unreadable(
          url,
          nextLine,
          "the row cannot be read; if a quoted cell is never closed, close it, or double a quote"
              + " inside a cell: "
              + e.getMessage());
    }
    return new FileRows(header, rows);
  }

  private static long lineEnds(CsvRecord record) {
    return record.getFields().stream()
        .flatMapToInt(String::chars)
        .filter(character -> character == '\n')
        .count();
  }

  private static List<String> cells(CsvRecord record, FileDialect dialect) {
    List<String> cells = new ArrayList<>();
    for (int i = dialect.skipColumns(); i < record.getFieldCount(); i++) {
      String cell = record.getField(i);
      cell = dialect.trimsStart() ? cell.stripLeading() : cell;
      cells.add(dialect.trimsEnd() ? cell.stripTrailing() : cell);
    }
    return cells;
  }
}
