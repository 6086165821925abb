package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A column of a permutation with several blocks finds and copies the same values as single reads.
final class ColumnTest {
  private static final int SUBJECTS = 4_000;

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    Random random = new Random(1);
    Node p = NodeFactory.createURI("http://e/p");
    Node q = NodeFactory.createURI("http://e/q");
    try (StoreWriter writer = new StoreWriter(folder.resolve("store"), Progress.NONE)) {
      for (int i = 0; i < SUBJECTS; i++) {
        Node subject = NodeFactory.createURI("http://e/" + random.nextInt(SUBJECTS));
        for (int k = random.nextInt(4); k >= 0; k--) {
          Node object = NodeFactory.createURI("http://e/" + random.nextInt(50));
          writer.triple(Triple.create(subject, random.nextInt(5) == 0 ? q : p, object));
        }
      }
      writer.seal();
    }
  }

  /// Returns the first row of a range with a value of at least `value`, found row by row.
  private static long firstByReading(Cursor cursor, int column, long from, long to, int value) {
    long row = from;
    while (row < to && cursor.get(row, column) < value) {
      row++;
    }
    return row;
  }

  @Test
  void ascendingColumnsAreSearched() throws IOException {
    Random random = new Random(2);
    try (Store store = Store.open(folder.resolve("store"))) {
      Cursor reader = store.permutation(Order.PSO).cursor();
      Cursor searched = store.permutation(Order.PSO).cursor();
      long size = reader.size();
      int most = reader.get(size - 1, 1) + 2;
      assertThat(size).isGreaterThan(4 * PermutationWriter.BLOCK_ROWS);
      int predicate = reader.get(0, 0);
      long ofFirst = searched.end(0, 1, predicate, 0, 0);
      assertThat(ofFirst).isBetween(2L * PermutationWriter.BLOCK_ROWS, size - 1);
      Column subjects = searched.column(1);
      for (int i = 0; i < 3_000; i++) {
        long from = random.nextLong(ofFirst);
        long to = from + random.nextLong(ofFirst - from + 1);
        int value = random.nextInt(most);
        assertThat(subjects.first(from, to, value))
            .as("value %d in rows %d to %d", value, from, to)
            .isEqualTo(firstByReading(reader, 1, from, to, value));
      }
      assertThat(searched.column(0).first(0, size, predicate + 1)).isEqualTo(ofFirst);
      assertThat(searched.column(0).first(0, size, Integer.MAX_VALUE)).isEqualTo(size);
    }
  }

  @Test
  void ascendingSearchesReadEachValueOnce() throws IOException {
    try (Store store = Store.open(folder.resolve("store"))) {
      Cursor reader = store.permutation(Order.SPO).cursor();
      Column subjects = store.permutation(Order.SPO).cursor().column(0);
      long size = reader.size();
      long at = 0;
      for (int subject = 0; at < size; subject++) {
        long start = subjects.first(at, size, subject);
        assertThat(start).isEqualTo(firstByReading(reader, 0, at, size, subject));
        at = start;
      }
    }
  }

  @Test
  void copiesAcrossBlocksAndAfterSearches() throws IOException {
    Random random = new Random(3);
    try (Store store = Store.open(folder.resolve("store"))) {
      Cursor reader = store.permutation(Order.OSP).cursor();
      Cursor copied = store.permutation(Order.OSP).cursor();
      long size = reader.size();
      for (int i = 0; i < 300; i++) {
        int column = random.nextInt(4);
        long from = random.nextLong(size);
        int n = (int) Math.min(size - from, random.nextInt(2_500));
        for (int k = 0; k < 100; k++) { // so that the block is decoded
          copied.column(0).first(0, size, random.nextInt(50));
        }
        int[] values = new int[n + 2];
        copied.copy(column, from, from + n, values, 1);
        for (int k = 0; k < n; k++) {
          assertThat(values[k + 1]).isEqualTo(reader.get(from + k, column));
        }
        assertThat(values[0]).isZero();
        assertThat(values[n + 1]).isZero();
      }
    }
  }
}
