package org.techrace.table.csv;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.table.Header;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.TabularRow;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;
import org.techrace.table.format.Dialect;
import org.techrace.table.input.Bytes;

/// The records of a part of a CSV file in UTF-8, parsed as FastCSV parses them in the dialects that
/// [#canRead] accepts. The rows are the same objects each time. Not thread-safe.
///
/// A text that is not valid UTF-8 or not valid CSV is only detected here; reading the file again
/// with FastCSV finds its place and cause.
final class CsvChunk implements RowBatch {
  private static final int CELLS_PER_RECORD = 1 << 14;
  private static final int FIRST_CELLS = 16;

  private final byte[] bytes;
  private final int end;
  private final byte delimiter;
  private final byte quote;
  private final boolean hasQuotes;

  /// The largest of the characters that end or quote a cell, as an unsigned byte.
  private final int largestSpecial;

  private final Checks checks;
  private int at;
  private long line;

  /// For each cell its start, and its end. The start is negative for a quoted cell that has doubled
  /// quotes.
  private int[] starts = new int[FIRST_CELLS];

  private int[] ends = new int[FIRST_CELLS];
  private int cells;
  private long recordLine;
  private boolean hasLineEnds;
  private boolean isChecked;
  private final List<ChunkRow> rows = new ArrayList<>();
  private final @Nullable Row[] single = {null};

  /// The checks of a table on the records of its chunks. Used by several threads.
  interface Checks {
    /// Returns false, and reports the row, if it does not have the right number of cells.
    boolean hasRightSize(CsvChunk record) throws IOException;

    /// Reports that the file cannot be read beyond some record.
    void unreadable() throws IOException;

    /// Creates a row of a chunk, which is used for several of its records.
    ChunkRow row(CsvChunk chunk);
  }

