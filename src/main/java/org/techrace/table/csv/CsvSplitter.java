package org.techrace.table.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.table.input.Bytes;

/// Splits a CSV file in UTF-8 into chunks of whole records, so that several threads can parse them.
///
/// Only quotes are examined, and line breaks near the end of a chunk: a quote opens a quoted cell
/// if it is the first character of a cell, as in FastCSV, so a line break outside quoted cells is
/// the end of a record. Not thread-safe.
final class CsvSplitter implements Closeable {
  /// The size of a file that is worth splitting, in bytes.
  static final int SMALLEST_FILE_BYTES = 1 << 18;

  private static final int CHUNK_BYTES = 1 << 17;

  /// The size at which a quoted cell is too long, in any characters.
  private static final int MAX_CELL_BYTES = 3 * CsvHandler.CHARACTERS_PER_CELL;

  /// The size at which a record is too long, in any characters.
  private static final int MAX_RECORD_BYTES = 1 << 28;

  private final InputStream in;
  private final byte delimiter;
  private final byte quote;
  private final boolean hasQuotes;

  /// The bytes after the last chunk.
  private byte[] rest = {};

  private long line = 1;
  private boolean atEnd;
  private volatile boolean stopped;

  /// Part of a file.
  ///
  /// @param bytes contains the records, from its start
  /// @param length the length of the records in bytes
  /// @param line the line of the first record, from 1
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(byte[] bytes, int length, long line) {}

  CsvSplitter(InputStream in, Dialect dialect) {
    this.in = in;
    this.delimiter = (byte) dialect.delimiter();
    this.quote = (byte) dialect.quote();
    this.hasQuotes = dialect.quote() != Dialect.NO_QUOTE;
  }

  /// Returns the next records, or null after the last. The last chunk may end within a quoted cell.
  @Nullable Chunk next() throws IOException {
    byte[] bytes = Arrays.copyOf(rest, Math.max(CHUNK_BYTES, 2 * rest.length));
    int length = rest.length;
    int end = 0;
    while (end == 0 && !stopped) {
      if (length == bytes.length && length < MAX_RECORD_BYTES) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      length = fill(bytes, length);
      end = atEnd || length == MAX_RECORD_BYTES ? length : endOfRecords(bytes, length);
      if (atEnd) {
        break;
      }
    }
    if (end == 0 || stopped) {
      return null;
    }
    rest = Arrays.copyOfRange(bytes, end, length);
    Chunk chunk = new Chunk(bytes, end, line);
    line += Bytes.lineBreaks(bytes, end);
    return chunk;
  }

  private int fill(byte[] bytes, int length) throws IOException {
    int filled = length;
    while (filled < bytes.length && !atEnd) {
      int n = in.read(bytes, filled, bytes.length - filled);
      atEnd = n < 0;
      filled += Math.max(0, n);
    }
    return filled;
  }

  /// Makes [#next] return null. May be called by any thread.
  void stop() {
    stopped = true;
  }

  /// Returns the index after the last whole record, or 0 if there is none.
  private int endOfRecords(byte[] bytes, int length) {
    int end = 0;
    int outside = 0;
    int from = 0;
    while (true) {
      int open = hasQuotes ? Bytes.indexOf(quote, bytes, from, length) : length;
      if (open == length) {
        return Math.max(end, lastLineEnd(bytes, outside, length, length));
      }
      if (open > 0 && !endsCell(bytes[open - 1])) {
        // A quote within a cell without quotes is an ordinary character.
        from = open + 1;
        continue;
      }
      end = Math.max(end, lastLineEnd(bytes, outside, open, length));
      int close = Bytes.indexOf(quote, bytes, open + 1, length);
      while (close + 1 < length && bytes[close + 1] == quote) {
        close = Bytes.indexOf(quote, bytes, close + 2, length);
      }
      if (close + 1 >= length) {
        return end == 0 && length - open > MAX_CELL_BYTES ? length : end;
      }
      outside = close + 1;
      from = outside;
    }
  }

  private boolean endsCell(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  /// Returns the index after the last line break that starts in a range, or 0 if there is none. A
  /// carriage return at the end of the bytes may be half of a line break.
  private static int lastLineEnd(byte[] bytes, int from, int to, int length) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] != '\n')) {
        return i + 1;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
