package org.techrace.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sys.JenaSystem;
import org.jspecify.annotations.Nullable;

/// Creates a [Store] from quads in any order, with or without duplicates, in bounded memory: about
/// 1 GiB of heap for any number of quads.
///
/// [#read] parses N-Triples or N-Quads with two threads. Quads can also be added one by one: then
/// the calling thread receives them, and a second thread writes each full [Chunk] to disk as a
/// sorted run. [#seal] merges the terms of all runs into the dictionary and sorts the triples, two
/// permutations at a time. Not thread-safe: one thread calls all methods.
///
/// {@snippet file="org/techrace/store/StoreExampleTest.java" region="write"}
public final class StoreWriter implements StreamRDF, AutoCloseable {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  /// Quads in a chunk.
  private static final int CHUNK_QUADS = 1 << 20;

  /// The number of threads that read or sort at the same time.
  static final int THREADS = 2;

  /// The size of a block of lines that a thread parses at a time.
  private static final int BLOCK_BYTES = 1 << 20;

  /// Rows sorted in memory at a time by each of two threads: 64 MiB, and twice that while sorting.
  private static final int SORT_ROWS = 1 << 22;

  /// Names the work of the writer's threads in error messages.
  static final String WORK = "the store was being written";

  private final Path folder;
  private final Path scratch;
  private final Progress progress;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Path> runs = new ArrayList<>();
  private final int chunk;
  private final int blockBytes;
  private final int sorted;
  private final int most;
  private Chunk filling;
  private Chunk spare;
  private @Nullable Future<?> writing;
  private long read;
  private boolean sealed;

  /// Starts a store.
  ///
  /// @param folder the folder of the store; it is created if absent, and must be empty
  /// @throws IOException if the folder cannot be created or is not empty
  public StoreWriter(Path folder, Progress progress) throws IOException {
    this(folder, progress, CHUNK_QUADS, BLOCK_BYTES, SORT_ROWS, MergePasses.MOST_FILES);
  }

  /// Starts a store with other sizes, so that a small test creates many runs.
  ///
  /// @param chunk the number of quads in a chunk
  /// @param blockBytes the size of a block of lines that a thread parses at a time
  /// @param sorted the number of rows that each of two threads sorts in memory
  /// @param most the maximum number of runs that are merged at a time
  StoreWriter(Path folder, Progress progress, int chunk, int blockBytes, int sorted, int most)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> other = files.findFirst();
      if (other.isPresent()) {
        throw new IOException(
            "%s is not empty: it has %s; a store needs a folder of its own"
                .formatted(folder, other.get().getFileName()));
      }
    }
    this.scratch = Files.createDirectory(folder.resolve("scratch"));
    this.progress = progress;
    this.chunk = chunk;
    this.blockBytes = blockBytes;
    this.filling = new Chunk(chunk);
    this.spare = new Chunk(chunk);
    this.sorted = sorted;
    this.most = most;
  }

  /// Adds all quads of N-Triples or N-Quads, with several threads. Terms are not checked.
  ///
  /// @param lang N-Triples or N-Quads
  /// @param seed what the identifiers of blank nodes depend on, apart from their labels
  /// @throws org.apache.jena.riot.RiotException if the syntax is wrong
  /// @throws IOException if the input cannot be read, or a file cannot be written
  public void read(InputStream in, Lang lang, UUID seed) throws IOException {
    ErrorHandler errors = ErrorHandlerFactory.getDefaultErrorHandler();
    LineReader lines = new LineReader(in, lang, seed, blockBytes, errors, this::write);
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      readers.add(
          threads.submit(
              () -> {
                lines.read(new Chunk(chunk));
                return null;
              }));
    }
    for (Future<?> reader : readers) {
      Tasks.await(reader, WORK);
    }
  }

  @Override
  public void triple(Triple triple) {
    quad(Quad.create(Quad.defaultGraphNodeGenerated, triple));
  }

  @Override
  public void quad(Quad quad) {
    filling.add(quad);
    if (filling.isFull()) {
      try {
        startRun();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Passes the full chunk to the second thread and continues with the other one.
  private void startRun() throws IOException {
    awaitRun();
    Chunk full = filling;
    filling = spare;
    spare = full;
    writing =
        threads.submit(
            () -> {
              write(full);
              return null;
            });
  }

  /// Writes a chunk as a run and empties it.
  private void write(Chunk full) throws IOException {
    Path run = addRun(full.quads());
    full.write(terms(run), quads(run));
  }

  private synchronized Path addRun(int quads) {
    read += quads;
    progress.at("read", read);
    Path run = scratch.resolve("run-" + runs.size());
    runs.add(run);
    return run;
  }

  private void awaitRun() throws IOException {
    Future<?> started = writing;
    writing = null;
    if (started != null) {
      Tasks.await(started, WORK);
    }
  }

  /// Writes the store with all quads received. No quad may be added after that.
  ///
  /// @throws IOException if a file cannot be written
  public void seal() throws IOException {
    if (filling.quads() > 0) {
      startRun();
    }
    awaitRun();
    new StoreSealer(folder, scratch, progress, threads, sorted, most).seal(runs);
    delete(scratch);
    sealed = true;
  }

  /// Stops the threads of the writer, waits for them, and empties the folder if [#seal] did not
  /// complete.
  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    threads.close();
    if (!sealed) {
      delete(scratch);
      deleteFiles(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      deleteFiles(folder);
      Files.delete(folder);
    }
  }

  private static void deleteFiles(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  static Path terms(Path run) {
    return run.resolveSibling(run.getFileName() + ".terms");
  }

  static Path quads(Path run) {
    return run.resolveSibling(run.getFileName() + ".quads");
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
