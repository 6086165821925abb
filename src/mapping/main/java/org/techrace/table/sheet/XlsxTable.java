package org.techrace.table.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellKind;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;
import org.techrace.table.format.Percents;

/// A sheet of an XLSX workbook, or a range in it, read row by row. A cell has the type that it is
/// displayed with, the value of a formula is its last result, and merged cells all have the value
/// of the first.
///
/// @param name the name in findings
/// @param file the workbook
/// @param sheet the name of the sheet, or a range such as `People!B3:F20`; empty for the first
///   sheet
/// @param extent the rows before and after the table, and those of its header
/// @param nulls the texts that mean "no value", in addition to an empty cell
/// @param errors the errors of formulas that are texts, because they mean "no value"; any other is
///   a fault of its row
/// @param memory the budget for the texts that the sheets share
public record XlsxTable(
    String name,
    ReadableFile file,
    Optional<Reference> sheet,
    Extent extent,
    Set<String> nulls,
    Set<String> errors,
    Memory memory)
    implements SourceTable {
  /// The rows of a table in its sheet or range.
  ///
  /// @param skipRows the number of rows of the sheet before the header
  /// @param headerRows the number of rows with names, which are joined; 0 if columns only have
  ///   positions
  /// @param footerRows the number of rows after the table, without empty ones
  public record Extent(int skipRows, int headerRows, int footerRows) {
    /// A header in the first row, and rows after it.
    public static final Extent USUAL = new Extent(0, 1, 0);
  }

  /// The maximum number of columns in a sheet (ECMA-376 part 1, section 18.3.1.4).
  private static final int MAX_COLUMNS = 16_384;

  /// The maximum number of digits of a number before or after the point; a double has up to 309.
  private static final int MAX_DIGITS = 400;

  /// The first bytes of a compound file, the format of `.xls` and of encrypted workbooks.
  private static final byte[] COMPOUND_FILE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

  public XlsxTable {
    nulls = Set.copyOf(nulls);
    errors = Set.copyOf(errors);
  }

  @Override
  public String nameOfCells() {
    return sheet.map(of -> "%s!%s".formatted(name, of.text())).orElse(name);
  }

  @Override
  public Optional<CellNames> cellNames() throws IOException {
    try (Workbook workbook = new Workbook(file, new Memory(0))) {
      SheetArea area = area(workbook);
      boolean hasSheets = hasSheets(workbook);
      return Optional.of(
          (column, line) -> named(area, hasSheets, area.firstColumn() + column, line));
    } catch (ZipException | XMLStreamException _) {
      // Reported when the rows are read.
      return Optional.empty();
    }
  }

  private static boolean hasSheets(Workbook workbook) {
    return workbook.sheets().size() > 1;
  }

  /// Returns the name of a cell, with its sheet if the workbook has several: `B3`, `Data!B3`.
  private static String named(SheetArea area, boolean hasSheets, int column, long line) {
    String cell = SheetArea.cell(column, line);
    return hasSheets ? area.sheet() + "!" + cell : cell;
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    return open(references, true, report);
  }

  /// Opens the sheet with the value of merged cells only in the first of them.
  SourceRows openUnmerged(Report report) throws IOException {
    return open(List.of(), false, report);
  }

  /// Returns the merged cells of the sheet.
  ///
  /// @throws XMLStreamException if the workbook cannot be read
  MergedCells mergedCells() throws IOException, XMLStreamException {
    try (Workbook workbook = new Workbook(file, new Memory(0))) {
      return workbook.mergedCells(area(workbook).sheet());
    }
  }

  /// Returns the same sheet with another extent.
  public XlsxTable with(Extent other) {
    return new XlsxTable(name, file, sheet, other, nulls, errors, memory);
  }

  /// Returns a range of the workbook, such as `People!B3:F20`, with the same extent.
  public XlsxTable ofRange(String range) {
    return new XlsxTable(
        name, file, Optional.of(Reference.of(range)), extent, nulls, errors, memory);
  }

  private Reference chosen(Workbook workbook) {
    return sheet.orElseGet(() -> Reference.of(workbook.sheets().stream().findFirst().orElse("")));
  }

  private SheetArea area(Workbook workbook) {
    return SheetArea.of(chosen(workbook).text(), workbook.sheets());
  }

  private SourceRows open(List<Reference> references, boolean fillMerged, Report report)
      throws IOException {
    @Nullable Workbook workbook = null;
    try {
      workbook = new Workbook(file, memory);
      List<String> sheets = workbook.sheets();
      SheetArea area = area(workbook);
      if (sheets.contains(area.sheet())) {
        MergedCells merged = fillMerged ? workbook.mergedCells(area.sheet()) : new MergedCells();
        XMLStreamReader reader = workbook.open(area.sheet());
        return new SheetRows(workbook, reader, area, merged, references, report);
      }
      report.error(
          Place.file(name),
          chosen(workbook)
              .withOrigin(
                  "unknown sheet '%s'; %s"
                      .formatted(area.sheet(), Nearest.suggest(area.sheet(), sheets))));
    } catch (ZipException e) {
      report.error(Place.file(name), "this is not an XLSX workbook: " + cause(file, e));
    } catch (XMLStreamException e) {
      reportUnreadable(e, report);
    }
    if (workbook != null) {
      workbook.close();
    }
    return SourceRows.NONE;
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    return Header.references(header(report));
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
    } catch (ZipException e) {
      report.error(Place.file(name), "this is not an XLSX workbook: " + cause(file, e));
      return List.of();
    } catch (XMLStreamException e) {
      report.error(Place.file(name), "this workbook cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  /// Returns the names of the sheets that a workbook does not show.
  static Set<String> hiddenSheets(ReadableFile file) throws IOException {
    try (Workbook workbook = new Workbook(file, new Memory(0))) {
      return workbook.hidden();
    } catch (ZipException | XMLStreamException _) {
      // Reported when the sheets are listed.
      return Set.of();
    }
  }

  /// Returns why a file that is not a ZIP archive is not a workbook, by its first bytes.
  private static String cause(ReadableFile file, ZipException e) throws IOException {
    byte[] start;
    try (InputStream in = file.stream()) {
      start = in.readNBytes(COMPOUND_FILE.length);
    }
    if (Arrays.equals(start, COMPOUND_FILE)) {
      return "it is one of Excel 97 to 2003 (.xls), or has a password; save it as .xlsx without"
          + " one";
    }
    return new String(start, StandardCharsets.UTF_8).stripLeading().startsWith("<")
        ? "it is HTML or XML; open it in a spreadsheet program and save it as .xlsx"
        : String.valueOf(e.getMessage());
  }

  /// Returns the names of the columns. Reports a sheet without a header, and then returns an empty
  /// list.
  public List<String> header(Report report) throws IOException {
    try (SourceRows rows = open(List.of(), report)) {
      return rows instanceof SheetRows sheet ? sheet.names : List.of();
    }
  }

  /// How the cells of a table look.
  ///
  /// @param percents the columns with numbers that are displayed in percent, by their index
  /// @param merged the merged cells below the header, such as `A3:A5`
  record Looks(Map<Integer, Percents> percents, List<String> merged) {
    Looks {
      percents = Map.copyOf(percents);
      merged = List.copyOf(merged);
    }
  }

  /// Returns how the cells of the table look. The whole sheet is read.
  Looks looks() throws IOException {
    List<String> merged = new ArrayList<>();
    Map<Integer, Percents> found = new HashMap<>();
    try (SourceRows rows = open(List.of(), new Report())) {
      if (rows instanceof SheetRows sheet) {
        while (sheet.next() != null) {
          // The rows note the styles of their cells.
        }
        merged.addAll(sheet.merged.below(sheet.headerLine));
        for (int i = 0; i < sheet.names.size(); i++) {
          int column = sheet.area.firstColumn() + i;
          if (sheet.percents.get(column)) {
            found.put(i, sheet.numbers.get(column) ? Percents.SOME : Percents.ALL);
          }
        }
      }
    }
    return new Looks(found, merged);
  }

  private void reportUnreadable(Exception e, Report report) {
    report.error(Place.file(name), "this workbook cannot be read: " + e.getMessage());
  }

  private final class SheetRows implements SourceRows {
    private final Workbook workbook;
    private final XMLStreamReader reader;
    private final SheetArea area;
    private final MergedCells merged;
    private final Report report;
    private final long bytes;

    /// Rows that were read before it was known whether they belong to the footer.
    private final Deque<CellRow> held = new ArrayDeque<>();

    private Header header = new Header(Place.file(name), Map.of());
    private List<String> names = List.of();
    private int[] slots = {};
    private List<Reference> references = List.of();
    private long lastLine;
    private boolean inTable;
    private boolean some;
    private boolean begun;
    private boolean ended;

    /// The columns of the sheet with numbers that are displayed in percent, and with others.
    private final BitSet percents = new BitSet();

    private final BitSet numbers = new BitSet();

    /// The line of the last row of the header, or 0 without one.
    private long headerLine;

    /// The column of the cell that is read.
    private int column;

    SheetRows(
        Workbook workbook,
        XMLStreamReader reader,
        SheetArea area,
        MergedCells merged,
        List<Reference> references,
        Report report)
        throws IOException, XMLStreamException {
      this.bytes = bytes();
      this.workbook = workbook;
      this.reader = reader;
      this.area = area;
      this.merged = merged;
      this.report = report;
      CellRow first = read();
      if (first == null) {
        report.error(
            Place.file(name),
            "the sheet '%s' is empty; expected a first row with the column names"
                .formatted(area.sheet()));
      } else {
        readHeader(first);
        Optional<int[]> slotsFound = header.find(references, report);
        slots = slotsFound.orElse(slots);
        this.references = references;
        ended = slotsFound.isEmpty();
        some = ended;
        if (ended) {
          held.clear();
        }
      }
    }

    private void readHeader(CellRow first) throws XMLStreamException {
      if (extent.headerRows == 0) {
        names = IntStream.range(0, first.cells().size()).mapToObj(Header::position).toList();
        held.add(first);
      } else {
        List<String> joined = new ArrayList<>(texts(first));
        long last = first.line();
        for (int i = 1; i < extent.headerRows; i++) {
          CellRow next = read();
          last = next == null ? last : next.line();
          join(joined, next == null ? List.of() : texts(next));
        }
        names = withoutEnd(joined);
        headerLine = last;
        percents.clear();
        numbers.clear();
      }
      header = Header.of(Place.line(name, first.line()), names);
    }

    /// Adds the texts of a further row of the header, unless a merged cell has repeated them.
    private static void join(List<String> names, List<String> more) {
      while (names.size() < more.size()) {
        names.add("");
      }
      for (int column = 0; column < more.size(); column++) {
        if (!names.get(column).equals(more.get(column))) {
          names.set(column, (names.get(column) + " " + more.get(column)).strip());
        }
      }
    }

    private static List<String> texts(CellRow row) {
      return row.cells().stream()
          .map(cell -> cell.stream().map(Value::text).collect(Collectors.joining()))
          .toList();
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
        if (!begun) {
          begun = true;
          warnOfOtherSheets();
        }
        CellRow row = nextOfTable();
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

    /// Warns of sheets that are not read, unless the mapping says which one it wants.
    private void warnOfOtherSheets() {
      List<String> others =
          workbook.sheets().stream().filter(name -> !name.equals(area.sheet())).toList();
      if (sheet.isEmpty() && !others.isEmpty()) {
        report.warn(
            Place.file(name),
            "only the first sheet '%s' is read, not '%s'; name the sheet with rml:iterator"
                .formatted(area.sheet(), String.join("', '", others)));
      }
    }

    /// Returns the next row that is not in the footer, or null after the last.
    private @Nullable CellRow nextOfTable() throws XMLStreamException {
      while (!ended && held.size() <= extent.footerRows) {
        CellRow row = read();
        if (row != null) {
          held.add(row);
        }
      }
      CellRow next = held.size() > extent.footerRows ? held.poll() : null;
      if (next == null) {
        leaveOutFooter();
      } else {
        warnOfNamelessCells(next);
      }
      // The first row of a table without a header was read before its references were found.
      return next == null ? null : next.with(slots, header);
    }

    /// Passes on the texts of the rows after the table, which the mapping says are not data.
    private void leaveOutFooter() {
      for (CellRow row : held) {
        CellRow read = row.with(slots, header);
        for (int slot = 0; slot < slots.length; slot++) {
          List<Value> cell = read.values(slot);
          if (!cell.isEmpty() && Reference.isFirst(references, slot)) {
            report.leaveOut(
                new Report.LeftOut(
                    references.get(slot).text(), cell.getFirst().text(), row.line(), false));
          }
        }
      }
      held.clear();
    }

    /// Warns of values to the right of the header. References find them by position only.
    private void warnOfNamelessCells(CellRow row) {
      List<String> lost =
          IntStream.range(names.size(), row.cells().size())
              .filter(
                  i -> !row.cells().get(i).isEmpty() && Arrays.stream(slots).noneMatch(s -> s == i))
              .mapToObj(
                  i ->
                      "'%s' (%s)"
                          .formatted(row.cells().get(i).getFirst().text(), Header.position(i)))
              .toList();
      if (!lost.isEmpty()) {
        report.lostCells(
            row.place(name),
            lost.size(),
            "%s is in no column with a name, and nothing reads it; name the column, or choose the table by its range of cells"
                .formatted(String.join(", ", lost)));
      }
    }

    /// Reports a value that is replaced by that of the merged cells around it.
    private void leaveOut(MergedCells.Hidden cell, long line) {
      report.warn(
          Place.line(name, line),
          "cell %s has the value '%s', which is not read because the cell is merged into %s; clear it, or unmerge the cells"
              .formatted(
                  named(area, hasSheets(workbook), cell.column(), line), cell.text(), cell.area()));
      IntStream.range(0, slots.length)
          .filter(slot -> slots[slot] == cell.column() - area.firstColumn())
          .filter(slot -> Reference.isFirst(references, slot))
          .forEach(
              slot ->
                  report.leaveOut(
                      new Report.LeftOut(references.get(slot).text(), cell.text(), line, false)));
    }

    /// Reads the next row with a value in it. Returns null after the last.
    private @Nullable CellRow read() throws XMLStreamException {
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals("row")) {
          long line = number(reader.getAttributeValue(null, "r"), lastLine + 1);
          if (line <= lastLine) {
            throw outOfOrder("row " + line);
          }
          lastLine = line;
          inTable = line >= area.firstRow() + extent.skipRows;
          List<List<Value>> cells = new ArrayList<>();
          boolean good = cells(line, cells);
          BitSet repeated = new BitSet();
          List<MergedCells.Hidden> hidden = merged.fill(line, cells, repeated);
          if (line > area.lastRow()) {
            break;
          }
          cells = area.cut(cells);
          if (inTable && good && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
            hidden.forEach(cell -> leaveOut(cell, line));
            return new CellRow(
                Place.line(name, line),
                line,
                cells,
                repeated.get(area.firstColumn(), Math.max(area.firstColumn(), repeated.length())),
                slots,
                header);
          }
        }
      }
      ended = true;
      return null;
    }

    /// Reads the cells of a row. Reports cells that cannot be read, and then returns false.
    private boolean cells(long line, List<List<Value>> cells) throws XMLStreamException {
      List<String> faults = new ArrayList<>();
      boolean good = true;
      while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals("row")) {
        if (reader.isStartElement() && reader.getLocalName().equals("c")) {
          @Nullable String at = reader.getAttributeValue(null, "r");
          int stated = at == null ? -1 : SheetArea.column(at);
          int column = stated < 0 ? cells.size() : stated;
          if (column < cells.size()) {
            throw outOfOrder("cell " + at);
          }
          if (column >= MAX_COLUMNS) {
            throw new XMLStreamException(
                "row %,d has more than the limit of %,d cells".formatted(line, MAX_COLUMNS));
          }
          while (cells.size() < column) {
            cells.add(List.of());
          }
          this.column = column;
          try {
            cells.add(cell());
          } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            good = false;
            if (!inTable) {
              cells.add(List.of());
              continue;
            }
            faults.add(
                "cell %s: %s"
                    .formatted(named(area, hasSheets(workbook), column, line), e.getMessage()));
          }
        }
      }
      if (!faults.isEmpty()) {
        some = true;
        report.badRow(Place.line(name, line), String.join("; ", faults));
      }
      return good;
    }

    private List<Value> cell() throws XMLStreamException {
      String type = String.valueOf(reader.getAttributeValue(null, "t"));
      int style = (int) number(reader.getAttributeValue(null, "s"), -1);
      boolean isFormula = false;
      @Nullable String text = null;
      while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals("c")) {
        if (reader.isStartElement()) {
          switch (reader.getLocalName()) {
            case "f" -> isFormula = true;
            case "v" -> text = reader.getElementText();
            case "is" -> text = Workbook.richText(reader, "is");
            default -> {}
          }
        }
      }
      if (isFormula && text == null) {
        throw new IllegalArgumentException(
            "the formula has no result; open the workbook with a spreadsheet program and save it");
      }
      return text == null || text.isEmpty() ? List.of() : value(type, style, text);
    }

    private List<Value> value(String type, int style, String text) {
      return switch (type) {
        case "s" -> text(sharedText(text));
        case "str" -> text(Workbook.unescaped(text));
        case "inlineStr" -> text(text);
        case "b" -> List.of(new Value(String.valueOf(truth(text)), Value.Kind.BOOLEAN));
        case "d" -> List.of(SerialDate.ofIso(text, workbook.style(style).date()));
        case "e" -> errorValue(text);
        default -> {
          BigDecimal number = decimal(text);
          SerialDate.Format format = workbook.style(style).date();
          yield format == SerialDate.Format.NUMBER
              ? List.of(numeric(style, number))
              : date(number, format);
        }
      };
    }

    /// Returns a number that is displayed as a date. One that is that of no day is like the error
    /// of a formula.
    private List<Value> date(BigDecimal number, SerialDate.Format format) {
      try {
        return List.of(SerialDate.of(number, format, workbook.from1904()));
      } catch (ArithmeticException | DateTimeException e) {
        if (errors.contains(CellKind.NO_DAY)) {
          return text(CellKind.NO_DAY);
        }
        throw new IllegalArgumentException(
            "%s, or add rml:null \"%s\" to the source if it means that there is no value"
                .formatted(e.getMessage(), CellKind.NO_DAY),
            e);
      }
    }

    private String sharedText(String number) {
      try {
        return workbook.text(Integer.parseInt(number));
      } catch (NumberFormatException | IndexOutOfBoundsException _) {
        throw new IllegalArgumentException(
            "the workbook has no shared text %s; save it again with a spreadsheet program"
                .formatted(number));
      }
    }

    private static boolean truth(String text) {
      return switch (text) {
        case "1", "true" -> true;
        case "0", "false" -> false;
        default ->
            throw new IllegalArgumentException(
                "'%s' is not a truth value; expected 0 or 1".formatted(text));
      };
    }

    private static BigDecimal decimal(String text) {
      try {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.precision() - number.scale()) <= MAX_DIGITS) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Reported below.
      }
      throw new IllegalArgumentException(
          "'%s' is not a number of at most %d digits; correct the cell"
              .formatted(text, MAX_DIGITS));
    }

    /// Returns the text of the error of a formula if the mapping says that it means "no value".
    private List<Value> errorValue(String text) {
      if (errors.contains(text)) {
        return text(text);
      }
      throw new IllegalArgumentException(
          "it has the error %s; correct it, or add rml:null \"%s\" to the source if it means that there is no value"
              .formatted(text, text));
    }

    private List<Value> text(String text) {
      return text.isEmpty() || nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }

    private Value numeric(int style, BigDecimal number) {
      NumberStyle format = workbook.style(style);
      (format.isPercent() ? percents : numbers).set(column);
      BigDecimal shortest = shortest(number);
      boolean whole = shortest.stripTrailingZeros().scale() <= 0;
      if (whole && format.digits() > 0 && shortest.signum() >= 0) {
        // A code such as a postcode: the zeros in front are a part of it.
        String digits = shortest.toBigInteger().toString();
        return Value.text("0".repeat(Math.max(0, format.digits() - digits.length())) + digits);
      }
      return whole
          ? new Value(shortest.toBigInteger().toString(), Value.Kind.INTEGER)
          : new Value(shortest.toPlainString(), Value.Kind.DOUBLE);
    }

    /// Returns the shortest number for the same double. Spreadsheets store 0.1 with the digits of
    /// its double, as 0.10000000000000001; a number with other digits than its double keeps them.
    private static BigDecimal shortest(BigDecimal number) {
      double stored = number.doubleValue();
      return Double.isFinite(stored)
              && new BigDecimal(stored).round(new MathContext(number.precision())).compareTo(number)
                  == 0
          ? new BigDecimal(Double.toString(stored))
          : number;
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

  private static XMLStreamException outOfOrder(String part) {
    return new XMLStreamException(
        "%s comes after a later one, or twice; save the workbook again with a spreadsheet program"
            .formatted(part));
  }

  private static long number(@Nullable String text, long otherwise) {
    return text != null && text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
  }
}
