package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Rows;

/// Maps the rows of tables: this thread reads them, one or several others make quads of them.
///
/// @param <T> the form of a term
final class Runner<T> {
  private static final int BATCH = 256;
  private static final int BATCHES_WAITING = 16;
  private static final Row[] END = {};

  private final List<? extends RowSink<T>> sinks;
  private final EngineOptions options;
  private final Report report;
  private final AtomicLong done = new AtomicLong();

  /// @param sinks one for each thread that makes quads
  Runner(List<? extends RowSink<T>> sinks, EngineOptions options, Report report) {
    this.sinks = List.copyOf(sinks);
    this.options = options;
    this.report = report;
  }

  /// Maps every row of a plan's table. A row with a fault is reported and gives nothing.
  void run(TriplesMapPlan<T> plan, Lists<T> lists) throws IOException {
    done.set(0);
    try (Rows rows = plan.table().open(plan.references().list(), report)) {
      if (sinks.size() == 1 || plan.gathers()) {
        runHere(plan, lists, rows);
      } else {
        runParallel(plan, lists, rows);
      }
    }
    RowQuads<T> made = new RowQuads<>();
    lists.finish(made);
    sinks.getFirst().row(made);
    for (RowSink<T> sink : sinks) {
      sink.flush();
    }
  }

  private void runHere(TriplesMapPlan<T> plan, Lists<T> lists, Rows rows) throws IOException {
    RowQuads<T> made = new RowQuads<>();
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      map(plan, lists, row, made, sinks.getFirst());
      options.progress().rows(plan.table().name(), done.incrementAndGet());
    }
  }

  private void runParallel(TriplesMapPlan<T> plan, Lists<T> lists, Rows rows) throws IOException {
    BlockingQueue<Row[]> batches = new ArrayBlockingQueue<>(BATCHES_WAITING);
    try (ExecutorService threads = Executors.newFixedThreadPool(sinks.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (RowSink<T> sink : sinks) {
        running.add(threads.submit(() -> work(plan, lists, batches, sink)));
      }
      try {
        read(rows, batches, running);
        for (Future<?> worker : running) {
          worker.get();
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw failure(e);
      }
    }
  }

  private static IOException failure(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  private void read(Rows rows, BlockingQueue<Row[]> batches, List<Future<?>> workers)
      throws IOException, InterruptedException, ExecutionException {
    List<Row> batch = new ArrayList<>(BATCH);
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      batch.add(row);
      if (batch.size() == BATCH) {
        put(batch, batches, workers);
      }
    }
    put(batch, batches, workers);
    for (int i = 0; i < workers.size(); i++) {
      batches.put(END);
    }
  }

  /// Hands a batch over, unless the workers have failed.
  private static void put(List<Row> batch, BlockingQueue<Row[]> batches, List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    if (!batch.isEmpty()) {
      for (Future<?> worker : workers) {
        if (worker.isDone()) {
          worker.get();
        }
      }
      batches.put(batch.toArray(Row[]::new));
      batch.clear();
    }
  }

  private @Nullable Void work(
      TriplesMapPlan<T> plan, Lists<T> lists, BlockingQueue<Row[]> batches, RowSink<T> sink)
      throws IOException, InterruptedException {
    RowQuads<T> made = new RowQuads<>();
    for (Row[] batch = batches.take(); batch.length > 0; batch = batches.take()) {
      for (Row row : batch) {
        map(plan, lists, row, made, sink);
      }
      options.progress().rows(plan.table().name(), done.addAndGet(batch.length));
    }
    return null;
  }

  private void map(
      TriplesMapPlan<T> plan, Lists<T> lists, Row row, RowQuads<T> made, RowSink<T> sink)
      throws IOException {
    plan.map(row, made, lists);
    if (made.faults().isEmpty()) {
      sink.row(made);
    } else {
      String table = plan.table().name();
      Place place = row.line() == 0 ? Place.file(table) : Place.line(table, row.line());
      String map = plan.map().shortName();
      made.faults().forEach(fault -> report.badRow(place, fault.in(map)));
    }
    made.clear();
  }
}
