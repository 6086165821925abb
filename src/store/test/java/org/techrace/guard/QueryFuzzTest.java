package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;
import org.techrace.store.query.StoreDataset;

/// Checks that queries are refused or end soon after they were stopped: calls of every built-in
/// function with any arguments within 100 ms of processor time, and queries of any form within 300
/// ms, parsing and optimization included. A busy machine makes processor time longer too: as a test
/// it fails only at ten times these bounds, and `src/bench/run fuzz` holds them. Runs the corpora
/// and the largest queries first, then random ones for the number of seconds in the environment
/// variable `FUZZ_SECONDS` (default 5), for functions and for queries. They are the same each time;
/// `src/bench/run fuzz` makes others, with a new `-Dfuzz.seed`. With `-Dgolden.update`, writes the
/// results to `docs/evidence/functions.md`.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryFuzzTest {
  /// How many times longer than the bounds a query may take.
  private static final long SLACK = Long.getLong("fuzz.slack", 10);

  private static final long MAX_CALL_MILLIS = 100 * SLACK;
  private static final long MAX_QUERY_MILLIS = 300 * SLACK;

  /// The most memory that a query may allocate until it has ended, in bytes.
  private static final long MAX_BYTES = 1L << 30;

  /// The number of tries. JIT compilation and class loading also use processor time, so a query
  /// counts as slow only if it is slow each time.
  private static final int TRIES = 4;

  private static final double SECONDS =
      Double.parseDouble(Objects.requireNonNullElse(System.getenv("FUZZ_SECONDS"), "5"));

  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private final FuzzReport report = new FuzzReport(SECONDS);
  private StoreDataset values;
  private StoreDataset network;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    values = store(folder.resolve("values"), ExtremeData.quads());
    network = store(folder.resolve("network"), ExtremeData.network());
  }

  private static StoreDataset store(Path folder, DatasetGraph quads) throws IOException {
    Files.createDirectories(folder);
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      quads.find().forEachRemaining(writer::quad);
      writer.seal();
    }
    return new StoreDataset(Store.open(folder), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  void close() throws IOException {
    values.close();
    network.close();
    if (Boolean.getBoolean("golden.update")) {
      report.write();
    }
  }

  static Stream<String> calls() throws IOException {
    return corpus("functions.rq");
  }

  static Stream<String> queries() throws IOException {
    return Stream.concat(corpus("queries.rq"), ExtremeQueries.largest());
  }

  private static Stream<String> corpus(String file) throws IOException {
    return Files.readAllLines(Path.of("src/store/test/resources/fuzz", file)).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("calls")
  void callStopsSoon(String query) throws Exception {
    check(query, fastest(query, values, MAX_CALL_MILLIS), MAX_CALL_MILLIS);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("queries")
  void queryStopsSoon(String query) throws Exception {
    check(query, fastest(query, network, MAX_QUERY_MILLIS), MAX_QUERY_MILLIS);
  }

  private static void check(String query, StoppedCall call, long mostMillis) {
    assertThat(isWrong(call, mostMillis)).as("%s: %.300s", call, query).isFalse();
  }

  @Test
  void randomCallsStopSoon() throws Exception {
    ExtremeCalls calls = new ExtremeCalls(SEED);
    report.functions(calls.size(), calls().count());
    checkRandom("calls of functions", calls::query, values, MAX_CALL_MILLIS);
  }

  @Test
  void randomQueriesStopSoon() throws Exception {
    checkRandom("queries of any form", new ExtremeQueries(SEED)::query, network, MAX_QUERY_MILLIS);
  }

  private void checkRandom(
      String name, IntFunction<String> queries, DatasetGraph dataset, long mostMillis)
      throws Exception {
    Map<StoppedCall.End, Integer> ends = new EnumMap<>(StoppedCall.End.class);
    List<String> wrong = new ArrayList<>();
    long worst = 0;
    long bytes = 0;
    int number = 0;
    long end = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
    while (System.nanoTime() < end && wrong.size() < 10) {
      String query = queries.apply(number++);
      StoppedCall call = fastest(query, dataset, mostMillis);
      ends.merge(call.end(), 1, Integer::sum);
      worst = Math.max(worst, call.millis());
      bytes = Math.max(bytes, call.bytes());
      if (isWrong(call, mostMillis)) {
        wrong.add(call + " " + query);
      }
    }
    report.random(name, number, ends, worst, bytes);
    assertThat(wrong).as("seed " + SEED).isEmpty();
    assertThat(number).isPositive();
  }

  private static boolean isWrong(StoppedCall call, long mostMillis) {
    return call.millis() > mostMillis
        || call.bytes() > MAX_BYTES
        || call.end() == StoppedCall.End.FAILED
        || call.end() == StoppedCall.End.STUCK;
  }

  private static StoppedCall fastest(String query, DatasetGraph dataset, long mostMillis)
      throws InterruptedException {
    String text = query.startsWith("PREFIX") ? query : ExtremeCalls.PREFIXES + query;
    StoppedCall call = StoppedCall.of(text, dataset);
    for (int i = 1; i < TRIES && call.isSlow(mostMillis); i++) {
      StoppedCall again = StoppedCall.of(text, dataset);
      call = again.millis() < call.millis() ? again : call;
    }
    return call;
  }
}
