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

/// A sheet of an XLSX workbook, row by row. Its first row is the header; a cell has the type it is
/// shown with; a formula counts by its last result.
///
/// @param name the name in findings
/// @param file the workbook
/// @param sheet which sheet; the first if it is not said
/// @param nulls the texts that mean "no value", beside an empty cell
/// @param memory where the texts that its sheets share are kept
public record XlsxTable(
    String name, ReadableFile file, Optional<Reference> sheet, Set<String> nulls, Memory memory)
    implements SourceTable {
  /// ECMA-376 part 1, section 18.3.1.4, and what programs allow.
  private static final int MOST_COLUMNS = 16_384;

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
          chosen.tell(
              "there is no sheet '%s'; %s"
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

  /// The names of the sheets of a workbook; none if it cannot be read, which is reported.
  public static List<String> sheets(String name, ReadableFile file, Report report)
      throws IOException {
    try (Workbook workbook = new Workbook(file, new Memory(0))) {
      return workbook.sheets();
    } catch (ZipException | XMLStreamException e) {
      report.error(Place.file(name), "this workbook cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  /// The names of its columns; none if it has no header, which is reported.
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
            Place.file(name), "the sheet is empty; expected a row with the column names first");
      } else {
        names =
            withoutEnd(
                first.cells().stream()
                    .map(cell -> cell.stream().map(Value::text).collect(Collectors.joining()))
                    .toList());
        Optional<Header> found = Header.of(Place.line(name, first.line()), names, report);
        Optional<int[]> slotsFound = found.flatMap(h -> h.find(references, report));
        header = found.orElse(header);
        slots = slotsFound.orElse(slots);
        ended = slotsFound.isEmpty();
        some = ended;
      }
    }

    /// Columns without a name at the right end are no columns.
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
          report.warn(Place.file(name), "there is no row below the header");
        }
        some = true;
        return row;
      } catch (XMLStreamException e) {
        ended = true;
        reportUnreadable(e, report);
        return null;
      }
    }

    /// The next row with a cell in it; null after the last.
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

    /// Reads the cells of a row; false if one cannot be used, which is reported.
    private boolean cells(long line, List<List<Value>> cells) throws XMLStreamException {
      boolean good = true;
      while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals("row")) {
        if (reader.isStartElement() && reader.getLocalName().equals("c")) {
          String at = String.valueOf(reader.getAttributeValue(null, "r"));
          int column = column(at, cells.size());
          if (column >= MOST_COLUMNS) {
            throw new XMLStreamException(
                "row %,d has more than the %,d cells allowed".formatted(line, MOST_COLUMNS));
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
                "the formula gives %s; mend it, or leave the cell empty".formatted(text));
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
      // Numbers are doubles, written with digits that a double does not have.
      BigDecimal shortest = new BigDecimal(Double.toString(number.doubleValue()));
      boolean whole = shortest.stripTrailingZeros().scale() <= 0;
      return whole
          ? new Value(shortest.toBigInteger().toString(), Value.Kind.INTEGER)
          : new Value(shortest.toPlainString(), Value.Kind.DOUBLE);
    }

    /// As many as the part of the sheet that was read is worth.
    @Override
    public long bytesRead() {
      return (long) (bytes * workbook.shareRead());
    }

    @Override
    public void close() throws IOException {
      workbook.close();
    }
  }

  /// The index of the column in a cell's name such as `AB12`; the next one if it has no name.
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
