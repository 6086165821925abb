package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.techrace.engine.output.CellUse;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.NQuadsWriter;
import org.techrace.engine.output.RepeatedRows;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.RowSink;
import org.techrace.engine.output.TermFactory;
import org.techrace.engine.plan.LinePlan;
import org.techrace.engine.plan.MappingRun;
import org.techrace.engine.plan.ParentCollector;
import org.techrace.engine.plan.ParentRows;
import org.techrace.engine.plan.RepeatedSubjects;
import org.techrace.engine.plan.ShiftedRows;
import org.techrace.engine.plan.TableScan;
import org.techrace.engine.plan.TriplesMapPlan;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Utf8Row;

/// Maps the rows of tables: the calling thread reads them, and one or more other threads generate
/// quads.
///
/// @param <T> the form of a term
final class Runner<T> {
  private static final int MAX_WAITING_BATCHES = 8;
  private static final int PROGRESS_ROWS = 256;

  /// The number of rows whose loads from memory overlap.
  private static final int ROWS_AT_ONCE = 32;

  /// A batch with more than this share of the heap is mapped before another is read.
  private static final int LARGE_BATCH_HEAP_DIVISOR = 64;

  /// Rows are examined for repetition when one in this number of quads is repeated.
  private static final int REPEATED_QUADS_DIVISOR = 8;

  /// A batch of rows and its number, from 0.
  private record Numbered(long number, RowBatch batch) {}

  /// The end of the batches.
  private static final Numbered END = new Numbered(-1, RowBatch.of(List.of(), 0));

  /// A triples map, and its plan for lines if it has one.
  private record MapPlan<T>(TriplesMapPlan<T> terms, @Nullable LinePlan<T> lines) {}

  /// A thread that maps rows.
  private static final class Mapper<T> {
    final RowSink<T> sink;
    final RowQuads<T> made;

    /// Counts what becomes of the cells, or null.
    final @Nullable RowCounter counter;

    /// Finds rows whose cells have shifted, or null.
    final @Nullable ShiftedRows shifted;

    /// Find rows that make the subject of another row.
    final List<RepeatedSubjects> repeats;

    /// True if the last row had neither errors nor warnings.
    boolean isClean;

    /// For each row read at once, whether it is examined for repetition, and its fingerprint.
    private final boolean[] examined = new boolean[ROWS_AT_ONCE];

    private final long[] fingerprints = new long[2 * ROWS_AT_ONCE];
    private final Fingerprint values = new Fingerprint();
    private long examinedRows;
    private long knownRows;

    /// True if rows may be repeated, because many of their quads are.
    private boolean mayRepeat;

    private final long linesBefore;
    private final long newLinesBefore;

    /// Collect the parents of joins from the rows.
    private final List<ParentCollector<T>.Batch> collected;

    @SuppressWarnings("unused") // a use of the loads, so that the compiler does not remove them
    private long touched;

    /// @param repeats find rows that make the subject of another row
    /// @param counting what counts the cells, or null
    Mapper(
        RowSink<T> sink,
        TableScan<T> scan,
        List<RepeatedSubjects> repeats,
        @Nullable CellCounting counting) {
      this.sink = sink;
      this.repeats = repeats;
      this.shifted = scan.shiftedRows();
      @Nullable CellUse use = counting == null ? null : new CellUse();
      this.made = new RowQuads<>(use);
      this.counter = counting == null || use == null ? null : counting.counter(use);
      this.collected = scan.collectors().stream().map(ParentCollector::batch).toList();
      @Nullable NQuadsWriter writer = sink.lines();
      this.linesBefore = writer == null ? 0 : writer.allLines();
      this.newLinesBefore = writer == null ? 0 : writer.newLines();
    }

    /// Decides whether to examine rows for repetition. Most tables have no repeated rows, and the
    /// quads of a row that is repeated are repeated, too.
    void beginBatch() {
      @Nullable NQuadsWriter writer = sink.lines();
      if (!mayRepeat && writer != null) {
        long lines = writer.allLines() - linesBefore;
        long newLines = writer.newLines() - newLinesBefore;
        mayRepeat = lines - newLines > lines / REPEATED_QUADS_DIVISOR;
      }
    }

    /// Loads what some rows need into the processor's cache. The loads overlap, whereas the rows
    /// would wait for them one after the other.
    void prefetch(@Nullable Row[] rows, int count, List<MapPlan<T>> plans, RepeatedRows repeated) {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        examined[i] = mayRepeat && rows[i] instanceof Utf8Row row && repeated.read(row, values);
        if (examined[i]) {
          fingerprints[2 * i] = values.high();
          fingerprints[2 * i + 1] = values.low();
        }
      }
      for (int i = 0; i < count; i++) {
        sum += examined[i] ? repeated.touch(fingerprints[2 * i], fingerprints[2 * i + 1]) : 0;
      }
      for (MapPlan<T> plan : plans) {
        sum += count > 1 && plan.lines != null ? plan.lines.prefetch(rows, count) : 0;
      }
      touched = sum;
    }

