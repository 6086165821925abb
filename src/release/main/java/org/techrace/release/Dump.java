package org.techrace.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.MergePasses;
import org.techrace.store.Tasks;

/// `data.nq.gz`: the statements of a release as sorted N-Quads without duplicates, one quad per
/// line.
final class Dump {
  static final String FILE = "data.nq.gz";

  private static final String WORK = "the dump was being written";

  private Dump() {}

  /// Parses the lines of a dump.
  @FunctionalInterface
  interface Parser {
    /// Reads all lines.
    ///
    /// @param lines N-Quads
    /// @param labels what the identifiers of blank nodes depend on, apart from their labels
    void parse(InputStream lines, UUID labels) throws IOException;
  }

  /// Merges sorted runs and passes on their lines, in order. One thread merges the lines, a second
  /// packs them, a third parses them. The same lines give the same bytes, because Java's gzip
  /// header has no time.
  ///
  /// @param runs files of [SortedLines]
  /// @param scratch an existing folder for temporary files, which the caller deletes
  /// @param release the name of the release, which the identifiers of blank nodes depend on: the
  ///   same release gets the same, and another one others
  /// @param parser receives the lines on another thread; when this method returns, it has all of
  ///   them
  /// @throws IOException if a file cannot be read or written
  static void write(List<Path> runs, Path scratch, Path file, String release, Parser parser)
      throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      BlockPipe toFile = new BlockPipe();
      BlockPipe toParser = new BlockPipe();
      Future<?> packed = threads.submit(() -> pack(toFile, file));
      Future<?> parsed = threads.submit(() -> parse(toParser, release, parser));
      try {
        Blocks blocks = new Blocks(List.of(toFile, toParser));
        SortedLines.merge(runs, scratch, MergePasses.MOST_FILES, blocks::add);
        blocks.flush();
      } finally {
        toFile.end();
        toParser.end();
      }
      Tasks.await(packed, WORK);
      Tasks.await(parsed, WORK);
    }
  }

  private static @Nullable Void pack(InputStream lines, Path file) throws IOException {
    try (lines;
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      lines.transferTo(out);
    }
    return null;
  }

  private static @Nullable Void parse(InputStream lines, String release, Parser parser)
      throws IOException {
    try (lines) {
      parser.parse(lines, UUID.nameUUIDFromBytes(release.getBytes(StandardCharsets.UTF_8)));
    }
    return null;
  }

  /// Collects lines in blocks for several readers.
  private static final class Blocks {
    private static final int CHARACTERS = 1 << 18;

    private final List<BlockPipe> pipes;
    private final StringBuilder block = new StringBuilder();

    Blocks(List<BlockPipe> pipes) {
      this.pipes = pipes;
    }

    void add(String line) {
      block.append(line).append('\n');
      if (block.length() > CHARACTERS) {
        flush();
      }
    }

    void flush() {
      byte[] bytes = block.toString().getBytes(StandardCharsets.UTF_8);
      block.setLength(0);
      if (bytes.length > 0) {
        for (BlockPipe pipe : pipes) {
          pipe.write(bytes);
        }
      }
    }
  }

  /// Opens the lines of a dump.
  static BufferedReader lines(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8));
  }
}
