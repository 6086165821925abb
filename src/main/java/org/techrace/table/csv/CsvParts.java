package org.techrace.table.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.techrace.table.PartList;
import org.techrace.table.TablePart;
import org.techrace.table.input.TableFile;

/// Divides a CSV file at the ends of records. One pass over the bytes of the file follows its
/// quoted cells, which may contain line breaks.
final class CsvParts {
  private static final int ASCII = 128;
  private static final int BUFFER_BYTES = 1 << 16;

  /// The part of the file that the last byte belongs to.
  private enum State {
    RECORD,
    COMMENT,
    CELL,
    TEXT,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final Dialect dialect;
  private final PartList parts;
  private State state = State.RECORD;
  private long position;
  private long lines;
  private boolean isEmptyLine = true;

  /// The lines to skip, and then the records of the header, that are still to come.
  private int skipped;

  private int header;

  private CsvParts(Dialect dialect, long bytes) {
    this.dialect = dialect;
    this.parts = new PartList(bytes);
    this.skipped = dialect.skipRows();
    // Without a header, the first record tells the number of columns.
    this.header = Math.max(1, dialect.headerRows());
  }

  /// Returns parts of at least `bytes` bytes, or the whole file if its dialect or its encoding does
  /// not allow to find the ends of records in its bytes.
  static List<TablePart> of(TableFile input, Dialect dialect, long bytes) throws IOException {
    if (!input.isPlainAscii() || !isSupported(dialect)) {
      return List.of(TablePart.WHOLE);
    }
    try (InputStream in = input.openRaw()) {
      return new CsvParts(dialect, bytes).read(in);
    }
  }

  private static boolean isSupported(Dialect dialect) {
    return dialect.delimiter() < ASCII
        && dialect.quote() < ASCII
        && dialect.comment().orElse('#') < ASCII
        && dialect.doubleQuote()
        && dialect.trim() == Dialect.Trim.NONE
        && dialect.footerRows() == 0
        && !dialect.isLenient();
  }

  private List<TablePart> read(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int comment = dialect.comment().map(c -> (int) c).orElse(-1);
    int last = 0;
    position = TableFile.skipMark(in);
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        int b = buffer[i];
        position++;
        if ((last == '\r' && b != '\n') || b == 0) {
          // Ends of lines, or characters, of another kind.
          return List.of(TablePart.WHOLE);
        }
        if (skipped > 0) {
          if (b == '\n') {
            lines++;
            skipped--;
          }
        } else {
          state = next(b, comment);
        }
        last = b;
        if (state == State.TEXT) {
          int end = endOfText(buffer, i + 1, n);
          position += end - i - 1;
          i = end - 1;
        }
      }
    }
    return parts.finish(position);
  }

  /// Returns the index of the next byte that ends a text outside of quotes. Most bytes are such
  /// text.
  private int endOfText(byte[] buffer, int from, int to) {
    int i = from;
    while (i < to && isText(buffer[i])) {
      i++;
    }
    return i;
  }

  private boolean isText(byte b) {
    return b != dialect.delimiter() && (b < 0 || b > '\r');
  }

  private State next(int b, int comment) {
    boolean isInside = state == State.QUOTED;
    if (b == '\n') {
      lines++;
      if (isInside) {
        return State.QUOTED;
      }
      end();
      return State.RECORD;
    }
    if (b == '\r' && !isInside) {
      return state;
    }
    if (state == State.RECORD) {
      if (b == comment) {
        return State.COMMENT;
      }
      isEmptyLine = false;
    }
    return switch (state) {
      case COMMENT -> State.COMMENT;
      case RECORD, CELL -> {
        if (b == dialect.quote()) {
          yield State.QUOTED;
        }
        yield b == dialect.delimiter() ? State.CELL : State.TEXT;
      }
      case TEXT -> b == dialect.delimiter() ? State.CELL : State.TEXT;
      case QUOTED -> b == dialect.quote() ? State.QUOTE_IN_QUOTED : State.QUOTED;
      case QUOTE_IN_QUOTED -> {
        if (b == dialect.quote()) {
          yield State.QUOTED;
        }
        yield b == dialect.delimiter() ? State.CELL : State.TEXT;
      }
    };
  }

  /// Ends a line that is not in a quoted cell, and the part if it is large enough.
  private void end() {
    if (!isEmptyLine && header > 0) {
      header--;
    }
    isEmptyLine = true;
    if (header == 0) {
      parts.rowEnds(position, lines);
    }
  }
}
