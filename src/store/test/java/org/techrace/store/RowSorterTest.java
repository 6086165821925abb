package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that rows come out sorted, whether they fit in memory or not, and that no file is left.
final class RowSorterTest {
  private static final Comparator<List<Integer>> ORDER =
      Comparator.<List<Integer>>comparingInt(r -> r.get(0))
          .thenComparing(r -> r.get(1))
          .thenComparing(r -> r.get(2))
          .thenComparing(r -> r.get(3));

  @TempDir private Path folder;

  @Test
  void sortsInMemory() throws IOException {
    check(1000, 5000, 128);
  }

  @Test
  void sortsWithSpilledRuns() throws IOException {
    check(64, 5000, 128);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 77, 78, 79})
  void mergesRunsInPasses(int most) throws IOException {
    check(64, 5000, most);
  }

  @Test
  void sortsNothing() throws IOException {
    check(64, 0, 128);
  }

  /// The rows of each sorter are added in the order of their last columns.
  @ParameterizedTest
  @CsvSource({"64, 128", "64, 5", "100000, 128"})
  void mergesTheFilesOfSeveralSorters(int capacity, int most) throws IOException {
    Random random = new Random(capacity);
    List<List<Integer>> expected = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      RowSorter sorter = new RowSorter(folder, "rows-" + k, 2, capacity, 128);
      for (int i = 0; i < 1000; i++) {
        List<Integer> row = List.of(random.nextInt(5), random.nextInt(1 << 30), i / 2, i);
        sorter.add(row.get(0), row.get(1), row.get(2), row.get(3));
        expected.add(row);
      }
      sorter.write();
    }
    List<Path> files = files();
    expected.sort(ORDER);
    List<List<Integer>> sorted = new ArrayList<>();
    new RowSorter(folder, "all", 4, capacity, most)
        .drain(files, (a, b, c, d) -> sorted.add(List.of(a, b, c, d)));
    assertThat(sorted).isEqualTo(expected);
    assertThat(files()).isEqualTo(files);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void check(int capacity, int n, int most) throws IOException {
    Random random = new Random(n);
    RowSorter sorter = new RowSorter(folder, "rows", 4, capacity, most);
    List<List<Integer>> expected = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int a = random.nextInt(3);
      int b = random.nextInt(Integer.MAX_VALUE);
      int c = random.nextInt(1 << 14);
      sorter.add(a, b, c, i);
      expected.add(List.of(a, b, c, i));
    }
    expected.sort(ORDER);
    List<List<Integer>> sorted = new ArrayList<>();
    sorter.drain((a, b, c, d) -> sorted.add(List.of(a, b, c, d)));
    assertThat(sorted).isEqualTo(expected);
    assertThat(folder).isEmptyDirectory();
  }
}