  /// The text is not valid.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
  }

  /// Creates a batch.
  CsvChunk(CsvSplitter.Chunk chunk, Dialect dialect, Checks checks) {
    this.bytes = chunk.bytes();
    this.end = chunk.length();
    this.line = chunk.line();
    this.delimiter = (byte) dialect.delimiter();
    this.quote = (byte) dialect.quote();
    this.hasQuotes = dialect.quote() != Dialect.NO_QUOTE;
    this.largestSpecial = Math.max('\r', Math.max(dialect.delimiter(), dialect.quote()));
    this.checks = checks;
  }

  /// Returns true if chunks of a file in a dialect give the same records as FastCSV.
  static boolean canRead(Dialect dialect) {
    return CsvSplitter.canSplit(dialect) && dialect.comment().isEmpty() && dialect.skipRows() == 0;
  }

  @Override
  public @Nullable Row next() throws IOException {
    return next(single) == 0 ? null : single[0];
  }

  @Override
  public int next(@Nullable Row[] to) throws IOException {
    int count = 0;
    while (count < to.length) {
      if (count == rows.size()) {
        rows.add(checks.row(this));
      }
      ChunkRow row = rows.get(count);
      starts = row.starts;
      ends = row.ends;
      if (!nextGood()) {
        break;
      }
      row.starts = starts;
      row.ends = ends;
      row.cells = cells;
      row.line = recordLine;
      to[count++] = row;
    }
    return count;
  }

  /// Reads the next record that has the right number of cells. Returns false if there is none.
  private boolean nextGood() throws IOException {
    try {
      if (!isChecked) {
        isChecked = true;
        checkUtf8();
      }
      while (nextRecord()) {
        if (checks.hasRightSize(this)) {
          return true;
        }
      }
    } catch (Unreadable _) {
      at = end;
      checks.unreadable();
    }
    return false;
  }

  /// Skips records.
  void skip(int number) throws IOException {
    try {
      for (int i = 0; i < number && nextRecord(); i++) {
        // skipped
      }
    } catch (Unreadable _) {
      at = end;
      checks.unreadable();
    }
  }

  /// Returns the line on which the current record starts, from 1.
  long recordLine() {
    return recordLine;
  }

  /// Returns the number of cells of the current record.
  int size() {
    return cells;
  }

  /// Returns the text of a cell of the current record.
  String cell(int index) {
    return text(starts[index], ends[index]);
  }

  /// Returns true if a cell of the current record contains the end of a line.
  boolean hasLineEnds() {
    return hasLineEnds;
  }

  /// Returns true if the first cell of the current record begins with a text.
  boolean startsWith(byte[] text) {
    int from = Math.max(starts[0], ~starts[0]);
    return Arrays.equals(bytes, from, Math.min(ends[0], from + text.length), text, 0, text.length);
  }

  /// Returns true if the first cell of the current record is a text.
  boolean startsWithCell(byte[] text) {
    return Arrays.equals(bytes, Math.max(starts[0], ~starts[0]), ends[0], text, 0, text.length);
  }

  private String text(int from, int to) {
    if (from >= 0) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    String text = new String(bytes, ~from, to - ~from, StandardCharsets.UTF_8);
    String q = String.valueOf((char) quote);
    return text.replace(q + q, q);
  }

  private boolean nextRecord() throws Unreadable {
    while (at < end) {
      recordLine = line;
      cells = 0;
      hasLineEnds = false;
      int start = at;
      while (!nextCell()) {
        // one more cell
      }
      boolean isEmpty = cells == 1 && starts[0] == start && ends[0] == start;
      if (!isEmpty) {
        return true;
      }
    }
    return false;
  }

  /// Reads a cell and the character after it. Returns true if it is the last of its record.
  private boolean nextCell() throws Unreadable {
    if (cells == CELLS_PER_RECORD) {
      throw new Unreadable();
    }
    if (cells == starts.length) {
      starts = Arrays.copyOf(starts, 2 * cells);
      ends = Arrays.copyOf(ends, 2 * cells);
    }
    if (hasQuotes && at < end && bytes[at] == quote) {
      quotedCell();
    } else {
      int i = at;
      starts[cells] = i;
      while (i < end && ((bytes[i] & 0xFF) > largestSpecial || !endsCell(bytes[i]))) {
        i++;
      }
      if (isTooLong(at, i)) {
        throw new Unreadable();
      }
      ends[cells++] = i;
      at = i;
    }
    return isEndOfRecord();
  }

  private boolean endsCell(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  private void quotedCell() throws Unreadable {
    int from = at + 1;
    int i = Bytes.indexOf(quote, bytes, from, end);
    boolean doubled = false;
    while (i + 1 < end && bytes[i + 1] == quote) {
      doubled = true;
      i = Bytes.indexOf(quote, bytes, i + 2, end);
    }
    if (i >= end || isTooLong(from, i) || (i + 1 < end && !endsCell(bytes[i + 1]))) {
      throw new Unreadable();
    }
    for (int j = from; j < i; j++) {
      if (bytes[j] == '\n' || (bytes[j] == '\r' && bytes[j + 1] != '\n')) {
        line++;
        hasLineEnds = true;
      }
    }
    starts[cells] = doubled ? ~from : from;
    ends[cells++] = i;
    at = i + 1;
  }

  private boolean isTooLong(int from, int to) {
    return to - from > CsvHandler.CHARACTERS_PER_CELL
        && new String(bytes, from, to - from, StandardCharsets.UTF_8).length()
            > CsvHandler.CHARACTERS_PER_CELL;
  }

  /// Passes the character after a cell. Returns true if it ends the record.
  private boolean isEndOfRecord() {
    if (at == end) {
      return true;
    }
    byte b = bytes[at++];
    if (b == delimiter) {
      return false;
    }
    if (b == '\r' && at < end && bytes[at] == '\n') {
      at++;
    }
    line++;
    return true;
  }

  private void checkUtf8() throws Unreadable {
    try {
      Bytes.checkUtf8(bytes, 0, end);
    } catch (CharacterCodingException _) {
      throw new Unreadable();
    }
  }

  /// One of the last records that were read, as a row.
  static final class ChunkRow extends TabularRow implements Utf8Row {
    private final CsvChunk chunk;
    private final int[] slots;
    private final Set<String> nulls;
    private final byte[][] nullBytes;

    /// The cells, as in the chunk.
    private int[] starts = new int[FIRST_CELLS];

    private int[] ends = new int[FIRST_CELLS];
    private int cells;
    private long line;

    /// @param slots the column of each reference; no reference is the number of the row
    /// @param nulls the cell texts that mean "no value"
    ChunkRow(CsvChunk chunk, int[] slots, Header header, Set<String> nulls, byte[][] nullBytes) {
      super(slots, header);
      this.chunk = chunk;
      this.slots = slots;
      this.nulls = nulls;
      this.nullBytes = nullBytes;
    }

    @Override
    public long line() {
      return line;
    }

    @Override
    protected boolean hasColumn(int column) {
      return column < cells;
    }

    @Override
    public byte[] array() {
      return chunk.bytes;
    }

    @Override
    public long span(int slot) {
      int column = slots[slot];
      if (column >= cells) {
        return NO_VALUE;
      }
      int from = starts[column];
      if (from < 0) {
        return NOT_PLAIN;
      }
      int to = ends[column];
      for (byte[] none : nullBytes) {
        if (Arrays.equals(chunk.bytes, from, to, none, 0, none.length)) {
          return NO_VALUE;
        }
      }
      return ((long) from << 32) | to;
    }

    @Override
    protected List<Value> cell(int column) {
      if (column >= cells) {
        return List.of();
      }
      String text = chunk.text(starts[column], ends[column]);
      return !nulls.isEmpty() && nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }
  }
}
