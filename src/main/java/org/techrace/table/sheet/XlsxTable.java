package org.techrace.table.sheet;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// A sheet of an XLSX workbook, read row by row. The first row is the header. A cell has the type
/// that it is displayed with, and the value of a formula is its last result.
///
/// @param name the name in findings
/// @param file the workbook
/// @param sheet the name of the sheet, or empty for the first sheet
/// @param nulls the texts that mean "no value", in addition to an empty cell
/// @param memory the budget for the texts that the sheets share
public record XlsxTable(
    String name, ReadableFile file, Optional<Reference> sheet, Set<String> nulls, Memory memory)
    implements SourceTable {
  /// The maximum number of columns in a sheet (ECMA-376 part 1, section 18.3.1.4).
  private static final int MAX_COLUMNS = 16_384;

  public XlsxTable {
    nulls = Set.copyOf(nulls);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    @Nullable Workbook workbook = null;
    try {
      workbook = new Workbook(file, memory);
      List<String> sheets = workbook.sheets();
      Reference chosen =
          sheet.orElseGet(() -> Reference.of(sheets.stream().findFirst().orElse("")));
      if (sheets.contains(chosen.text())) {
        return new SheetRows(workbook, workbook.open(chosen.text()), references, report);
      }
      report.error(
          Place.file(name),
          chosen.withOrigin(
              "unknown sheet '%s'; %s"
                  .formatted(chosen.text(), Nearest.suggest(chosen.text(), sheets))));
    } catch (ZipException e) {
      report.error(Place.file(name), "this is not an XLSX workbook: " + e.getMessage());
    } catch (XMLStreamException e) {
      reportUnreadable(e, report);
    }
    if (workbook != null) {
      workbook.close();
    }
    return SourceRows.NONE;
  }

  @Override
  public long bytes() throws IOException {
    return file.size();
  }

  /// Returns the names of the sheets of a workbook. Reports a workbook that cannot be read, and
  /// then returns an empty list.
  public static List<String> sheets(String name, ReadableFile file, Report report)
      throws IOException {
    try (Workbook workbook = new Workbook(file, new Memory(0))) {
      return workbook.sheets();
    } catch (ZipException | XMLStreamException e) {
      report.error(Place.file(name), "this workbook cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  /// Returns the names of the columns. Reports a sheet without a header, and then returns an empty
  /// list.
  public List<String> header(Report report) throws IOException {
    try (SourceRows rows = open(List.of(), report)) {
      return rows instanceof SheetRows sheet ? sheet.names : List.of();
    }
  }

  private void reportUnreadable(Exception e, Report report) {
    report.error(Place.file(name), "this workbook cannot be read: " + e.getMessage());
  }

  private final class SheetRows implements SourceRows {
    private final Workbook workbook;
    private final XMLStreamReader reader;
    private final Report report;
    private final long bytes;
    private Header header = new Header(Place.file(name), Map.of());
    private List<String> names = List.of();
    private int[] slots = {};
    private boolean some;
    private boolean ended;

    SheetRows(Workbook workbook, XMLStreamReader reader, List<Reference> references, Report report)
        throws IOException, XMLStreamException {
      this.bytes = bytes();
      this.workbook = workbook;
      this.reader = reader;
      this.report = report;
      CellRow first = read();
      if (first == null) {
        report.error(
            Place.file(name), "the sheet is empty; expected a first row with the column names");
      } else {
        names =
            withoutEnd(
                first.cells().stream()
                    .map(cell -> cell.stream().map(Value::text).collect(Collectors.joining()))
                    .toList());
        header = Header.of(Place.line(name, first.line()), names);
        Optional<int[]> slotsFound = header.find(references, report);
        slots = slotsFound.orElse(slots);
        ended = slotsFound.isEmpty();
        some = ended;
      }
    }

    /// Removes columns without a name at the right end of the header.
    private static List<String> withoutEnd(List<String> names) {
      int end = names.size();
      while (end > 0 && names.get(end - 1).isEmpty()) {
        end--;
      }
      return names.subList(0, end);
    }

    @Override
    public @Nullable Row next() {
      try {
        CellRow row = ended ? null : read();
        if (row == null && !some && !names.isEmpty()) {
          report.warn(Place.file(name), "the table has a header but no rows");
        }
        some = true;
        return row;
      } catch (XMLStreamException e) {
        ended = true;
        reportUnreadable(e, report);
        return null;
      }
    }

    /// Reads the next row with a value in it. Returns null after the last.
    private @Nullable CellRow read() throws XMLStreamException {
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals("row")) {
          long line = number(reader.getAttributeValue(null, "r"), 0);
          List<List<Value>> cells = new ArrayList<>();
          boolean good = cells(line, cells);
          if (good && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
            return new CellRow(Place.line(name, line), line, cells, slots, header);
          }
        }
      }
      ended = true;
      return null;
    }

    /// Reads the cells of a row. Reports a cell that cannot be read, and then returns false.
    private boolean cells(long line, List<List<Value>> cells) throws XMLStreamException {
      boolean good = true;
      while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals("row")) {
        if (reader.isStartElement() && reader.getLocalName().equals("c")) {
          String at = String.valueOf(reader.getAttributeValue(null, "r"));
          int column = column(at, cells.size());
          if (column >= MAX_COLUMNS) {
            throw new XMLStreamException(
                "row %,d has more than the limit of %,d cells".formatted(line, MAX_COLUMNS));
          }
          while (cells.size() < column) {
            cells.add(List.of());
          }
          try {
            cells.add(cell());
          } catch (IllegalArgumentException
              | ArithmeticException
              | DateTimeException
              | IndexOutOfBoundsException e) {
            good = false;
            report.badRow(Place.line(name, line), "cell %s: %s".formatted(at, e.getMessage()));
          }
        }
      }
      return good;
    }

    private List<Value> cell() throws XMLStreamException {
      String type = String.valueOf(reader.getAttributeValue(null, "t"));
      int style = (int) number(reader.getAttributeValue(null, "s"), -1);
      String text = "";
      while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals("c")) {
        if (reader.isStartElement()) {
          switch (reader.getLocalName()) {
            case "v" -> text = reader.getElementText();
            case "is" -> text = Workbook.richText(reader, "is");
            default -> {}
          }
        }
      }
      return text.isEmpty() ? List.of() : value(type, style, text);
    }

    private List<Value> value(String type, int style, String text) {
      return switch (type) {
        case "s" -> text(workbook.text(Integer.parseInt(text)));
        case "str", "inlineStr" -> text(text);
        case "b" -> List.of(new Value(String.valueOf(text.equals("1")), Value.Kind.BOOLEAN));
        case "d" -> List.of(new Value(text, Value.Kind.DATE_TIME));
        case "e" ->
            throw new IllegalArgumentException(
                "the formula returns %s; correct it, or clear the cell".formatted(text));
        default -> List.of(numeric(style, new BigDecimal(text)));
      };
    }

    private List<Value> text(String text) {
      return text.isEmpty() || nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }

    private Value numeric(int style, BigDecimal number) {
      SerialDate.Format format = workbook.style(style);
      if (format != SerialDate.Format.NUMBER) {
        return SerialDate.of(number, format, workbook.from1904());
      }
      // Numbers are stored as doubles, with more digits than a double has.
      BigDecimal shortest = new BigDecimal(Double.toString(number.doubleValue()));
      boolean whole = shortest.stripTrailingZeros().scale() <= 0;
      return whole
          ? new Value(shortest.toBigInteger().toString(), Value.Kind.INTEGER)
          : new Value(shortest.toPlainString(), Value.Kind.DOUBLE);
    }

    /// Estimates the bytes read from the share of the sheet read.
    @Override
    public long bytesRead() {
      return (long) (bytes * workbook.shareRead());
    }

    @Override
    public void close() throws IOException {
      workbook.close();
    }
  }

  /// Parses the column in a cell reference such as `AB12`. Returns `next` without a reference.
  private static int column(String cell, int next) {
    int column = 0;
    int i = 0;
    for (; i < cell.length() && i < 3 && cell.charAt(i) >= 'A' && cell.charAt(i) <= 'Z'; i++) {
      column = column * 26 + cell.charAt(i) - 'A' + 1;
    }
    return Math.max(next, column - 1);
  }

  private static long number(@Nullable String text, long otherwise) {
    return text != null && text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
  }
}
