package org.techrace.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NaturalDatatypesTest {
  private static byte @Nullable [] canonical(String text) {
    byte[] padded = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);
    return NaturalDatatypes.canonicalOfShort(padded, 1, padded.length - 1);
  }

  @Test
  void writesShortDecimalsAsTheirDouble() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      int digits = 1 + random.nextInt(15);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
      int point = random.nextInt(digits);
      for (int j = 0; j < digits; j++) {
        text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        text.append(j == point && j + 1 < digits ? "." : "");
      }
      byte[] form = canonical(text.toString());
      if (form != null) {
        assertThat(new String(form, StandardCharsets.US_ASCII))
            .as(text.toString())
            .isEqualTo(NaturalDatatypes.canonicalDouble(text.toString()));
      }
    }
    assertThat(canonical("12.50")).asString().isEqualTo("1.25E1");
    assertThat(canonical("-0.007")).asString().isEqualTo("-7.0E-3");
  }

  @ParameterizedTest
  @CsvSource({
    "12345678901234567890, 12345678901234567890",
    "0.1234567890123456789, 0.1234567890123456789",
    "1e400, 1e400",
    "-1e400, -1e400",
    "4e-400, 4e-400",
    "0e-400, 0.0E0",
    "12345678901234567000, 1.2345678901234567E19",
    "1000000000000000000000, 1.0E21",
    "INF, INF"
  })
  void losesNoDigit(String text, String form) {
    assertThat(NaturalDatatypes.canonicalDouble(text.replace("INF", "Infinity"))).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0.0", "1e5", "1.5E3", "1234567890123456", "0.1234567890123456", ""})
  void leavesOthersToTheirDouble(String text) {
    assertThat(canonical(text)).isNull();
  }
}
