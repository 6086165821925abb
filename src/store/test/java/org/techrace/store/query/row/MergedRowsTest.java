package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;

/// Tests that merging keeps every value and every weight, through trials and the rows that pass
/// between them.
final class MergedRowsTest {
  private static final int ROWS = 300_000;
  private static StoreDataset store;

  /// The keys of the rows, and the most rows that may remain.
  enum Keys {
    ONE(1),
    ALL_DIFFERENT(ROWS),
    FEW(50),
    /// No repetition within the first trials, many in the later ones.
    REPEATED_FAR_APART(ROWS / 10),
    RANDOM(1000),
    REPEATED_AT_THE_END(10_000);

    private final int most;

    Keys(int most) {
      this.most = most;
    }

    /// Returns the key of a row.
    int of(int row) {
      return switch (this) {
        case ONE -> 7;
        case ALL_DIFFERENT -> row + 1;
        case FEW -> row % 50 + 1;
        case REPEATED_FAR_APART -> row % 3000 + 1;
        case RANDOM -> new Random(row).nextInt(1000) + 1;
        case REPEATED_AT_THE_END -> Math.min(row, 2000) + 1;
      };
    }
  }

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource
  void weightsAreSummed(Keys keys) {
    QueryRun run = run();
    Weights weights = new Weights(run);
    Map<Integer, Long> sums = new HashMap<>();
    int rows = 0;
    QueryRows merged = new MergedRows(run, rows(keys, weights), demand(run, weights), 1);
    for (Batch b = merged.next(); b != null; b = merged.next()) {
      assertThat(b.column(1)).as("the column that is not read").isNull();
      rows += b.size;
      for (int row = 0; row < b.size; row++) {
        sums.merge(b.get(0, row), weights.of(b)[row], Long::sum);
      }
    }
    Map<Integer, Long> expected = new HashMap<>();
    for (int i = 0; i < ROWS; i++) {
      expected.merge(keys.of(i), weight(i), Long::sum);
    }
    assertThat(sums).isEqualTo(expected);
    assertThat(rows).isLessThanOrEqualTo(keys.most);
  }

  /// One row of ten is a repetition: too few, unless later joins create several rows for each.
  @ParameterizedTest
  @ValueSource(doubles = {1, 8})
  void fewRepetitionsAreMergedIfLaterJoinsCreateManyRows(double later) {
    QueryRun run = run();
    int[] from = {0};
    QueryRows input =
        () -> {
          if (from[0] == ROWS) {
            return null;
          }
          int[] key = new int[1000];
          for (int i = 0; i < key.length; i++) {
            key[i] = from[0] + (i % 10 == 9 ? i : i + 1);
          }
          from[0] += key.length;
          return new Batch(key.length, new int[][] {key});
        };
    QueryRows merged = new MergedRows(run, input, demand(run, null), later);
    int rows = 0;
    for (Batch b = merged.next(); b != null; b = merged.next()) {
      rows += b.size;
    }
    if (later == 1) {
      assertThat(rows).isGreaterThan(ROWS / 100 * 95);
    } else {
      assertThat(rows).isEqualTo(ROWS / 10 * 9);
    }
  }

  /// Rows are returned before the end of the input once there are too many keys, whose weights are
  /// kept.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keysInMemoryAreLimited(boolean weighted) {
    QueryRun run = run();
    Weights weights = weighted ? new Weights(run) : null;
    long limit = 200_000;
    int[] read = {0};
    QueryRows input =
        () -> {
          int from = read[0];
          if (from == ROWS) {
            return null;
          }
          int[] key = new int[1000];
          for (int i = 0; i < key.length; i++) {
            key[i] = (from + i) / 2 + 1;
          }
          read[0] += key.length;
          return new Batch(key.length, new int[][] {key});
        };
    QueryRows merged = new MergedRows(run, input, demand(run, weights), 1, limit);
    Map<Integer, Long> sums = new HashMap<>();
    int rows = 0;
    for (Batch b = merged.next(); b != null; b = merged.next()) {
      rows += b.size;
      assertThat(read[0]).as("rows read for %d rows", rows).isLessThanOrEqualTo(2 * rows + 22_000);
      for (int row = 0; row < b.size; row++) {
        sums.merge(b.get(0, row), weights == null ? 1 : weights.of(b)[row], Long::sum);
      }
    }
    assertThat(sums).hasSize(ROWS / 2);
    assertThat(sums.values()).containsOnly(weighted ? 2L : 1L);
    assertThat(rows).isEqualTo(ROWS / 2);
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreKeptWithoutWeights(Keys keys) {
    QueryRun run = run();
    HashSet<Integer> values = new HashSet<>();
    int rows = 0;
    QueryRows merged = new MergedRows(run, rows(keys, null), demand(run, null), 1);
    for (Batch b = merged.next(); b != null; b = merged.next()) {
      rows += b.size;
      for (int row = 0; row < b.size; row++) {
        values.add(b.get(0, row));
      }
    }
    HashSet<Integer> expected = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      expected.add(keys.of(i));
    }
    assertThat(values).isEqualTo(expected);
    assertThat(rows).isLessThanOrEqualTo(keys.most);
  }

  /// The first batches come without weights, so that each of their rows counts once.
  private static long weight(int row) {
    return row < 40_000 ? 1 : row % 5 + 1;
  }

  private static QueryRun run() {
    QueryRun run =
        new QueryRun(store.store(), ExecutionContext.create(store, store.getDefaultGraph()));
    run.layout().column(Var.alloc("key"));
    run.layout().column(Var.alloc("unread"));
    return run;
  }

  private static Demand demand(QueryRun run, @Nullable Weights weights) {
    BitSet read = new BitSet();
    read.set(run.layout().column(Var.alloc("key")));
    return new Demand(read, weights, false);
  }

  private static QueryRows rows(Keys keys, @Nullable Weights weights) {
    Deque<Batch> batches = new ArrayDeque<>();
    for (int from = 0; from < ROWS; from += 1000) {
      int[] key = new int[1000];
      int[] unread = new int[1000];
      long[] counts = new long[1000];
      for (int i = 0; i < 1000; i++) {
        key[i] = keys.of(from + i);
        unread[i] = from + i + 1;
        counts[i] = weight(from + i);
      }
      Batch batch = new Batch(1000, new int[][] {key, unread});
      batches.add(weights == null || from < 40_000 ? batch : weights.with(batch, counts));
    }
    return batches::poll;
  }
}
