package org.techrace.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.compress.v3.snappy.SnappyFramedInputStream;
import io.airlift.compress.v3.snappy.SnappyFramedOutputStream;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.techrace.store.MergePasses;
import org.techrace.store.Tasks;

/// Sorts lines into files, in limited memory. Each file is a sorted run, packed with Snappy;
/// [#merge] reads runs as one list of lines without duplicates. A second thread sorts and writes a
/// run while more lines are added. Not thread-safe: one thread adds all lines.
final class SortedLines implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final long budget;
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final List<Path> runs = new ArrayList<>();
  private @Nullable Future<?> writing;
  private List<String> lines = new ArrayList<>();
  private long characters;

  /// @param folder the folder of the runs, which the caller deletes
  /// @param budget the maximum number of characters of a run; at most two runs are in memory
  SortedLines(Path folder, long budget) {
    this.folder = folder;
    this.budget = budget;
  }

  /// Adds a line, without its line break.
  void add(String line) throws IOException {
    lines.add(line);
    characters += line.length();
    if (characters > budget) {
      startRun();
    }
  }

  /// Passes the lines to the second thread when it has written the run before.
  private void startRun() throws IOException {
    awaitRun();
    Path run = folder.resolve("run-" + runs.size());
    List<String> full = lines;
    runs.add(run);
    writing =
        writer.submit(
            () -> {
              write(full, run);
              return null;
            });
    lines = new ArrayList<>();
    characters = 0;
  }

  private static void write(List<String> lines, Path run) throws IOException {
    lines.sort(Comparator.naturalOrder());
    String last = "";
    try (Writer out = writer(run)) {
      for (String line : lines) {
        if (!line.equals(last)) {
          out.write(line);
          out.write('\n');
        }
        last = line;
      }
    }
  }

  private static Writer writer(Path run) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            new SnappyFramedOutputStream(new SnappyJavaCompressor(), Files.newOutputStream(run)),
            UTF_8),
        BUFFER);
  }

  private void awaitRun() throws IOException {
    Future<?> started = writing;
    writing = null;
    if (started != null) {
      Tasks.await(started, "statements were being sorted");
    }
  }

  /// Writes the lines that are still in memory. No line may be added after that.
  ///
  /// @return the runs
  List<Path> finish() throws IOException {
    if (!lines.isEmpty()) {
      startRun();
    }
    awaitRun();
    return List.copyOf(runs);
  }

  /// Receives lines, without their line breaks.
  @FunctionalInterface
  interface Sink {
    void line(String line) throws IOException;
  }

  /// Passes on every line of some runs once, sorted by its characters.
  ///
  /// @param scratch an existing folder for temporary files, which the caller deletes
  /// @param most the maximum number of runs that are merged at a time
  static void merge(List<Path> runs, Path scratch, int most, Sink sink) throws IOException {
    List<Path> left =
        MergePasses.reduce(
            runs,
            most,
            (some, number) -> {
              Path merged = scratch.resolve("merged-" + number);
              try (Writer out = writer(merged)) {
                merge(some, line -> out.append(line).append('\n'));
              }
              return merged;
            });
    merge(left, sink);
  }

  private static void merge(List<Path> runs, Sink sink) throws IOException {
    PriorityQueue<Run> queue = new PriorityQueue<>(Comparator.comparing(Run::head));
    List<Run> open = new ArrayList<>();
    try {
      for (Path file : runs) {
        Run run = new Run(open(file));
        open.add(run);
        if (run.next()) {
          queue.add(run);
        }
      }
      String last = "";
      for (Run run = queue.poll(); run != null; run = queue.poll()) {
        Run other = queue.peek();
        boolean more = true;
        // Runs of different sources rarely alternate: most lines are compared once.
        while (more && (other == null || run.head.compareTo(other.head) <= 0)) {
          if (!run.head.equals(last)) {
            sink.line(run.head);
            last = run.head;
          }
          more = run.next();
        }
        if (more) {
          queue.add(run);
        }
      }
    } finally {
      for (Run run : open) {
        run.lines.close();
      }
    }
  }

  private static BufferedReader open(Path run) throws IOException {
    return new BufferedReader(new InputStreamReader(stream(run), UTF_8), BUFFER);
  }

  /// Opens the lines of a run.
  static InputStream stream(Path run) throws IOException {
    return new SnappyFramedInputStream(new SnappyJavaDecompressor(), Files.newInputStream(run));
  }

  /// Stops the second thread and waits for it.
  @Override
  public void close() {
    writer.shutdownNow();
    writer.close();
  }

  /// A sorted run that is being read.
  private static final class Run {
    private final BufferedReader lines;
    private String head = "";

    Run(BufferedReader lines) {
      this.lines = lines;
    }

    /// Returns the first line that was not yet passed on.
    String head() {
      return head;
    }

    /// Reads the next line. Returns false at the end.
    boolean next() throws IOException {
      String line = lines.readLine();
      head = line == null ? "" : line;
      return line != null;
    }
  }
}
