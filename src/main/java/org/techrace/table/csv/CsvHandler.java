package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/// Takes the cells that FastCSV finds in a file and makes records of them. When a record cannot be
/// read, it tells where the record starts and why: FastCSV's exceptions say so in their text only,
/// which another version may word differently.
final class CsvHandler extends AbstractBaseCsvCallbackHandler<CsvCells> {
  /// How many characters a cell may have.
  static final int CHARACTERS_PER_CELL = 1 << 24;

  /// How many characters the cells of a record may have together.
  private static final int CHARACTERS_PER_RECORD = 1 << 26;

  /// How many cells a record may have.
  private static final int CELLS_PER_RECORD = 1 << 14;

  /// How many characters FastCSV may read ahead of those in the buffer that it shows.
  private static final int SMALLEST_BUFFER = 1 << 16;

  private final Source source;
  private final boolean trim;
  private String[] cells = new String[16];
  private int count;
  private long line;
  private int characters;

  /// How many characters FastCSV had read when the last cell ended, and how many of them it could
  /// have read ahead.
  private long readAtLastCell;

  private int readAhead;

  /// @param trim whether white space around cells is dropped
  CsvHandler(Reader text, boolean trim) {
    this.source = new Source(text);
    this.trim = trim;
  }

  /// The text to parse.
  Reader source() {
    return source;
  }

  /// The line at which the record starts that is being read or was read last, from 1.
  long line() {
    return line;
  }

  /// Whether the text ended within a quoted cell, asked when a record could not be read.
  boolean isUnclosed() {
    return source.ended;
  }

  /// Whether a cell is too long, asked when a record could not be read.
  boolean isTooLong() {
    return source.read - readAtLastCell >= CHARACTERS_PER_CELL - readAhead;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
    count = 0;
    characters = 0;
  }

  @Override
  protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
    characters += length;
    if (index == CELLS_PER_RECORD) {
      throw new CsvParseException("it has more than %,d cells".formatted(CELLS_PER_RECORD));
    }
    if (characters > CHARACTERS_PER_RECORD) {
      throw new CsvParseException(
          "it has more than %,d characters".formatted(CHARACTERS_PER_RECORD));
    }
    if (count == cells.length) {
      cells = Arrays.copyOf(cells, 2 * count);
    }
    String text = new String(buffer, offset, length);
    cells[count++] = trim ? text.trim() : text;
    readAtLastCell = source.read;
    readAhead = Math.max(buffer.length, SMALLEST_BUFFER);
  }

  @Override
  protected CsvCells buildRecord() {
    return new CsvCells(line, Arrays.copyOf(cells, count));
  }

  /// Counts what is read, and notes the end.
  private static final class Source extends FilterReader {
    private long read;
    private boolean ended;

    Source(Reader text) {
      super(text);
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
      int n = super.read(to, offset, length);
      if (n < 0) {
        ended = true;
      } else {
        read += n;
      }
      return n;
    }
  }
}
