package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.techrace.table.format.Dialect;

/// Collects the cells that FastCSV finds into records. If a record cannot be read, the handler
/// knows its line and the cause; FastCSV's exceptions state them only in their message, whose
/// wording may change between versions.
final class CsvHandler extends AbstractBaseCsvCallbackHandler<CsvCells> {
  /// The maximum number of characters in a cell.
  static final int CHARACTERS_PER_CELL = 1 << 24;

  /// The maximum number of characters in a record.
  private static final int CHARACTERS_PER_RECORD = 1 << 26;

  /// The maximum number of cells in a record.
  private static final int CELLS_PER_RECORD = 1 << 14;

  /// The number of characters that FastCSV may read ahead, at least.
  private static final int SMALLEST_BUFFER = 1 << 16;

  private final Source source;
  private final Dialect.Trim trim;
  private final long linesBefore;
  private String[] cells = new String[16];
  private int count;
  private long line;
  private int characters;
  private boolean hasLineEnds;

  /// The number of characters that FastCSV had read at the end of the last cell, and the number
  /// that it could have read ahead.
  private long readAtLastCell;

  private int readAhead;

  /// Creates a handler.
  ///
  /// @param trim at which ends of a cell white space is removed
  CsvHandler(Reader text, Dialect.Trim trim) {
    this(text, trim, 0);
  }

  /// Creates a handler for a part of a file.
  ///
  /// @param linesBefore the number of lines before the text
  CsvHandler(Reader text, Dialect.Trim trim, long linesBefore) {
    this.source = new Source(text);
    this.trim = trim;
    this.linesBefore = linesBefore;
  }

  /// Returns the text to parse.
  Reader source() {
    return source;
  }

  /// Returns the line on which the current or last record starts, from 1.
  long line() {
    return line;
  }

  /// Returns true if the text ended within a quoted cell. Call it after a record could not be read.
  boolean isUnclosed() {
    return source.ended;
  }

  /// Returns true if a cell is too long. Call it after a record could not be read.
  boolean isTooLong() {
    return source.read - readAtLastCell >= CHARACTERS_PER_CELL - readAhead;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = linesBefore + startingLineNumber;
    count = 0;
    characters = 0;
    hasLineEnds = false;
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
    hasLineEnds |= quoted && (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0);
    cells[count++] = trim == Dialect.Trim.NONE ? text : trim.apply(text);
    readAtLastCell = source.read;
    readAhead = Math.max(buffer.length, SMALLEST_BUFFER);
  }

  @Override
  protected CsvCells buildRecord() {
    return new CsvCells(line, Arrays.copyOf(cells, count), hasLineEnds);
  }

  /// Counts the characters read and records the end of the text.
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
