package org.techrace.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads the sorted terms of one run. In the file, each term is stored without the prefix that it
/// shares with the term before it.
final class TermRun implements Closeable, Comparable<TermRun> {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final IntFile.Writer ids;

  /// Bytes that were read from the file. A stream with a buffer would take a lock for each byte.
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private int from;
  private int to;
  byte[] key = new byte[256];
  int length;

  /// Opens a run.
  ///
  /// @param terms the file written by [Chunk#write]
  /// @param ids a new file for the id of each term, in the same order
  TermRun(Path terms, Path ids) throws IOException {
    this.in = Files.newInputStream(terms);
    this.ids = new IntFile.Writer(ids);
  }

  /// Writes the terms of a run, which are added in sorted order.
  static final class Writer implements Closeable {
    private final OutputStream out;
    private final KeyBuffer buffer = new KeyBuffer(2 * BUFFER_BYTES);
    private byte[] last = new byte[256];
    private int lastLength;
    private int count;

    Writer(Path terms) throws IOException {
      this.out = Files.newOutputStream(terms);
    }

    /// Adds a term and returns its rank, from 0.
    ///
    /// @param from the index of the first byte of its key
    /// @param to the index after the last byte of its key
    int add(byte[] key, int from, int to) throws IOException {
      int length = to - from;
      int shared = Math.max(0, Arrays.mismatch(last, 0, lastLength, key, from, to));
      buffer.putNumber(shared).putNumber(length).putBytes(key, from + shared, to);
      if (buffer.length >= BUFFER_BYTES) {
        flush();
      }
      if (length > last.length) {
        last = new byte[2 * length];
      }
      System.arraycopy(key, from, last, 0, length);
      lastLength = length;
      return count++;
    }

    private void flush() throws IOException {
      out.write(buffer.bytes, 0, buffer.length);
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        flush();
      }
    }
  }

  /// Moves to the next term. Returns false at the end.
  boolean next() throws IOException {
    int shared = number();
    if (shared < 0) {
      return false;
    }
    length = number();
    if (length > key.length) {
      key = Arrays.copyOf(key, 2 * length);
    }
    for (int at = shared; at < length; ) {
      if (from == to && !fill()) {
        throw new EOFException("a temporary file of the store ends too early");
      }
      int some = Math.min(length - at, to - from);
      System.arraycopy(buffer, from, key, at, some);
      from += some;
      at += some;
    }
    return true;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  /// Returns the next byte, or -1 at the end.
  private int read() throws IOException {
    return from < to || fill() ? buffer[from++] & 0xFF : -1;
  }

  /// Writes the id of the current term.
  void id(int id) throws IOException {
    ids.put(id);
  }

  @Override
  public int compareTo(TermRun other) {
    return Arrays.compareUnsigned(key, 0, length, other.key, 0, other.length);
  }

  @Override
  public void close() throws IOException {
    try (in;
        ids) {
      // Both are closed, even if closing the first fails.
    }
  }

  private int number() throws IOException {
    int n = 0;
    int shift = 0;
    int b = read();
    while (b >= 0x80) {
      n |= (b & 0x7F) << shift;
      shift += 7;
      b = read();
    }
    return b < 0 ? b : n | b << shift;
  }
}
