package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Presence;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// Maps the rows of tables: the calling thread reads them, and one or more other threads generate
/// quads.
///
/// @param <T> the form of a term
final class Runner<T> {
  private static final int BATCH_ROWS = 256;
  private static final int MAX_WAITING_BATCHES = 16;
  private static final Row[] END = {};

  /// The share of the heap that the rows of one batch take at most, but for its last row: with all
  /// batches that wait, less than a tenth.
  private static final int BATCH_HEAP_DIVISOR = 256;

  /// A row with more than this share of the heap is mapped before another is read.
  private static final int LARGE_ROW_HEAP_DIVISOR = 64;

  private final List<? extends RowSink<T>> sinks;
  private final Memory memory;
  private final EngineOptions.Progress progress;
  private final Report report;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong quads = new AtomicLong();
  private final long bytes;

  /// The tables that have already been read to their end.
  private final Set<SourceTable> read = new HashSet<>();

  private long bytesBefore;

  /// Creates a runner.
  ///
  /// @param sinks one sink per thread that generates quads
  /// @param bytes the size of all tables in bytes, counting a table as often as it is read
  Runner(
      List<? extends RowSink<T>> sinks,
      long bytes,
      MappingRun run,
      EngineOptions.Progress progress,
      Report report) {
    this.bytes = bytes;
    this.sinks = List.copyOf(sinks);
    this.memory = run.memory();
    this.progress = progress;
    this.report = report;
  }

  /// Maps every row of a table with all triples maps over it. A row with an error is reported; the
  /// triples map that has the error generates no quads from it.
  ///
  /// @param plans the triples maps
  /// @param table their table, or a part of it
  /// @param lists receives the collections
  /// @return what has been found by the rows of a part
  Optional<Presence> run(List<TriplesMapPlan<T>> plans, SourceTable table, GatheredLists<T> lists)
      throws IOException {
    TriplesMapPlan<T> first = plans.getFirst();
    Optional<Presence> presence;
    done.set(0);
    for (TriplesMapPlan<T> plan : plans) {
      plan.readParents(memory);
    }
    // Errors in a row are reported once, even if its table is read again.
    Report tableReport = read.add(first.table()) ? report : new Report((_, _) -> {});
    try (SourceRows rows = table.open(first.references().list(), tableReport)) {
      if (sinks.size() == 1 || first.gathers()) {
        runHere(plans, lists, rows);
      } else {
        runParallel(plans, lists, rows);
      }
      reportProgress(first, rows);
      presence = rows.presence();
    }
    if (tableReport != report) {
      report.addAll(tableReport, finding -> finding);
    }
    bytesBefore += first.table().bytes();
    lists.finish(sinks.getFirst());
    if (lists.isFull()) {
      report.error(
          first.map().at(),
          "the collections of <%s> that span several rows need more memory than the budget; %s"
              .formatted(
                  first.map().shortName(), "raise it (map --memory), or gather in each row"));
    }
    for (RowSink<T> sink : sinks) {
      sink.flush();
    }
    return presence;
  }

  /// Returns the number of quads generated so far, including duplicates.
  long quads() {
    return quads.get();
  }

