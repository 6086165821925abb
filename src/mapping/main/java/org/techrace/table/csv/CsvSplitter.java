package org.techrace.table.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.table.PartList;
import org.techrace.table.TablePart;
import org.techrace.table.format.Dialect;
import org.techrace.table.input.Bytes;
import org.techrace.table.input.TableFile;

/// Splits a CSV file into chunks of whole records, so that several threads can parse them, or finds
/// the parts of a file. In the encoding of the file, bytes below 128 are ASCII.
///
/// Only quotes are examined, and line breaks near the end of a chunk: a quote opens a quoted cell
/// if it is the first character of a cell, as in FastCSV, so a line break outside quoted cells is
/// the end of a record. In a comment line, quotes have no meaning. Not thread-safe.
final class CsvSplitter implements Closeable {
  /// The size of a file that is worth splitting, in bytes.
  static final int SMALLEST_FILE_BYTES = 1 << 18;

  private static final int CHUNK_BYTES = 1 << 17;

  /// The number of chunks in a small part of a file.
  private static final int CHUNKS_PER_PART = 16;

  private static final int NO_COMMENTS = -1;

  /// The size at which a quoted cell is too long, in any characters.
  private static final int MAX_CELL_BYTES = 3 * CsvHandler.CHARACTERS_PER_CELL;

  /// The size at which a record is too long, in any characters.
  private static final int MAX_RECORD_BYTES = 1 << 28;

  private final InputStream in;
  private final byte delimiter;
  private final byte quote;
  private final boolean hasQuotes;
  private final int comment;
  private final int chunkBytes;

  /// The bytes after the last chunk.
  private byte[] rest = {};

  private long line;
  private boolean atEnd;

  /// True if the last chunk ends within a record that is too long.
  private boolean isCut;

  private volatile boolean stopped;

  /// Part of a file.
  ///
  /// @param bytes contains the records, from its start
  /// @param length the length of the records in bytes
  /// @param line the line of the first record, from 1
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(byte[] bytes, int length, long line) {}

  /// @param in the text, which begins with a record
  CsvSplitter(InputStream in, Dialect dialect) {
    this(in, dialect, 1, CHUNK_BYTES);
  }

  private CsvSplitter(InputStream in, Dialect dialect, long line, int chunkBytes) {
    this.in = in;
    this.delimiter = (byte) dialect.delimiter();
    this.quote = (byte) dialect.quote();
    this.hasQuotes = dialect.quote() != Dialect.NO_QUOTE;
    this.comment = dialect.comment().map(c -> (int) c).orElse(NO_COMMENTS);
    this.line = line;
    this.chunkBytes = chunkBytes;
  }

  /// Returns true if the ends of records can be found in the bytes of a file in a dialect.
  static boolean canSplit(Dialect dialect) {
    return isAscii(dialect.delimiter())
        && isAscii(dialect.quote())
        && isAscii(dialect.comment().orElse('#'))
        && dialect.doubleQuote()
        && dialect.trim() == Dialect.Trim.NONE
        && dialect.footerRows() == 0
        && !dialect.isLenient();
  }

  private static boolean isAscii(char c) {
    return c < 0x80;
  }

  /// Returns the parts of a file. Each has at least `bytes` bytes, and ends with a record.
  ///
  /// @param dialect one that [#canSplit] accepts
  /// @param firstLine the line of the first row, from 1; the lines before it are in the first part
  /// @throws IOException if reading from disk fails
  static List<TablePart> parts(TableFile input, Dialect dialect, long firstLine, long bytes)
      throws IOException {
    PartList parts = new PartList(bytes);
    int chunkBytes = Math.clamp(bytes / CHUNKS_PER_PART, 1, CHUNK_BYTES);
    InputStream in = input.openRaw();
    try (CsvSplitter chunks = new CsvSplitter(in, dialect, firstLine, chunkBytes)) {
      long position = TableFile.skipMark(in) + skipLines(in, firstLine - 1);
      for (Chunk chunk = chunks.next(); chunk != null && !chunks.isCut; chunk = chunks.next()) {
        position += chunk.length();
        parts.rowEnds(position, chunks.line - 1);
      }
      return parts.finish(position);
    }
  }

  /// Skips lines of any content.
  ///
  /// @param in a stream that supports marks
  /// @return the number of bytes skipped
  private static long skipLines(InputStream in, long lines) throws IOException {
    long skipped = 0;
    long left = lines;
    while (left > 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      skipped++;
      if (b == '\r') {
        in.mark(1);
        if (in.read() == '\n') {
          skipped++;
        } else {
          in.reset();
        }
      }
      left -= b == '\r' || b == '\n' ? 1 : 0;
    }
    return skipped;
  }

  /// Returns the next records, or null after the last. The last chunk may end within a quoted cell.
  @Nullable Chunk next() throws IOException {
    byte[] bytes = Arrays.copyOf(rest, Math.max(chunkBytes, 2 * rest.length));
    int length = rest.length;
    int end = 0;
    while (end == 0 && !stopped) {
      if (length == bytes.length && length < MAX_RECORD_BYTES) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      length = fill(bytes, length);
      isCut = length == MAX_RECORD_BYTES;
      end = atEnd || isCut ? length : endOfRecords(bytes, length);
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
      if (comment != NO_COMMENTS && isInComment(bytes, outside, open)) {
        from = endOfLine(bytes, open, length);
        continue;
      }
      end = Math.max(end, lastLineEnd(bytes, outside, open, length));
      int close = Bytes.indexOf(quote, bytes, open + 1, length);
      while (close + 1 < length && bytes[close + 1] == quote) {
        close = Bytes.indexOf(quote, bytes, close + 2, length);
      }
      if (close + 1 >= length) {
        isCut = end == 0 && length - open > MAX_CELL_BYTES;
        return isCut ? length : end;
      }
      outside = close + 1;
      from = outside;
    }
  }

  /// Returns true if the line of a byte begins with the comment character.
  ///
  /// @param outside the index after the last quoted cell
  private boolean isInComment(byte[] bytes, int outside, int index) {
    int from = index;
    while (from > outside && bytes[from - 1] != '\n' && bytes[from - 1] != '\r') {
      from--;
    }
    boolean isStart = from == 0 || from > outside;
    return isStart && bytes[from] == comment;
  }

  private static int endOfLine(byte[] bytes, int from, int length) {
    int i = from;
    while (i < length && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
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
