package org.techrace.release;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Tasks;

/// Sorts lines and drops duplicates, in limited memory: lines beyond the limit are sorted in runs
/// on disk, and the runs are merged. A second thread sorts and writes a run while more lines are
/// added. Not thread-safe: one thread adds all lines.
final class SortedLines implements Closeable {
  private final Path folder;
  private final long budget;
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final List<Path> runs = new ArrayList<>();
  private @Nullable Future<?> writing;
  private List<String> lines = new ArrayList<>();
  private long characters;

  /// @param folder the folder of the runs, which are deleted on [#close]
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
    try (BufferedWriter out = Files.newBufferedWriter(run)) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private void awaitRun() throws IOException {
    Future<?> started = writing;
    writing = null;
    if (started != null) {
      Tasks.await(started, "statements were being sorted");
    }
  }

  /// Passes on every line once, sorted by its characters.
  void forEach(Consumer<String> sink) throws IOException {
    awaitRun();
    lines.sort(Comparator.naturalOrder());
    List<BufferedReader> readers = new ArrayList<>();
    try {
      PriorityQueue<Run> queue = new PriorityQueue<>(Comparator.comparing(Run::head));
      for (Path run : runs) {
        BufferedReader reader = Files.newBufferedReader(run);
        readers.add(reader);
        enqueue(queue, reader.lines().iterator());
      }
      enqueue(queue, lines.iterator());
      String last = "";
      for (Run run = queue.poll(); run != null; run = queue.poll()) {
        if (!run.head.equals(last)) {
          sink.accept(run.head);
          last = run.head;
        }
        enqueue(queue, run.rest);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (BufferedReader reader : readers) {
        reader.close();
      }
    }
  }

  private static void enqueue(PriorityQueue<Run> queue, Iterator<String> lines) {
    if (lines.hasNext()) {
      queue.add(new Run(lines.next(), lines));
    }
  }

  /// Stops the second thread, waits for it, and deletes the runs.
  @Override
  public void close() throws IOException {
    writer.shutdownNow();
    writer.close();
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  /// A sorted run.
  ///
  /// @param head the first line that was not yet passed on
  /// @param rest the lines after it
  private record Run(String head, Iterator<String> rest) {}
}
