package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.DivisibleTable;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.TabularRow;
import org.techrace.table.Value;
import org.techrace.table.format.Dialect;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;

/// A CSV file, read strictly as RFC 4180 requires unless its dialect is lenient: quoted cells must
/// be closed, each row must have as many cells as the header, and the bytes must be valid in the
/// encoding of the file. Empty cells after the last named column are allowed.
///
/// A reference names a column, or its position as in `_col.3`; `_row` is the number of the row.
///
/// @param name the name in findings
/// @param input the file
/// @param dialect how the file writes its cells
/// @param nulls the cell texts that mean "no value"
/// @param key the columns whose combined values must be unique; empty for no such constraint
/// @param memory the budget for the keys already read
public record CsvTable(
    String name,
    TableFile input,
    Dialect dialect,
    Set<String> nulls,
    List<String> key,
    Memory memory)
    implements DivisibleTable {
  /// The number of rows at the start of a file that show how many cells its rows have.
  private static final int SAMPLED_ROWS = 1000;

  /// The byte order mark in UTF-8.
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  public CsvTable {
    nulls = Set.copyOf(nulls);
    key = List.copyOf(key);
  }

  @Override
  public SourceRows open(List<Reference> references, TablePart part, Report report)
      throws IOException {
    try {
      CsvRows rows = new CsvRows(part, report);
      if (part.from() == 0) {
        rows.readHeader(references);
      } else {
        try (CsvRows start = new CsvRows(TablePart.WHOLE, new Report())) {
          start.readHeader(references);
          rows.continueAfter(start);
        }
      }
      return rows;
    } catch (BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  /// Returns the names of the columns. Reports a missing header, and then returns an empty list.
  public List<String> header(Report report) throws IOException {
    try (CsvRows rows = new CsvRows(TablePart.WHOLE, report)) {
      return rows.readHeader(List.of());
    } catch (BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    return Header.references(header(report));
  }

  @Override
  public long bytes() throws IOException {
    return input.bytes();
  }

  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    boolean countsRows = references.stream().anyMatch(r -> r.text().equals(Header.ROW));
    if (countsRows
        || !key.isEmpty()
        || bytes() <= bytes
        || !input.isPlainAscii()
        || !CsvSplitter.canSplit(dialect)) {
      return List.of(TablePart.WHOLE);
    }
    long first = lineOfFirstRow();
    return first == 0 ? List.of(TablePart.WHOLE) : CsvSplitter.parts(input, dialect, first, bytes);
  }

  /// Returns the line of the first record after the header, or 0 if there is none.
  private long lineOfFirstRow() throws IOException {
    try (CsvRows start = new CsvRows(TablePart.WHOLE, new Report())) {
      start.readHeader(List.of());
      CsvCells row = start.ended ? null : start.nextOfBody();
      return row == null ? 0 : row.line();
    }
  }

  /// Returns a reader for files in a dialect.
  // FastCSV has no other way to read text after a closing quote; its version is pinned.
  @SuppressWarnings("removal")
  static CsvReader.CsvReaderBuilder builder(Dialect dialect) {
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter())
            .quoteCharacter(dialect.quote())
            .skipEmptyLines(true)
            .allowUnclosedQuote(dialect.isLenient())
            .allowExtraCharsAfterClosingQuote(dialect.isLenient())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            // FastCSV refuses both; a lenient file keeps the white space outside of quotes.
            .trimWhitespacesAroundQuotes(
                dialect.trim() != Dialect.Trim.NONE && !dialect.isLenient())
            .maxBufferSize(CsvHandler.CHARACTERS_PER_CELL);
    dialect
        .comment()
        .ifPresent(
            comment -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment));
    return builder;
  }

  private Reader text(Counter counter, TablePart part) throws IOException {
    Reader text = new InputStreamReader(input.open(counter, part), Texts.strict(input.charset()));
    return dialect.doubleQuote()
        ? text
        : new BackslashReader(new BufferedReader(text), dialect.quote());
  }

  /// One pass over the rows of the file.
  private final class CsvRows implements SourceRows, CsvChunk.Checks {
    private final CsvHandler handler;
    private final CsvReader<CsvCells> csv;
    private final CloseableIterator<CsvCells> records;
    private final Counter counter = new Counter();
    private final TablePart part;
    private final Report report;
    private int columns;

    /// The number of columns up to the last one with a name.
    private int named;

    private List<String> names = List.of();

    /// The first name of the header, in UTF-8.
    private byte[] firstName = MARK;

    private int[] slots = {};
    private List<Reference> references = List.of();
    private Header header = new Header(Place.file(name), Map.of());
    private @Nullable UniqueKey uniqueKey;
    private long number;
    private boolean ended;
    private boolean hinted;

    /// True if the first rows of the file have no more cells than columns; null before the first
    /// use.
    private @Nullable Boolean hasUsualRows;

    /// A record that was read to count the columns of a file without a header.
    private @Nullable CsvCells first;

    /// The parts of the file, if it is read in parts.
    private @Nullable CsvSplitter splitter;

    private boolean hasBatches;
    private boolean isUnreadable;
    private byte[][] nullBytes = {};

    /// The last records read, which may belong to the footer.
    private final Deque<CsvCells> last = new ArrayDeque<>();

    CsvRows(TablePart part, Report report) throws IOException {
      this.part = part;
      this.handler = new CsvHandler(text(counter, part), dialect.trim(), part.before());
      this.csv = builder(dialect).build(handler, handler.source());
      this.report = report;
      if (dialect.skipRows() > 0 && part.from() == 0) {
        skip();
      }
      this.records = csv.iterator();
    }

    private void skip() {
      try {
        csv.skipLines(dialect.skipRows());
      } catch (CsvParseException _) {
        report.error(
            Place.file(name),
            "the file has fewer than %d lines; correct csvw:skipRows"
                .formatted(dialect.skipRows()));
        ended = true;
      }
    }

    /// Reads the header and resolves the references.
    List<String> readHeader(List<Reference> references) throws IOException {
      if (Texts.reportOtherEncoding(input, name, report)) {
        ended = true;
        return List.of();
      }
      Optional<CsvCells> read = ended ? Optional.empty() : nextRecord();
      if (read.isEmpty()) {
        if (!ended) {
          report.error(
              Place.file(name), "the file is empty; expected a header line with the column names");
        }
        ended = true;
        return List.of();
      }
      Place place = Place.line(name, read.get().line());
      names = names(read.get());
      firstName = names.isEmpty() ? MARK : names.getFirst().getBytes(StandardCharsets.UTF_8);
      columns = names.size();
      named = columns;
      while (named > 0 && dialect.headerRows() > 0 && names.get(named - 1).isBlank()) {
        named--;
      }
      header =
          Header.of(place, names)
              .withRowAndColumns(dialect.isLenient() ? Integer.MAX_VALUE : columns);
      Optional<int[]> slotsFound = header.find(references, report);
      if (slotsFound.isEmpty() && names.stream().anyMatch(n -> n.indexOf(0) >= 0)) {
        report.error(
            place,
            "the header contains NUL characters, which suggests UTF-16; set rml:encoding to"
                + " rml:UTF-16LE or rml:UTF-16BE, or save the file as UTF-8");
      } else if (slotsFound.isEmpty() && isSwapped(names.getFirst())) {
        report.error(
            place,
            "the bytes of the header are in the other order than rml:encoding says; set it to"
                + " rml:UTF-16LE or rml:UTF-16BE");
      } else if (slotsFound.isEmpty() && columns == 1) {
        hintAtDelimiter(names.getFirst(), place);
      }
      Optional<int[]> keyFound = header.find(key.stream().map(Reference::of).toList(), report);
      if (slotsFound.isEmpty() || keyFound.isEmpty()) {
        ended = true;
      } else {
        slots = slotsFound.get();
        this.references = references;
        uniqueKey = key.isEmpty() ? null : new UniqueKey(key, keyFound.get(), memory);
      }
      return names;
    }

    /// Returns true if all characters of a name are ASCII with exchanged bytes, as if UTF-16 was
    /// read in the wrong order.
    private static boolean isSwapped(String name) {
      return !name.isEmpty() && name.chars().allMatch(c -> c != 0 && c % 0x100 == 0 && c < 0x8000);
    }

    /// Takes over the header that another pass has read.
    void continueAfter(CsvRows start) {
      names = start.names;
      firstName = start.firstName;
      columns = start.columns;
      named = start.named;
      header = start.header;
      slots = start.slots;
      references = start.references;
      ended = start.ended;
    }

    /// Returns the names of the columns. Several header rows are joined: a cell without a text in
    /// an upper row belongs to the cell before it.
    private List<String> names(CsvCells start) throws IOException {
      if (dialect.headerRows() == 0) {
        first = start;
        return IntStream.range(0, start.size()).mapToObj(Header::position).toList();
      }
      List<String> names = new ArrayList<>(start.all());
      for (int row = 1; row < dialect.headerRows(); row++) {
        for (int i = 1; i < names.size(); i++) {
          if (names.get(i).isBlank()) {
            names.set(i, names.get(i - 1));
          }
        }
        Optional<CsvCells> below = nextRecord();
        for (int i = 0; below.isPresent() && i < below.get().size(); i++) {
          String text = below.get().cell(i).strip();
          if (i >= names.size()) {
            names.add(text);
          } else if (!text.isEmpty()) {
            names.set(i, names.get(i).isBlank() ? text : names.get(i).strip() + " " + text);
          }
        }
      }
      return List.copyOf(names);
    }

    /// Suggests another delimiter if the only column of a header contains one.
    private void hintAtDelimiter(String header, Place place) {
      for (String other : List.of(";", "\t", "|", ",")) {
        if (header.contains(other)) {
          report.error(
              place,
              "the header has a single column, which contains %s; if that is the delimiter, add csvw:dialect [ csvw:delimiter \"%s\" ] to the source"
                  .formatted(
                      other.equals("\t") ? "tabs" : "'" + other + "'", other.replace("\t", "\\t")));
          return;
        }
      }
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (!ended) {
        @Nullable CsvCells row = nextOfBody();
        if (row == null) {
          if (!ended && number == 0 && part.isWhole()) {
            report.warn(Place.file(name), "the table has a header but no rows");
          }
          ended = true;
          break;
        }
        if (dialect.isLenient() && row.isBlank()) {
          continue;
        }
        number++;
        if (!isRightSize(row.size(), row::cell)) {
          report.badRow(Place.line(name, row.line()), wrongSize(row.size()));
          continue;
        }
        checkSurplus(row.size(), row::cell, row.line());
        checkJoins(row.line(), row.size(), row::cell, row.hasLineEnds());
        if (uniqueKey == null || uniqueKey.isNew(row, number, name, report)) {
          return new CsvRow(row, number, slots, header, nulls);
        }
      }
      return null;
    }

    @Override
    public @Nullable RowBatch nextBatch() throws IOException {
      if (!hasBatches) {
        hasBatches = true;
        Optional<CsvChunk> start = split();
        if (start.isPresent()) {
          return start.get();
        }
      }
      CsvSplitter parts = splitter;
      if (parts == null) {
        return SourceRows.super.nextBatch();
      }
      try {
        CsvSplitter.Chunk chunk = parts.next();
        return chunk == null ? null : new CsvChunk(chunk, dialect, this);
      } catch (BrokenPackingException e) {
        report.error(Place.file(name), String.valueOf(e.getMessage()));
        return null;
      }
    }

    /// Opens a large file again to read it in parts, which several threads can parse, and returns
    /// the first part. Returns empty if the file cannot be read in parts, or if a row of the first
    /// part has an error: then its cause is best found in the order of the rows.
    private Optional<CsvChunk> split() throws IOException {
      if (ended
          || !part.isWhole()
          || bytes() < CsvSplitter.SMALLEST_FILE_BYTES
          || !input.charset().equals(StandardCharsets.UTF_8)
          || !CsvChunk.canRead(dialect)
          || uniqueKey != null
          || Arrays.stream(slots).anyMatch(slot -> slot == Header.ROW_INDEX)) {
        return Optional.empty();
      }
      nullBytes =
          nulls.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
      CsvSplitter opened = new CsvSplitter(input.open(counter), dialect);
      CsvSplitter.Chunk chunk = firstOf(opened);
      if (chunk == null || !isFaultless(chunk)) {
        opened.close();
        return Optional.empty();
      }
      splitter = opened;
      CsvChunk start = new CsvChunk(chunk, dialect, this);
      start.skip(dialect.headerRows());
      return Optional.of(start);
    }

    private static CsvSplitter.@Nullable Chunk firstOf(CsvSplitter parts) throws IOException {
      try {
        return parts.next();
      } catch (BrokenPackingException _) {
        // The other reader reports it.
        return null;
      }
    }

    /// Returns true if a part has rows, and all of them are valid.
    private boolean isFaultless(CsvSplitter.Chunk chunk) throws IOException {
      AtomicBoolean good = new AtomicBoolean(true);
      CsvChunk.Checks checks =
          new CsvChunk.Checks() {
            @Override
            public boolean hasRightSize(CsvChunk record) {
              boolean right = isRightSize(record.size(), record::cell);
              good.compareAndSet(true, right);
              return right;
            }

            @Override
            public void unreadable() {
              good.set(false);
            }

            @Override
            public CsvChunk.ChunkRow row(CsvChunk chunk) {
              return CsvRows.this.row(chunk);
            }
          };
      CsvChunk records = new CsvChunk(chunk, dialect, checks);
      records.skip(dialect.headerRows());
      boolean any = false;
      while (records.next() != null) {
        any = true;
      }
      return any && good.get();
    }

    @Override
    public CsvChunk.ChunkRow row(CsvChunk chunk) {
      return new CsvChunk.ChunkRow(chunk, slots, header, nulls, nullBytes);
    }

    @Override
    public boolean hasRightSize(CsvChunk record) throws IOException {
      boolean right = isRightSize(record.size(), record::cell);
      if (!right) {
        report.badRow(Place.line(name, record.recordLine()), wrongSize(record.size()));
      } else {
        checkSurplus(record.size(), record::cell, record.recordLine());
        if (record.hasLineEnds() || record.startsWith(MARK) || record.startsWithCell(firstName)) {
          checkJoins(record.recordLine(), record.size(), record::cell, record.hasLineEnds());
        }
      }
      return right;
    }

    /// Reads the file again to report why it cannot be read.
    @Override
    public synchronized void unreadable() throws IOException {
      Objects.requireNonNull(splitter).stop();
      if (isUnreadable) {
        return;
      }
      isUnreadable = true;
      try (CsvRows again = new CsvRows(TablePart.WHOLE, report)) {
        while (again.nextRecord().isPresent()) {
          // only read
        }
        if (!again.ended) {
          throw new IOException(name + " can be read in one part, but not in several");
        }
      }
    }

    private boolean isRightSize(int size, IntFunction<String> cell) {
      return size == columns || dialect.isLenient() || differsInEmptyCells(size, cell);
    }

    /// Warns of a row with more cells than columns. If they are empty and other rows have no more
    /// cells, one of its cells may contain a delimiter that is not quoted. A lenient dialect allows
    /// them; those with a text are lost then, unless the mapping reads them by their positions.
    private void checkSurplus(int size, IntFunction<String> cell, long line) throws IOException {
      if (size <= columns) {
        return;
      }
      if (dialect.isLenient()) {
        List<String> lost =
            IntStream.range(columns, size)
                .filter(
                    i -> !cell.apply(i).isBlank() && Arrays.stream(slots).noneMatch(s -> s == i))
                .mapToObj(i -> "'%s' (%s)".formatted(cell.apply(i), Header.position(i)))
                .toList();
        if (!lost.isEmpty()) {
          report.lostCells(
              Place.line(name, line),
              lost.size(),
              "the row has %d cells; the header has %d columns, and nothing reads %s: correct the row, or read the cell by its position"
                  .formatted(size, columns, String.join(", ", lost)));
        }
      } else if (hasUsualRows()) {
        report.warn(
            Place.line(name, line),
            "the row has %d cells, of which the last is empty; the header has %d columns, and other rows have no more. If a cell contains the delimiter, the values after it are in the wrong columns: quote it"
                .formatted(size, columns));
      }
    }

    /// Warns of rows that may be several: a header within the table, where files were joined, and a
    /// quoted cell that contains rows, because a quote before or after them is not meant.
    private void checkJoins(long line, int size, IntFunction<String> cell, boolean hasLineEnds) {
      String first = size == 0 ? "" : cell.apply(0);
      boolean isMarked = first.startsWith("\uFEFF");
      if (isMarked || (dialect.headerRows() == 1 && columns > 1 && isHeader(size, cell))) {
        report.warn(
            Place.line(name, line),
            isMarked
                ? "the row begins with a byte order mark, as if another file began here; remove it,"
                    + " and the header of that file"
                : "the row repeats the header; remove it, if the file was joined from several");
      }
      for (int i = 0; hasLineEnds && i < size; i++) {
        if (containsRows(cell.apply(i), i)) {
          report.warn(
              Place.line(name, line),
              "cell %d is quoted and contains line ends and delimiters like those of rows; if a quote before or after it is not meant, rows are missing: remove it, or double it"
                  .formatted(i + 1));
        }
      }
    }

    private boolean isHeader(int size, IntFunction<String> cell) {
      return size == names.size()
          && IntStream.range(0, size).allMatch(i -> cell.apply(i).equals(names.get(i)));
    }

    /// Returns true if the lines in a cell have as many delimiters as the rest of its row, whole
    /// rows, and the start of a row. Texts with commas in a table of two columns are more likely
    /// than one wrong quote.
    private boolean containsRows(String cell, int index) {
      List<String> lines = cell.lines().toList();
      if (columns < 2
          || lines.size() < 2
          || (columns == 2 && dialect.delimiter() == ',' && lines.size() == 2)) {
        return false;
      }
      return delimiters(lines.getFirst()) == columns - 1 - index
          && delimiters(lines.getLast()) == index
          && lines.subList(1, lines.size() - 1).stream()
              .allMatch(each -> delimiters(each) == columns - 1);
    }

    private long delimiters(String line) {
      return line.chars().filter(c -> c == dialect.delimiter()).count();
    }

    /// Returns true if one of the first rows of the file has no more cells than columns. The file
    /// is opened again, so that each part of it, read by any thread or process, has the same
    /// answer.
    private synchronized boolean hasUsualRows() throws IOException {
      Boolean known = hasUsualRows;
      if (known == null) {
        try (CsvRows start = new CsvRows(TablePart.WHOLE, new Report())) {
          known = start.hasRowOf(named, columns);
        }
        hasUsualRows = known;
      }
      return known;
    }

    private boolean hasRowOf(int fewestCells, int mostCells) throws IOException {
      for (int i = 0; i < dialect.headerRows(); i++) {
        nextRecord();
      }
      CsvCells row = nextOfBody();
      for (int i = 0; i < SAMPLED_ROWS && row != null; i++) {
        if (row.size() >= fewestCells && row.size() <= mostCells) {
          return true;
        }
        row = nextOfBody();
      }
      return false;
    }

    /// Returns the next record that is not part of the footer, or null after the last.
    private @Nullable CsvCells nextOfBody() throws IOException {
      if (first != null) {
        last.add(first);
        first = null;
      }
      while (last.size() <= dialect.footerRows()) {
        Optional<CsvCells> read = nextRecord();
        if (read.isEmpty()) {
          leaveOutFooter();
          return null;
        }
        if (last.isEmpty() && dialect.footerRows() == 0) {
          return read.get();
        }
        last.add(read.get());
      }
      return last.poll();
    }

    /// Passes on the texts of the rows after the table, which the mapping says are not data.
    private void leaveOutFooter() {
      for (CsvCells row : last) {
        for (int slot = 0; slot < slots.length; slot++) {
          boolean isCell = slots[slot] != Header.ROW_INDEX && slots[slot] < row.size();
          if (isCell && Reference.isFirst(references, slot)) {
            report.leaveOut(
                new Report.LeftOut(
                    references.get(slot).text(), row.cellOrEmpty(slots[slot]), row.line(), false));
          }
        }
      }
      last.clear();
    }

    /// Returns true if a row only lacks cells of columns without a name, or only has more cells
    /// that are empty.
    private boolean differsInEmptyCells(int size, IntFunction<String> cell) {
      for (int i = columns; i < size; i++) {
        if (!cell.apply(i).isBlank()) {
          return false;
        }
      }
      return size >= named;
    }

    private String wrongSize(int size) throws IOException {
      return "the row has %d cells; the header has %d columns: %s"
          .formatted(
              size,
              columns,
              likelyCause()
                  .orElse(
                      size > columns
                          ? "quote a cell that contains the delimiter"
                          : "add the missing cells; a missing value is an empty cell"));
    }

    /// Returns what is different in the file from the dialect of the mapping, for the first row
    /// that cannot be read.
    private synchronized Optional<String> likelyCause() throws IOException {
      if (hinted) {
        return Optional.empty();
      }
      hinted = true;
      return DialectDetector.difference(input, dialect);
    }

    private Optional<CsvCells> nextRecord() throws IOException {
      try {
        return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
      } catch (CsvParseException e) {
        reportUnreadable(e);
      } catch (UncheckedIOException e) {
        if (!Texts.reportBadBytes(e, input, name, report)) {
          throw e.getCause();
        }
      }
      ended = true;
      return Optional.empty();
    }

    private void reportUnreadable(CsvParseException e) throws IOException {
      report.error(Place.line(name, handler.line()), faultOf(e));
    }

    /// Returns what is certain about the error before what is likely.
    private String faultOf(CsvParseException e) throws IOException {
      if (handler.isUnclosed()) {
        return "a quoted cell of this row is never closed; close it, or double a quote inside a"
            + " cell";
      }
      Optional<String> cause = likelyCause();
      if (cause.isPresent()) {
        return "the row cannot be read: " + cause.get();
      }
      return handler.isTooLong()
          ? "a cell of this row has more than 16 million characters; if it should not, look"
              + " for a quote that is never closed"
          : "the row cannot be read: %s; quote the whole cell and double a quote inside it"
              .formatted(e.getMessage());
    }

    @Override
    public long bytesRead() {
      return counter.bytes();
    }

    @Override
    public void close() throws IOException {
      if (uniqueKey != null) {
        uniqueKey.free();
      }
      if (splitter != null) {
        splitter.close();
      }
      csv.close();
    }
  }

  /// Returns the number of cells of a row of such a table that was not read in batches.
  static int cells(Row row) {
    return row instanceof CsvRow csv ? csv.cells.size() : Integer.MAX_VALUE;
  }

  /// A row that creates the value of a cell when it is read.
  private static final class CsvRow extends TabularRow {
    private final CsvCells cells;
    private final long number;
    private final Set<String> nulls;

    CsvRow(CsvCells cells, long number, int[] slots, Header header, Set<String> nulls) {
      super(slots, header);
      this.cells = cells;
      this.number = number;
      this.nulls = nulls;
    }

    @Override
    public long line() {
      return cells.line();
    }

    @Override
    protected boolean hasColumn(int column) {
      return column < cells.size();
    }

    @Override
    protected List<Value> cell(int column) {
      if (column < 0) {
        return List.of(new Value(Long.toString(number), Value.Kind.TEXT));
      }
      if (column >= cells.size()) {
        return List.of();
      }
      String text = cells.cell(column);
      return !nulls.isEmpty() && nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }
  }
}
