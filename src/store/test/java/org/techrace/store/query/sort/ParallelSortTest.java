package org.techrace.store.query.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.QueryRun;
import org.techrace.threads.Helpers;

final class ParallelSortTest {
  private static final int ARRAYS = 200;
  private static StoreDataset store;

  /// An element whose place among equal keys is known.
  private record Element(int key, int place) {}

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void sortsAndKeepsTheOrderOfEqualElements(int threads) {
    ExecutionContext context = ExecutionContext.create(store);
    new Helpers(threads, 0, 0, 0).lendTo(context.getContext());
    QueryRun run = new QueryRun(store.store(), context);
    Comparator<Element> order = Comparator.comparingInt(Element::key);
    Random random = new Random(threads);
    for (int i = 0; i < ARRAYS; i++) {
      int size = random.nextInt(i < 20 ? 10 : 3000);
      int keys = 1 + random.nextInt(2 * size + 1);
      Element[] elements = new Element[size];
      Arrays.setAll(elements, place -> new Element(random.nextInt(keys), place));
      Element[] expected = elements.clone();
      Arrays.sort(expected, order);
      assertThat(new ParallelSort<>(run, order).sorted(elements)).containsExactly(expected);
    }
  }
}
