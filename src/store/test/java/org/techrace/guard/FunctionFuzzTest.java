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
import java.util.stream.Stream;
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

/// Checks that every built-in function is refused or ends within 100 ms of processor time after it
/// was stopped, for any arguments. Runs the corpus first, then random calls for the number of
/// seconds in the environment variable `FUZZ_SECONDS` (default 5). The calls are the same each
/// time; `src/bench/run fuzz` makes others, with a new `-Dfuzz.seed`. With `-Dgolden.update`,
/// writes the results to `docs/evidence/functions.md`.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FunctionFuzzTest {
  private static final long MOST_MILLIS = 100;

  /// The number of tries. JIT compilation and class loading also use processor time, so a call
  /// counts as slow only if it is slow each time.
  private static final int TRIES = 4;

  private static final double SECONDS =
      Double.parseDouble(Objects.requireNonNullElse(System.getenv("FUZZ_SECONDS"), "5"));

  private StoreDataset dataset;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      ExtremeData.quads().find().forEachRemaining(writer::quad);
      writer.seal();
    }
    dataset = new StoreDataset(Store.open(folder), StoreDataset.DefaultGraph.UNION);
  }

  @AfterAll
  void close() {
    dataset.close();
  }

  static Stream<String> corpus() throws IOException {
    return Files.readAllLines(Path.of("src/store/test/resources/fuzz/functions.rq")).stream()
        .filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void stopsWithin100Ms(String query) throws Exception {
    StoppedCall call = fastest(ExtremeCalls.PREFIXES + query);
    assertThat(call.end())
        .as(call.failure())
        .isNotIn(StoppedCall.End.FAILED, StoppedCall.End.STUCK);
    assertThat(call.millis()).isLessThanOrEqualTo(MOST_MILLIS);
  }

  @Test
  void randomCallsStopWithin100Ms() throws Exception {
    long seed = Long.getLong("fuzz.seed", 1);
    ExtremeCalls calls = new ExtremeCalls(seed);
    Map<StoppedCall.End, Integer> ends = new EnumMap<>(StoppedCall.End.class);
    List<String> wrong = new ArrayList<>();
    long worst = 0;
    int number = 0;
    long end = System.nanoTime() + (long) (SECONDS * TimeUnit.SECONDS.toNanos(1));
    while (System.nanoTime() < end && wrong.size() < 10) {
      String query = calls.query(number++);
      StoppedCall call = fastest(query);
      ends.merge(call.end(), 1, Integer::sum);
      worst = Math.max(worst, call.millis());
      if (call.millis() > MOST_MILLIS
          || call.end() == StoppedCall.End.FAILED
          || call.end() == StoppedCall.End.STUCK) {
        wrong.add(call + " " + query);
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      FuzzReport.write(calls, number, ends, worst, SECONDS, corpus().count());
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
    assertThat(ends).containsKey(StoppedCall.End.ANSWERED);
  }

  private StoppedCall fastest(String query) throws InterruptedException {
    StoppedCall call = StoppedCall.of(query, dataset);
    for (int i = 1; i < TRIES && call.isSlow(MOST_MILLIS); i++) {
      StoppedCall again = StoppedCall.of(query, dataset);
      call = again.millis() < call.millis() ? again : call;
    }
    return call;
  }
}
