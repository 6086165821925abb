package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests how texts are shortened to the room that they have.
final class ShownTest {
  @ParameterizedTest
  @CsvSource({
    "abcde, 5, abcde",
    "abcdef, 5, abcd…",
    "ab cdefg, 4, ab…",
    "半导体, 6, 半导体",
    "半导体与微电子, 6, 半导…",
    "AI芯片设计, 7, AI芯片…"
  })
  void shortensToAWidth(String text, int most, String shown) {
    assertThat(Shown.shortened(text, most)).isEqualTo(shown);
    assertThat(Shown.width(Shown.shortened(text, most))).isLessThanOrEqualTo(most);
  }

  /// In a sentence a scale is a word, which no reader takes for a part of the unit.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0.7, 0.7",
        "5.757, 5.757",
        "0.53854, 0.539",
        "0.0053854, 0.005",
        "24200, \"24,200\"",
        "900000, \"900,000\"",
        "110000000, 110 million",
        "13.04e9, 13 billion",
        "6.8e24, 6.8 × 10²⁴"
      })
  void numbersOfSentencesHaveWords(double number, String shown) {
    assertThat(Shown.worded(number)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"999, 999 B", "1234, 1.23 kB", "5281776, 5.28 MB", "33755402000, 33.8 GB"})
  void showsBytesInUnitsOfSi(long bytes, String shown) {
    assertThat(Shown.bytes(bytes)).isEqualTo(shown);
  }
}
