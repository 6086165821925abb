package org.techrace.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sys.JenaSystem;
import org.jspecify.annotations.Nullable;
import org.techrace.store.BuildSteps.Step;

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

  /// The number of threads that read or sort at the same time.
  static final int THREADS = 2;

  /// The sizes of a build.
  ///
  /// @param chunk the number of quads in a chunk
  /// @param blockBytes the size of a block of lines that a thread parses at a time
  /// @param sorted the number of rows that each of two threads sorts in memory: 16 bytes each, and
  ///   twice that while sorting
  /// @param most the maximum number of runs that are merged at a time
  record Sizes(int chunk, int blockBytes, int sorted, int most) {
    private static final Sizes USUAL = new Sizes(1 << 20, 1 << 20, 1 << 22, MergePasses.MOST_FILES);
  }

  /// Names the work of the writer's threads in error messages.
  static final String WORK = "the store was being written";

  private final Path folder;
  private final BuildSteps steps;
  private final Progress progress;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Sizes sizes;
  private Chunk filling;
  private Chunk spare;
  private @Nullable Future<?> writing;
  private int runs;
  private long read;
  private boolean sealed;

  /// Starts a store.
  ///
  /// @param folder the folder of the store; it is created if absent, and must be empty
  /// @throws IOException if the folder cannot be created or is not empty
  public StoreWriter(Path folder, Progress progress) throws IOException {
    this(folder, Optional.empty(), progress, Sizes.USUAL);
  }

  /// Starts a store, or continues one. If a build in the folder with the same inputs was stopped
  /// after it had read them, [#hasRead] is true, and [#seal] continues after the last finished
  /// step. If the inputs are others, the store is built anew. [Progress#note] says which.
  ///
  /// @param folder the folder of the store; it is created if absent, and must be empty or have a
  ///   build that was stopped
  /// @param inputs describes all that determines the quads, such as the names, sizes and times of
  ///   files
  /// @throws IOException if the folder cannot be created, has other files, or another process
  ///   builds there
  public StoreWriter(Path folder, String inputs, Progress progress) throws IOException {
    this(folder, Optional.of(inputs), progress, Sizes.USUAL);
  }

  /// Starts a store with other sizes, so that a small test creates many runs.
  StoreWriter(Path folder, Optional<String> inputs, Progress progress, Sizes sizes)
      throws IOException {
    this.folder = folder;
    this.steps = new BuildSteps(folder, inputs, progress);
    this.progress = progress;
    this.sizes = sizes;
    this.filling = new Chunk(sizes.chunk);
    this.spare = new Chunk(sizes.chunk);
  }

  /// Returns true if a build that was stopped has read all inputs. Then no quad may be added.
  public boolean hasRead() {
    return steps.isFinished(Step.READ);
  }

  /// Adds all quads of N-Triples or N-Quads, with several threads. Terms are not checked.
  ///
  /// @param lang N-Triples or N-Quads
  /// @param seed what the identifiers of blank nodes depend on, apart from their labels
  /// @throws org.apache.jena.riot.RiotException if the syntax is wrong
  /// @throws IOException if the input cannot be read, or a file cannot be written
  public void read(InputStream in, Lang lang, UUID seed) throws IOException {
    ErrorHandler errors = ErrorHandlerFactory.getDefaultErrorHandler();
    LineReader lines = new LineReader(in, lang, seed, sizes.blockBytes, errors, this::write);
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      readers.add(
          threads.submit(
              () -> {
                lines.read(new Chunk(sizes.chunk));
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
    if (hasRead()) {
      throw new IllegalStateException("all quads of the store in %s are read".formatted(folder));
    }
    String run = addRun(full.quads());
    full.write(
        steps.folder(BuildSteps.RUN_TERMS).resolve(run),
        steps.folder(BuildSteps.RUN_QUADS).resolve(run));
  }

  private synchronized String addRun(int quads) {
    read += quads;
    progress.at(Step.READ.label(), read);
    return "run-" + runs++;
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
    if (!hasRead()) {
      steps.finish(Step.READ, Summary.NONE);
    }
    new StoreSealer(folder, steps, progress, threads, sizes.sorted, sizes.most).seal();
    sealed = true;
  }

  /// Stops the threads of the writer and waits for them. If [#seal] did not complete, empties the
  /// folder, or keeps what a writer with the same inputs continues.
  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    threads.close();
    if (!sealed) {
      steps.stop();
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
