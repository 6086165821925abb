package org.techrace.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;

/// Lines put aside in temporary files, one per part of the hash space, so that each file can later
/// be freed of duplicates in memory by itself.
final class Overflow {
  private final @Nullable OutputStream[] parts;
  private final Path[] files;

  Overflow(int count) {
    parts = new @Nullable OutputStream[count];
    files = new Path[count];
  }

  /// Puts a line aside. Calls for the same part must not overlap.
  void add(int part, byte[] line, int from, int to) throws IOException {
    OutputStream out = parts[part];
    if (out == null) {
      files[part] = Files.createTempFile("techrace-quads", ".nq");
      out = new BufferedOutputStream(Files.newOutputStream(files[part]), 1 << 16);
      parts[part] = out;
    }
    out.write(line, from, to - from);
  }

  /// Writes each line put aside once, and removes the files.
  ///
  /// @return how many lines were written
  long writeOnce(OutputStream to) throws IOException {
    long count = 0;
    for (int i = 0; i < parts.length; i++) {
      OutputStream part = parts[i];
      if (part != null) {
        part.close();
        count += writeOnce(files[i], to);
        Files.delete(files[i]);
      }
    }
    return count;
  }

  private static long writeOnce(Path file, OutputStream to) throws IOException {
    FingerprintSet seen = new FingerprintSet();
    Fingerprint fingerprint = new Fingerprint();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long count = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (b == '\n') {
          byte[] bytes = line.toByteArray();
          line.reset();
          fingerprint.reset();
          fingerprint.add(bytes);
          if (seen.add(fingerprint.high(), fingerprint.low(), true) == FingerprintSet.Added.NEW) {
            to.write(bytes);
            count++;
          }
        }
      }
    }
    return count;
  }
}