    /// Returns true if a row repeats one that has been mapped.
    boolean isKnown(int i, RepeatedRows repeated) {
      if (!examined[i]) {
        return false;
      }
      examinedRows++;
      boolean known = repeated.isKnown(fingerprints[2 * i], fingerprints[2 * i + 1]);
      knownRows += known ? 1 : 0;
      return known;
    }

    /// Adds a row that has been mapped.
    void addTo(RepeatedRows repeated, int i) {
      if (examined[i] && isClean) {
        repeated.add(fingerprints[2 * i], fingerprints[2 * i + 1]);
      }
    }

    /// Collects the parents in a row.
    void collect(Row row) throws IOException {
      for (ParentCollector<T>.Batch batch : collected) {
        batch.add(row);
      }
    }

    /// Ends a batch.
    void endBatch(long number) throws IOException {
      for (ParentCollector<T>.Batch batch : collected) {
        batch.end(number);
      }
      if (counter != null) {
        counter.end();
      }
    }

    void countIn(RepeatedRows repeated) {
      repeated.count(examinedRows, knownRows);
      examinedRows = 0;
      knownRows = 0;
    }
  }

  /// Counts the cells of a table.
  ///
  /// @param references the references of its rows
  /// @param keys the slots that joins read
  private record CellCounting(
      Conservation conservation, String table, List<Reference> references, BitSet keys) {
    RowCounter counter(CellUse use) {
      return new RowCounter(conservation, table, references, keys, use);
    }
  }

  private final List<? extends RowSink<T>> sinks;
  private final Memory memory;
  private final ParentRows parents;
  private final @Nullable Conservation conservation;
  private final EngineOptions.Progress progress;
  private final Report report;
  private final TermFactory<T> terms;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong doneBatches = new AtomicLong();
  private final AtomicLong quads = new AtomicLong();
  private final long bytes;

  /// The tables that have already been read to their end.
  private final Set<SourceTable> read = new HashSet<>();

  private long bytesBefore;

  /// Creates a runner.
  ///
  /// @param terms creates terms in the form that the sinks receive
  /// @param sinks one sink per thread that generates quads
  /// @param bytes the size of all tables in bytes, counting a table as often as it is read
  /// @param conservation counts what becomes of each cell, or null
  Runner(
      TermFactory<T> terms,
      List<? extends RowSink<T>> sinks,
      long bytes,
      MappingRun run,
      EngineOptions.Progress progress,
      @Nullable Conservation conservation,
      Report report) {
    this.terms = terms;
    this.conservation = conservation;
    this.bytes = bytes;
    this.sinks = List.copyOf(sinks);
    this.memory = run.memory();
    this.parents = run.parents();
    this.progress = progress;
    this.report = report;
  }

  /// Maps every row of a table with all triples maps over it, and collects the parents of joins. A
  /// row with an error is reported; the triples map that has the error generates no quads from it.
  ///
  /// @param scan the triples maps
  /// @param table their table, or a part of it
  /// @param lists receives the collections
  /// @param keys the slots that joins read, if cells are counted
  /// @return what has been found by the rows of a part
  Optional<Presence> run(TableScan<T> scan, SourceTable table, GatheredLists<T> lists, BitSet keys)
      throws IOException {
    TriplesMapPlan<T> first = scan.first();
    Optional<Presence> presence;
    done.set(0);
    doneBatches.set(0);
    List<MapPlan<T>> maps =
        scan.maps().stream().map(plan -> new MapPlan<>(plan, lines(plan))).toList();
    String nameOfCells = first.table().nameOfCells();
    List<Reference> references = first.references().list();
    @Nullable CellCounting counting =
        conservation == null ? null : new CellCounting(conservation, nameOfCells, references, keys);
    for (TriplesMapPlan<T> plan : scan.maps()) {
      plan.readParents(memory, sinks.size());
    }
    for (ParentCollector<T> collector : scan.collectors()) {
      collector.begin(memory);
    }
    // Errors in a row are reported once, even if its table is read again.
    boolean isFirst = read.add(first.table());
    AtomicLong refused = new AtomicLong();
    Map<String, Conservation.Counts> leftOut = new LinkedHashMap<>();
    Report tableReport =
        isFirst && counting == null
            ? report
            : new Report(
                (row, fault) -> {
                  refused.incrementAndGet();
                  if (isFirst) {
                    report.badRow(row, fault);
                  }
                },
                cell ->
                    leftOut
                        .computeIfAbsent(cell.column(), _ -> new Conservation.Counts(1))
                        .addLeftOut(cell));
    List<RepeatedSubjects> repeats = isFirst ? scan.repeatedSubjects() : List.of();
    try (SourceRows rows = table.open(references, tableReport)) {
      boolean isHere = sinks.size() == 1 || first.gathers();
      List<Mapper<T>> mappers =
          sinks.stream()
              .limit(isHere ? 1 : sinks.size())
              .map(sink -> new Mapper<>(sink, scan, repeats, counting))
              .toList();
      if (isHere) {
        runHere(maps, mappers.getFirst(), lists, rows);
      } else {
        runParallel(maps, mappers, lists, rows);
      }
      reportProgress(first, rows);
      presence = rows.presence();
    }
    for (ParentCollector<T> collector : scan.collectors()) {
      collector.end();
    }
    repeats.forEach(repeat -> repeat.tell(report));
    if (tableReport != report) {
      report.addAll(tableReport, finding -> finding);
    }
    if (conservation != null && refused.get() > 0) {
      conservation.refuse(nameOfCells, RowCounter.columns(references), refused.get());
    }
    if (conservation != null) {
      conservation.scan(nameOfCells, done.get() + refused.get());
      leftOut.forEach((column, counts) -> conservation.add(nameOfCells, List.of(column), counts));
      conservation.lose(nameOfCells, tableReport.lostCells());
      tableReport.findings().stream()
          .filter(finding -> finding.severity() == Severity.ERROR)
          .findFirst()
          .ifPresent(end -> conservation.endAt(nameOfCells, end.place()));
    }
    bytesBefore += first.table().bytes();
    lists.finish(sinks.getFirst());
    if (lists.isFull()) {
      report.error(
          first.map().at(),
          "the collections of <%s> that span several rows need more memory than the budget; %s"
              .formatted(
                  first.map().shortName(),
                  "raise it (--memory; EngineOptions.withMemory in a program), or gather in each"
                      + " row"));
    }
    for (RowSink<T> sink : sinks) {
      sink.flush();
    }
    return presence;
  }

  /// Returns the plan for lines, or null. Lines are written without a record of the cells.
  private @Nullable LinePlan<T> lines(TriplesMapPlan<T> plan) {
    return conservation == null ? LinePlan.of(plan, terms).orElse(null) : null;
  }

  /// Returns the number of quads generated so far, including duplicates.
  long quads() {
    return quads.get();
  }

  private void runHere(
      List<MapPlan<T>> plans, Mapper<T> mapper, GatheredLists<T> lists, SourceRows rows)
      throws IOException {
    long number = 0;
    for (@Nullable RowBatch batch = rows.nextBatch(); batch != null; batch = rows.nextBatch()) {
      for (@Nullable Row row = batch.next(); row != null; row = batch.next()) {
        quads.addAndGet(map(plans, lists, row, mapper));
        mapper.collect(row);
        if (done.incrementAndGet() % PROGRESS_ROWS == 0) {
          reportProgress(plans.getFirst().terms, rows);
        }
      }
      mapper.endBatch(number++);
    }
  }

  private void runParallel(
      List<MapPlan<T>> plans, List<Mapper<T>> mappers, GatheredLists<T> lists, SourceRows rows)
      throws IOException {
    boolean repeatable =
        plans.stream().allMatch(plan -> plan.lines != null && plan.lines.isRepeatable());
    RepeatedRows repeated =
        new RepeatedRows(memory, plans.getFirst().terms.references().list().size());
    if (!repeatable) {
      repeated.free();
    }
    try {
      runParallel(plans, mappers, lists, rows, repeated);
    } finally {
      repeated.free();
    }
  }

  private void runParallel(
      List<MapPlan<T>> plans,
      List<Mapper<T>> mappers,
      GatheredLists<T> lists,
      SourceRows rows,
      RepeatedRows repeated)
      throws IOException {
    BlockingQueue<Numbered> batches = new ArrayBlockingQueue<>(MAX_WAITING_BATCHES);
    try (ExecutorService threads = Executors.newFixedThreadPool(sinks.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Mapper<T> mapper : mappers) {
        running.add(threads.submit(() -> work(plans, lists, rows, batches, repeated, mapper)));
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

  private void read(SourceRows rows, BlockingQueue<Numbered> batches, List<Future<?>> workers)
      throws IOException, InterruptedException, ExecutionException {
    long large = Runtime.getRuntime().maxMemory() / LARGE_BATCH_HEAP_DIVISOR;
    long count = 0;
    for (@Nullable RowBatch batch = rows.nextBatch(); batch != null; batch = rows.nextBatch()) {
      put(new Numbered(count, batch), batches, workers);
      count++;
      if (batch.heapBytes() > large) {
        awaitBatches(count, workers);
      }
    }
    for (int i = 0; i < workers.size(); i++) {
      put(END, batches, workers);
    }
  }

  /// Passes a batch to the workers. While the queue is full, this checks whether a worker has
  /// failed.
  private static void put(Numbered batch, BlockingQueue<Numbered> batches, List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    do {
      throwFailureOf(workers);
    } while (!batches.offer(batch, 1, TimeUnit.SECONDS));
  }

  /// Waits until the workers have mapped this many batches.
  private void awaitBatches(long count, List<Future<?>> workers)
      throws InterruptedException, ExecutionException {
    while (doneBatches.get() < count) {
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
      List<MapPlan<T>> plans,
      GatheredLists<T> lists,
      SourceRows rows,
      BlockingQueue<Numbered> batches,
      RepeatedRows repeated,
      Mapper<T> mapper)
      throws IOException, InterruptedException {
    @Nullable Row[] rowsAtOnce = new Row[ROWS_AT_ONCE];
    for (Numbered next = batches.take(); !next.equals(END); next = batches.take()) {
      RowBatch batch = next.batch;
      long count = 0;
      long mapped = 0;
      mapper.beginBatch();
      for (int n = batch.next(rowsAtOnce); n > 0; n = batch.next(rowsAtOnce)) {
        mapper.prefetch(rowsAtOnce, n, plans, repeated);
        for (int i = 0; i < n; i++) {
          Row row = Objects.requireNonNull(rowsAtOnce[i]);
          if (!mapper.isKnown(i, repeated)) {
            count += map(plans, lists, row, mapper);
            mapper.addTo(repeated, i);
          }
          mapper.collect(row);
        }
        mapped += n;
      }
      mapper.countIn(repeated);
      mapper.endBatch(next.number);
      quads.addAndGet(count);
      done.addAndGet(mapped);
      doneBatches.incrementAndGet();
      reportProgress(plans.getFirst().terms, rows);
    }
    return null;
  }

  private void reportProgress(TriplesMapPlan<T> plan, SourceRows rows) {
    double share = bytes == 0 ? 0 : Math.min(1, (double) (bytesBefore + rows.bytesRead()) / bytes);
    progress.at(plan.table().name(), done.get(), quads.get(), share);
  }

  /// Maps a row and returns the number of its quads.
  private int map(List<MapPlan<T>> plans, GatheredLists<T> lists, Row row, Mapper<T> mapper)
      throws IOException {
    mapper.isClean = true;
    for (RepeatedSubjects repeats : mapper.repeats) {
      repeats.add(row);
    }
    int count = 0;
    @Nullable NQuadsWriter writer = mapper.sink.lines();
    for (MapPlan<T> plan : plans) {
      if (writer != null && plan.lines != null && plan.lines.map(row, writer, mapper.made)) {
        if (isGood(plan.terms, row, mapper)) {
          count += writer.endRow();
        } else {
          writer.cancelRow();
        }
      } else {
        plan.terms.map(row, mapper.made, lists);
        boolean isGood = isGood(plan.terms, row, mapper);
        if (isGood) {
          mapper.sink.row(mapper.made);
          count += mapper.made.size();
        }
        @Nullable CellUse use = mapper.made.use();
        if (use != null) {
          use.endMap(isGood, plan.terms.gathers() || mapper.made.size() > 0);
        }
      }
      mapper.made.clear();
    }
    if (mapper.counter != null) {
      mapper.counter.add(row);
    }
    if (count == 0 && mapper.isClean) {
      warnOfShift(plans.getFirst().terms.table(), row, mapper);
    }
    return count;
  }

  private void warnOfShift(SourceTable table, Row row, Mapper<T> mapper) throws IOException {
    @Nullable String warning =
        mapper.shifted == null ? null : mapper.shifted.warning(row).orElse(null);
    if (warning != null) {
      report.warn(row.place(table.name()), warning);
      mapper.isClean = false;
    }
  }

  /// Reports the errors and warnings of a row. Returns true if it has no errors.
  private boolean isGood(TriplesMapPlan<T> plan, Row row, Mapper<T> mapper) {
    RowQuads<T> made = mapper.made;
    if (made.doubts().isEmpty() && made.faults().isEmpty()) {
      return true;
    }
    mapper.isClean = false;
    Place place = row.place(plan.table().name());
    String map = plan.map().shortName();
    made.doubts().forEach(doubt -> report.warn(place, doubt.in(map)));
    made.faults().forEach(fault -> report.badRow(place, fault.in(map), fault.isListed()));
    if (!made.faults().isEmpty() && report.skipsBadRows()) {
      parents.setAside(plan.map().name(), place);
    }
    return made.faults().isEmpty();
  }
}