  private void runHere(List<TriplesMapPlan<T>> plans, GatheredLists<T> lists, SourceRows rows)
      throws IOException {
    RowQuads<T> made = new RowQuads<>();
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      quads.addAndGet(map(plans, lists, row, made, sinks.getFirst()));
      if (done.incrementAndGet() % BATCH_ROWS == 0) {
        reportProgress(plans.getFirst(), rows);
      }
    }
  }

  private void runParallel(List<TriplesMapPlan<T>> plans, GatheredLists<T> lists, SourceRows rows)
      throws IOException {
    BlockingQueue<Row[]> batches = new ArrayBlockingQueue<>(MAX_WAITING_BATCHES);
    try (ExecutorService threads = Executors.newFixedThreadPool(sinks.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (RowSink<T> sink : sinks) {
        running.add(threads.submit(() -> work(plans, lists, rows, batches, sink)));
      }
      try {
        read(rows, batches, running);
        for (Future<?> worker : running) {
          worker.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        throw failure(e);
      } finally {
        // If reading or a worker has failed, the remaining workers must not wait for rows.
        threads.shutdownNow();
      }
    }
  }

  private static IOException failure(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  private void read(SourceRows rows, BlockingQueue<Row[]> batches, List<Future<?>> workers)
      throws IOException, InterruptedException, ExecutionException {
    long heap = Runtime.getRuntime().maxMemory();
    List<Row> batch = new ArrayList<>(BATCH_ROWS);
    long batchBytes = 0;
    long count = 0;
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      batch.add(row);
      batchBytes += row.heapBytes();
      count++;
      if (batch.size() == BATCH_ROWS || batchBytes > heap / BATCH_HEAP_DIVISOR) {
        put(batch.toArray(Row[]::new), batches, workers);
        batch.clear();
        batchBytes = 0;
        if (row.heapBytes() > heap / LARGE_ROW_HEAP_DIVISOR) {
          awaitRows(count, workers);
        }
      }
    }
    if (!batch.isEmpty()) {
      put(batch.toArray(Row[]::new), batches, workers);
    }
    for (int i = 0; i < workers.size(); i++) {
      put(END, batches, workers);
    }
  }

  /// Passes a batch to the workers. While the queue is full, this checks whether a worker has
  /// failed.
  private static void put(Row[] batch, BlockingQueue<Row[]> batches, List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    do {
      throwFailureOf(workers);
    } while (!batches.offer(batch, 1, TimeUnit.SECONDS));
  }

  /// Waits until the workers have mapped this many rows.
  private void awaitRows(long count, List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    while (done.get() < count) {
      throwFailureOf(workers);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static void throwFailureOf(List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    for (Future<?> worker : workers) {
      if (worker.isDone()) {
        worker.get();
      }
    }
  }

  private @Nullable Void work(
      List<TriplesMapPlan<T>> plans,
      GatheredLists<T> lists,
      SourceRows rows,
      BlockingQueue<Row[]> batches,
      RowSink<T> sink)
      throws IOException, InterruptedException {
    RowQuads<T> made = new RowQuads<>();
    for (Row[] batch = batches.take(); batch.length > 0; batch = batches.take()) {
      long count = 0;
      for (Row row : batch) {
        count += map(plans, lists, row, made, sink);
      }
      quads.addAndGet(count);
      done.addAndGet(batch.length);
      reportProgress(plans.getFirst(), rows);
    }
    return null;
  }

  private void reportProgress(TriplesMapPlan<T> plan, SourceRows rows) {
    double share = bytes == 0 ? 0 : Math.min(1, (double) (bytesBefore + rows.bytesRead()) / bytes);
    progress.at(plan.table().name(), done.get(), quads.get(), share);
  }

  /// Maps a row and returns the number of its quads.
  private int map(
      List<TriplesMapPlan<T>> plans,
      GatheredLists<T> lists,
      Row row,
      RowQuads<T> made,
      RowSink<T> sink)
      throws IOException {
    int count = 0;
    for (TriplesMapPlan<T> plan : plans) {
      count += map(plan, lists, row, made, sink);
    }
    return count;
  }

  private int map(
      TriplesMapPlan<T> plan, GatheredLists<T> lists, Row row, RowQuads<T> made, RowSink<T> sink)
      throws IOException {
    int count = 0;
    plan.map(row, made, lists);
    if (!made.doubts().isEmpty()) {
      Place place = row.place(plan.table().name());
      String map = plan.map().shortName();
      made.doubts().forEach(doubt -> report.warn(place, doubt.in(map)));
    }
    if (made.faults().isEmpty()) {
      sink.row(made);
      count = made.size();
    } else {
      String table = plan.table().name();
      Place place = row.place(table);
      String map = plan.map().shortName();
      made.faults().forEach(fault -> report.badRow(place, fault.in(map)));
    }
    made.clear();
    return count;
  }
}
