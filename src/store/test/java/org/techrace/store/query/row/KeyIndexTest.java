package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;

final class KeyIndexTest {
  private static final int KEYS = 20_000;

  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    store = Stores.empty(folder.resolve("store"));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void numbersKeysThatAreCloseTogether() {
    numbers(1, i -> 1_000_000 + i);
    numbers(1, i -> 1_000_000 - i);
    numbers(1, i -> 3 * i);
  }

  @Test
  void numbersKeysThatAreFarApart() {
    numbers(1, i -> i * 0x9E3779B9);
    numbers(1, i -> i % 2 == 0 ? Integer.MIN_VALUE + i : Integer.MAX_VALUE - i);
  }

  @Test
  void numbersKeysThatMoveApartAndTogetherAgain() {
    numbers(1, i -> i < 1_000 ? i : i < 1_200 ? i * 1_000_003 : i);
    numbers(1, i -> i < 5_000 ? -i : i == 5_000 ? Integer.MAX_VALUE : i);
  }

  @Test
  void numbersKeysOfSeveralInts() {
    numbers(2, i -> i / 7);
    numbers(3, i -> i * 31);
  }

  /// Adds each key twice, in a random order, in batches and alone, and compares with a map.
  private static void numbers(int width, IntUnaryOperator value) {
    KeyIndex index =
        new KeyIndex(new QueryRun(store.store(), ExecutionContext.create(store)), width);
    Map<List<Integer>, Integer> expected = new HashMap<>();
    Random random = new Random(1);
    int at = 0;
    while (at < KEYS) {
      int n = 1 + random.nextInt(300);
      int[][] columns = new int[width][n];
      int[] wanted = new int[n];
      for (int row = 0; row < n; row++) {
        int i = random.nextInt(4) == 0 ? random.nextInt(at + 1) : at++;
        List<Integer> key = new ArrayList<>();
        for (int c = 0; c < width; c++) {
          columns[c][row] = value.applyAsInt(i + c);
          key.add(columns[c][row]);
        }
        expected.putIfAbsent(key, expected.size());
        wanted[row] = expected.get(key);
      }
      assertThat(index.addAll(columns, n)).isEqualTo(wanted);
    }
    assertThat(index.size()).isEqualTo(expected.size());
    expected.forEach(
        (key, number) -> {
          int[] ints = key.stream().mapToInt(Integer::intValue).toArray();
          assertThat(index.find(ints)).isEqualTo(number);
          assertThat(index.add(ints)).isEqualTo(number);
          assertThat(index.value(number, 0)).isEqualTo(ints[0]);
        });
    for (int i = 0; i < 1_000; i++) {
      int[] ints = random.ints(width).toArray();
      List<Integer> key = Arrays.stream(ints).boxed().toList();
      assertThat(index.find(ints)).isEqualTo(expected.getOrDefault(key, -1));
    }
  }
}
