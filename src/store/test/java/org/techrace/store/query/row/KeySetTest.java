package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;

final class KeySetTest {
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 6_000, 2_000_000, Integer.MAX_VALUE})
  void hasTheKeysOfItsRowsAndNoOther(int range) {
    Random random = new Random(range);
    QueryRun run = new QueryRun(store.store(), ExecutionContext.create(store));
    for (int width = 0; width <= 3; width++) {
      int[][] keys = columns(random, width, 100, range);
      int[][] others = columns(random, width, 1000, range);
      for (int c = 0; c < width; c++) {
        System.arraycopy(keys[c], 0, others[c], 0, 100);
      }
      boolean[] found = new KeySet(run, keys, 100).test(others, 1000);
      Set<List<Integer>> known = new HashSet<>();
      IntStream.range(0, 100).forEach(row -> known.add(key(keys, row)));
      for (int row = 0; row < 1000; row++) {
        assertThat(found[row]).isEqualTo(known.contains(key(others, row)));
      }
    }
  }

  private static int[][] columns(Random random, int width, int rows, int range) {
    int[][] columns = new int[width][];
    for (int c = 0; c < width; c++) {
      columns[c] = random.ints(rows, -range / 2, range - range / 2).toArray();
    }
    return columns;
  }

  private static List<Integer> key(int[][] columns, int row) {
    return IntStream.range(0, columns.length).mapToObj(c -> columns[c][row]).toList();
  }
}
