package org.techrace.release;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDF;

/// The statements of one source, as sorted files in a folder. A build may keep the folder: the same
/// statements give the same release again ([Staging#add]). Not thread-safe.
public final class Statements implements Closeable {
  private static final String RUN = "run-";

  private final Path folder;
  private final SortedLines lines;
  private final QuadLines stream;

  /// @param folder a new folder
  /// @param graph the IRI of the named graph of the source
  /// @param budget the maximum number of characters that are sorted in memory
  Statements(Path folder, String graph, long budget) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.lines = new SortedLines(folder, budget);
    this.stream = new QuadLines(lines, graph);
  }

  /// Returns the folder of the files.
  public Path folder() {
    return folder;
  }

  /// Returns the stream for the statements. Triples go to the named graph of the source; quads keep
  /// their graph.
  public StreamRDF stream() {
    return stream;
  }

  /// Completes the files. No statement may be added after that.
  public void finish() throws IOException {
    lines.finish();
  }

  @Override
  public void close() {
    lines.close();
  }

  /// Returns the files in a folder, sorted.
  static List<Path> runs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(RUN)).sorted().toList();
    }
  }

  /// Reads the statements in a folder, in any order and perhaps twice.
  public static void read(Path folder, StreamRDF to) throws IOException {
    for (Path run : runs(folder)) {
      try (InputStream in = SortedLines.stream(run)) {
        RDFParser.source(in).lang(Lang.NQUADS).checking(false).parse(to);
      }
    }
  }
}
