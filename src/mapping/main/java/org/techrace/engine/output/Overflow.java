package org.techrace.engine.output;

import io.airlift.compress.v3.snappy.SnappyFramedInputStream;
import io.airlift.compress.v3.snappy.SnappyFramedOutputStream;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.ScratchFile;
import org.techrace.table.input.Bytes;

/// Lines in temporary files, one file per part of the hash space, so that the duplicates of each
/// file can be removed in memory. The files are packed with Snappy: without it they would be about
/// as large as the output.
final class Overflow implements Closeable {
  /// The number of bytes that are packed at a time. A file needs about 100 KB of heap.
  private static final int BLOCK_BYTES = 1 << 14;

  /// A file, and the stream that packs the lines which are added to it.
  private record Part(ScratchFile file, OutputStream packer) {
    static Part create() throws IOException {
      ScratchFile file = new ScratchFile();
      return new Part(
          file,
          new SnappyFramedOutputStream(
              new SnappyJavaCompressor(),
              file.out(),
              true,
              BLOCK_BYTES,
              SnappyFramedOutputStream.DEFAULT_MIN_COMPRESSION_RATIO));
    }

    InputStream lines() throws IOException {
      packer.flush();
      return new SnappyFramedInputStream(new SnappyJavaDecompressor(), file.in());
    }
  }

  private final @Nullable Part[] parts;

  Overflow(int count) {
    parts = new @Nullable Part[count];
  }

  /// Adds a line. Calls for the same part must not overlap.
  void add(int part, byte[] line, int from, int to) throws IOException {
    Part file = parts[part];
    if (file == null) {
      file = Part.create();
      parts[part] = file;
    }
    file.packer.write(line, from, to - from);
  }

  /// Writes each distinct line once and deletes the files.
  ///
  /// @return the number of lines written
  long writeOnce(OutputStream to) throws IOException {
    long count = 0;
    for (Part part : parts) {
      if (part != null) {
        try (InputStream lines = part.lines()) {
          count += writeOnce(lines, to);
        }
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      if (part != null) {
        part.file.close();
      }
    }
  }

  private static long writeOnce(InputStream in, OutputStream to) throws IOException {
    FingerprintSet seen = new FingerprintSet();
    Fingerprint fingerprint = new Fingerprint();
    byte[] buffer = new byte[1 << 16];
    int length = 0;
    long count = 0;
    for (int n = 0; n >= 0; n = in.read(buffer, length, buffer.length - length)) {
      length += n;
      int start = 0;
      // New lines move to the front of the buffer, and are written together.
      int kept = 0;
      int end = Bytes.indexOf((byte) '\n', buffer, 0, length);
      while (end < length) {
        fingerprint.reset();
        fingerprint.add(buffer, start, end);
        if (seen.add(fingerprint.high(), fingerprint.low(), true) == FingerprintSet.Added.NEW) {
          System.arraycopy(buffer, start, buffer, kept, end + 1 - start);
          kept += end + 1 - start;
          count++;
        }
        start = end + 1;
        end = Bytes.indexOf((byte) '\n', buffer, start, length);
      }
      to.write(buffer, 0, kept);
      // The rest is the beginning of a line.
      length -= start;
      System.arraycopy(buffer, start, buffer, 0, length);
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * length);
      }
    }
    return count;
  }
}
