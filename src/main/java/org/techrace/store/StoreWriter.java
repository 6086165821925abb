package org.techrace.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/// Makes a [Store] of the quads that stream in, in any order, with repetitions, and in bounded
/// memory: about 1 GiB of heap for any number of quads.
///
/// One thread (the caller's) takes quads, a second turns each full [Chunk] into a sorted run on
/// disk. [#seal] then merges the terms of all runs to the dictionary, and sorts the triples, two
/// permutations at a time.
public final class StoreWriter implements StreamRDF, AutoCloseable {
  /// Quads in a chunk.
  private static final int CHUNK = 1 << 19;

  /// Rows sorted in memory at a time, for each of two threads: 64 MiB, twice while sorting.
  private static final int SORTED = 1 << 22;

  private final Path folder;
  private final Path scratch;
  private final Progress progress;
  private final ExecutorService second = Executors.newFixedThreadPool(2);
  private final List<Path> runs = new ArrayList<>();
  private final int sorted;
  private Chunk filling;
  private Chunk spare;
  private @Nullable Future<?> writing;
  private long read;

  /// Starts a store.
  ///
  /// @param folder where the store will be; it is created and must be empty
  public StoreWriter(Path folder, Progress progress) throws IOException {
    this(folder, progress, CHUNK, SORTED);
  }

  /// A writer with other sizes, so that a small test has many runs.
  StoreWriter(Path folder, Progress progress, int chunk, int sorted) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.scratch = Files.createDirectory(folder.resolve("scratch"));
    this.progress = progress;
    this.filling = new Chunk(chunk);
    this.spare = new Chunk(chunk);
    this.sorted = sorted;
  }

  @Override
  public void triple(Triple triple) {
    add(null, triple.getSubject(), triple.getPredicate(), triple.getObject());
  }

  @Override
  public void quad(Quad quad) {
    Node graph = quad.isDefaultGraph() ? null : quad.getGraph();
    add(graph, quad.getSubject(), quad.getPredicate(), quad.getObject());
  }

  private void add(@Nullable Node graph, Node subject, Node predicate, Node object) {
    filling.add(subject, predicate, object, graph);
    if (filling.isFull()) {
      try {
        startRun();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Hands the full chunk to the second thread and goes on with the other one.
  private void startRun() throws IOException {
    awaitRun();
    Chunk full = filling;
    filling = spare;
    spare = full;
    read += full.quads();
    progress.at("read", read);
    Path run = scratch.resolve("run-" + runs.size());
    runs.add(run);
    writing =
        second.submit(
            () -> {
              full.write(terms(run), quads(run));
              return null;
            });
  }

  private void awaitRun() throws IOException {
    Future<?> started = writing;
    writing = null;
    if (started != null) {
      await(started);
    }
  }

  /// Makes the store of all quads taken. Nothing may be added after.
  public void seal() throws IOException {
    startRun();
    awaitRun();
    new StoreSealer(folder, scratch, progress, second, sorted).seal(runs);
    deleteScratch();
  }

  /// Ends the writer's threads and waits for their end; if [#seal] did not end, temporary files are
  /// deleted then.
  @Override
  public void close() throws IOException {
    second.shutdownNow();
    second.close();
    deleteScratch();
  }

  private void deleteScratch() throws IOException {
    if (Files.exists(scratch)) {
      List<Path> files;
      try (Stream<Path> all = Files.list(scratch)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(scratch);
    }
  }

  static Path terms(Path run) {
    return run.resolveSibling(run.getFileName() + ".terms");
  }

  static Path quads(Path run) {
    return run.resolveSibling(run.getFileName() + ".quads");
  }

  /// Waits for a task and passes on what went wrong in it.
  static void await(Future<?> task) throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException wrong -> throw wrong;
        case Error error -> throw error;
        case null, default -> throw new IOException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the store was being made", e);
    }
  }

  @Override
  public void start() {}

  @Override
  public void base(String base) {}

  @Override
  public void prefix(String prefix, String iri) {}

  @Override
  public void version(String version) {}

  @Override
  public void finish() {}
}
