package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows come back as they were written, in every kind of column, and searches find the first one.
final class ColumnPackerTest {
  private static final int ROWS = 5 * PermutationWriter.BLOCK_ROWS / 2;

  @TempDir private Path folder = Path.of("");

  /// The largest id.
  private static final int MOST = Integer.MAX_VALUE - 1;

  private enum Shape {
    CONSTANT(8),
    FEW(300),
    WIDE(4_300),
    DENSE(900),
    STEEP(3_800);

    private final long mostBytes;

    Shape(long mostBytes) {
      this.mostBytes = mostBytes;
    }

    int value(Random random, int row) {
      return switch (this) {
        case CONSTANT -> 7;
        case FEW -> MOST - 1_000_003 * random.nextInt(3);
        case WIDE -> random.nextInt(MOST);
        case DENSE -> 100 + row + random.nextInt(3) - 1;
        case STEEP -> row * (MOST / ROWS) + random.nextInt(5);
      };
    }
  }

  @Test
  void eachKindReadsWhatWasWritten() throws IOException {
    Random random = new Random(4);
    for (int round = 0; round < 40; round++) {
      Shape[] shapes = new Shape[3];
      for (int c = 0; c < 3; c++) {
        shapes[c] = Shape.values()[random.nextInt(Shape.values().length)];
      }
      int[][] rows = new int[ROWS][];
      for (int row = 0; row < ROWS; row++) {
        rows[row] = new int[4];
        for (int c = 0; c < 3; c++) {
          rows[row][c] = shapes[c].value(random, row);
        }
        rows[row][3] = random.nextInt(1 + round % 3);
      }
      Path store = Files.createDirectory(folder.resolve("store" + round));
      Path file = store.resolve("spo");
      try (PermutationWriter out = new PermutationWriter(file)) {
        for (int[] row : rows) {
          out.add(row[0], row[1], row[2], row[3]);
        }
        out.finish();
      }
      try (Arena arena = Arena.ofConfined()) {
        Cursor cursor = new Permutation(store, Order.SPO, arena).cursor();
        for (int c = 0; c < 4; c++) {
          int from = random.nextInt(ROWS);
          int to = from + random.nextInt(ROWS - from);
          int[] copied = new int[to - from];
          cursor.copy(c, from, to, copied, 0);
          for (int row = 0; row < ROWS; row++) {
            int expected = rows[row][c];
            assertThat(cursor.get(row, c)).as("%s, row %d", shapes[c % 3], row).isEqualTo(expected);
            if (row >= from && row < to) {
              assertThat(copied[row - from]).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  @Test
  void columnsTakeFewBytes() throws IOException {
    for (Shape shape : Shape.values()) {
      Random random = new Random(5);
      Path file = folder.resolve(shape.name());
      try (PermutationWriter out = new PermutationWriter(file)) {
        for (int row = 0; row < PermutationWriter.BLOCK_ROWS; row++) {
          out.add(shape.value(random, row), 1, 1, 0);
        }
        out.finish();
      }
      int others = PermutationWriter.COLUMNS * PermutationWriter.COLUMN_HEADER + 80;
      assertThat(Files.size(file) - others).as(shape.name()).isLessThan(shape.mostBytes);
    }
  }

  @Test
  void searchesInAscendingColumns() throws IOException {
    Random random = new Random(6);
    for (int round = 0; round < 30; round++) {
      int distance = 1 << random.nextInt(20);
      int[] values = new int[ROWS];
      for (int row = 1; row < ROWS; row++) {
        values[row] = values[row - 1] + (random.nextInt(4) == 0 ? random.nextInt(distance) : 0);
      }
      Path store = Files.createDirectory(folder.resolve("sorted" + round));
      Path file = store.resolve("spo");
      try (PermutationWriter out = new PermutationWriter(file)) {
        for (int row = 0; row < ROWS; row++) {
          out.add(values[row], row, values[ROWS - 1 - row], 0);
        }
        out.finish();
      }
      try (Arena arena = Arena.ofConfined()) {
        Permutation permutation = new Permutation(store, Order.SPO, arena);
        for (int i = 0; i < 400; i++) {
          Cursor cursor = permutation.cursor();
          int from = random.nextInt(ROWS);
          int to = from + random.nextInt(ROWS - from + 1);
          int value = random.nextInt(values[ROWS - 1] + 2);
          int expected = from;
          while (expected < to && values[expected] < value) {
            expected++;
          }
          assertThat(cursor.column(0).first(from, to, value)).isEqualTo(expected);
          // A computed term has a negative number.
          assertThat(permutation.cursor().column(0).first(from, to, Integer.MIN_VALUE + i))
              .isEqualTo(from);
          long sought = cursor.seek(from, 2, value, to, 0);
          int row = from;
          while (row < ROWS && (values[row] < value || (values[row] == value && row < to))) {
            row++;
          }
          assertThat(sought).isEqualTo(row);
        }
      }
    }
  }
}
