package org.techrace.release;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDF;

/// `data.nq.gz`: the statements of a release as sorted N-Quads without duplicates, one quad per
/// line.
final class Dump {
  static final String FILE = "data.nq.gz";

  private Dump() {}

  /// Writes sorted lines. The same lines give the same bytes, because Java's gzip header has no
  /// time.
  static void write(SortedLines lines, Path file) throws IOException {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file), 1 << 16),
                StandardCharsets.UTF_8))) {
      lines.forEach(
          line -> {
            try {
              out.write(line);
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /// Opens the lines of a dump.
  static BufferedReader lines(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8));
  }

  /// Reads the quads of a dump, in order.
  static void read(Path file, StreamRDF sink) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      RDFParser.source(in).lang(Lang.NQUADS).checking(false).parse(sink);
    }
  }
}
