package org.techrace.store.query.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowSortTest {
  @ParameterizedTest
  @CsvSource({
    "1, 5, 5",
    "20, 0, 9",
    "100, 0, 3",
    "2048, 1000, 1010",
    "2048, 1, 2000000000",
    "2048, -2147483648, 2147483647",
    "32, -2147483648, 2147483647",
    "33, -2147483648, 2147483647",
    "700, -5, 5"
  })
  void sortsRowsByTheirIds(int n, int least, int most) {
    Random random = new Random(n);
    int[] ids = new int[n + 3]; // the last three are not part of the batch
    for (int i = 0; i < n; i++) {
      ids[i] = (int) random.nextLong(least, most + 1L);
    }
    int[] expected =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingInt(row -> ids[row]))
            .mapToInt(row -> row)
            .toArray();
    assertThat(RowSort.ascending(ids, n)).isEqualTo(expected);
  }
}
