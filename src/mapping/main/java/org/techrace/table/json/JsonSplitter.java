package org.techrace.table.json;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.table.PartList;
import org.techrace.table.TablePart;
import org.techrace.table.input.TableFile;

/// Splits the elements of an array in a JSON file in UTF-8, or the values of JSON Lines, into
/// chunks, so that several threads can parse them, or finds the parts of a file. Only quotes,
/// brackets and commas are examined; what is between them is checked by those who parse a chunk.
/// Not thread-safe.
final class JsonSplitter implements Closeable {
  /// The size of a file that is worth splitting, in bytes.
  static final int SMALLEST_FILE_BYTES = 1 << 18;

  private static final int CHUNK_BYTES = 1 << 17;

  /// The number of chunks in a small part of a file.
  private static final int CHUNKS_PER_PART = 16;

  /// The most bytes of an element. A larger one and those after it are in [#rest].
  private static final long MAX_ELEMENT_BYTES =
      Math.max(1 << 20, Math.min(1 << 26, Runtime.getRuntime().maxMemory() / 64));

  /// The end of an array after a comma, which is not valid.
  private static final byte[] EMPTY_ELEMENT = {'[', ',', ']'};

  private final InputStream in;
  private final byte[] before;
  private final boolean lines;
  private final int chunkBytes;
  private final JsonPlace start;

  /// The place of the next element.
  private JsonPlace place;

  /// The bytes read after the last chunk.
  private byte[] left = {};

  private boolean isAfterComma;
  private boolean atEnd;
  private volatile boolean stopped;

  /// Some elements or values.
  ///
  /// @param bytes an array of the elements, or the values after a space
  /// @param length the length of the text in bytes
  /// @param place the place of the second byte
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(byte[] bytes, int length, JsonPlace place) {
    /// Returns true if there is one element in it that is larger than usual chunks.
    boolean isLarge() {
      return length > 4 * CHUNK_BYTES;
    }
  }

  /// @param in the text after `before`
  /// @param before the beginning of the text, with the bracket that opens the array; empty for JSON
  ///   Lines
  JsonSplitter(InputStream in, byte[] before) {
    this(in, before, CHUNK_BYTES);
  }

  private JsonSplitter(InputStream in, byte[] before, int chunkBytes) {
    this.in = in;
    this.before = before;
    this.chunkBytes = chunkBytes;
    this.lines = before.length == 0;
    this.start = new JsonPlace(1, 1).after(before, before.length);
    this.place = start;
  }

  /// Returns the parts of a file of JSON Lines, in an encoding whose bytes below 128 are ASCII.
  /// Each has at least `bytes` bytes, and ends with a line.
  ///
  /// @throws IOException if reading from disk fails
  static List<TablePart> parts(TableFile input, long bytes) throws IOException {
    PartList parts = new PartList(bytes);
    int chunkBytes = Math.clamp(bytes / CHUNKS_PER_PART, 1, CHUNK_BYTES);
    InputStream in = input.openRaw();
    long position = TableFile.skipMark(in);
    try (JsonSplitter chunks = new JsonSplitter(in, new byte[0], chunkBytes)) {
      for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        // The first byte of a chunk is not of the file.
        position += chunk.length() - 1;
        parts.rowEnds(position, chunks.place.line() - 1);
      }
    }
    return parts.finish(position);
  }

  /// Returns the next elements, or null if there are no more, or the next is too large.
  @Nullable Chunk next() throws IOException {
    byte[] bytes = new byte[Math.max(chunkBytes, 2 * left.length)];
    System.arraycopy(left, 0, bytes, 1, left.length);
    int length = 1 + left.length;
    while (!stopped && !atEnd) {
      length = fill(bytes, length);
      boolean isLast = length < bytes.length;
      int end = lines ? endOfLines(bytes, length, isLast) : endOfElements(bytes, length);
      if (end > 0) {
        return chunk(bytes, length, end);
      }
      if (isLast || length > MAX_ELEMENT_BYTES) {
        break;
      }
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    left = Arrays.copyOfRange(bytes, 1, length);
    return null;
  }

  private @Nullable Chunk chunk(byte[] bytes, int length, int end) {
    JsonPlace first = place;
    byte after = lines || end == length ? 0 : bytes[end];
    int next = after == ',' ? end + 1 : end;
    byte[] read = Arrays.copyOfRange(bytes, 1, next);
    place = place.after(read, read.length);
    left = Arrays.copyOfRange(bytes, next, length);
    if (lines) {
      bytes[0] = ' ';
      return new Chunk(bytes, end, first);
    }
    atEnd = after != ',';
    if (atEnd && new String(read, StandardCharsets.ISO_8859_1).isBlank()) {
      return isAfterComma ? new Chunk(EMPTY_ELEMENT, EMPTY_ELEMENT.length, first) : null;
    }
    isAfterComma = true;
    bytes[0] = '[';
    byte[] closed = end < bytes.length ? bytes : Arrays.copyOf(bytes, end + 1);
    closed[end] = ']';
    return new Chunk(closed, end + 1, first);
  }

  private int fill(byte[] bytes, int length) throws IOException {
    int filled = length;
    for (int n = 0; filled < bytes.length && n >= 0; filled += Math.max(0, n)) {
      n = in.read(bytes, filled, bytes.length - filled);
    }
    return filled;
  }

  /// Makes [#next] return null. May be called by any thread.
  void stop() {
    stopped = true;
  }

  /// Returns the index of the end of the array, or else of the last comma between elements, or 0.
  private static int endOfElements(byte[] bytes, int length) {
    int depth = 0;
    int comma = 0;
    for (int i = 1; i < length; i++) {
      switch (bytes[i]) {
        case '"' -> i = endOfString(bytes, i + 1, length);
        case '[', '{' -> depth++;
        case '}' -> depth--;
        case ']' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        case ',' -> comma = depth == 0 ? i : comma;
        default -> {}
      }
    }
    return comma;
  }

  /// Returns the index after the last line break between values, or after the last value.
  private static int endOfLines(byte[] bytes, int length, boolean isLast) {
    int depth = 0;
    int end = 0;
    for (int i = 1; i < length; i++) {
      switch (bytes[i]) {
        case '"' -> i = endOfString(bytes, i + 1, length);
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case '\n' -> end = depth == 0 ? i + 1 : end;
        default -> {}
      }
    }
    return isLast && length > 1 ? length : end;
  }

  private static int endOfString(byte[] bytes, int from, int length) {
    int i = from;
    while (i < length && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  /// Returns the text with the elements that have not been returned, without those that have.
  InputStream rest() {
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(new ByteArrayInputStream(before), new ByteArrayInputStream(left), in)));
  }

  /// Returns the place in the file of a place in [#rest].
  JsonPlace placeOfRest(JsonPlace inRest) {
    return inRest.isBefore(start) ? inRest : inRest.moved(start, place);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
