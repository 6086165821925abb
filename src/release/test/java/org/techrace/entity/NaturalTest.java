package org.techrace.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NaturalTest {
  @Test
  void comparesNumbersByValueAndIgnoresCase() {
    List<String> sorted =
        List.of(
            "",
            "-1",
            "2",
            "010",
            "10a",
            "12345678901",
            "Paragraph",
            "paragraph 2",
            "Paragraph 12",
            "paragraph 12 a",
            "paragraph 12b",
            "paragraphs",
            "été");
    for (int seed = 0; seed < 50; seed++) {
      List<String> shuffled = new ArrayList<>(sorted);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(shuffled.stream().sorted(Natural.ORDER).toList()).isEqualTo(sorted);
    }
  }

  @Test
  void isZeroForTextsThatDifferInCaseOrLeadingZeros() {
    assertThat(Natural.ORDER.compare("Item 007", "item 7")).isZero();
    assertThat(Natural.ORDER.compare("item 0", "item 00")).isZero();
  }
}
