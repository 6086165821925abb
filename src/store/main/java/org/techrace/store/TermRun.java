package org.techrace.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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
  private final InputStream in;
  private final IntFile.Writer ids;
  byte[] key = new byte[256];
  int length;

  /// Opens a run.
  ///
  /// @param terms the file written by [Chunk#write]
  /// @param ids a new file for the id of each term, in the same order
  TermRun(Path terms, Path ids) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(terms), 1 << 16);
    this.ids = new IntFile.Writer(ids);
  }

  /// Writes the terms of a run, which are added in sorted order.
  static final class Writer implements Closeable {
    private final OutputStream out;
    private byte[] last = new byte[256];
    private int lastLength;
    private int count;

    Writer(Path terms) throws IOException {
      this.out = new BufferedOutputStream(Files.newOutputStream(terms), 1 << 16);
    }

    /// Adds a term and returns its rank, from 0.
    ///
    /// @param from the index of the first byte of its key
    /// @param to the index after the last byte of its key
    int add(byte[] key, int from, int to) throws IOException {
      int length = to - from;
      int shared = Math.max(0, Arrays.mismatch(last, 0, lastLength, key, from, to));
      putNumber(out, shared);
      putNumber(out, length);
      out.write(key, from + shared, length - shared);
      if (length > last.length) {
        last = new byte[2 * length];
      }
      System.arraycopy(key, from, last, 0, length);
      lastLength = length;
      return count++;
    }

    @Override
    public void close() throws IOException {
      out.close();
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
    if (in.readNBytes(key, shared, length - shared) < length - shared) {
      throw new EOFException("a temporary file of the store ends too early");
    }
    return true;
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

  private static void putNumber(OutputStream out, int n) throws IOException {
    int rest = n;
    while (rest >= 0x80) {
      out.write(rest | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private int number() throws IOException {
    int n = 0;
    int shift = 0;
    int b = in.read();
    while (b >= 0x80) {
      n |= (b & 0x7F) << shift;
      shift += 7;
      b = in.read();
    }
    return b < 0 ? b : n | b << shift;
  }
}
