package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts have the same case as in the JDK, and long ones take linear time.
final class CasingTest {
  private static final String[] WORDS = {
    "straße",
    "İstanbul",
    "ΟΔΥΣΣΕΥΣ",
    "ΣΑΣ",
    "Σ",
    "ŉ",
    "ﬀ",
    "ΐ",
    "芯片",
    "𐐨𐐀",
    "Åström",
    " ",
    "1",
    "."
  };

  @Test
  void isThatOfTheJdk() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      int words = random.nextInt(1, 60);
      for (int w = 0; w < words; w++) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      assertThat(Casing.upper(text.toString())).isEqualTo(text.toString().toUpperCase(Locale.ROOT));
      assertThat(Casing.lower(text.toString())).isEqualTo(text.toString().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void convertsAMillionSpecialCharacters() {
    int length = 1_000_000;
    assertThat(Casing.upper("ß".repeat(length))).isEqualTo("S".repeat(2 * length));
    assertThat(Casing.lower("İ".repeat(length))).hasSize(2 * length).startsWith("i\u0307i");
    assertThat(Casing.lower("Σ".repeat(length))).isEqualTo("σ".repeat(length - 1) + "ς");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UCASE", "LCASE", "fn:upper-case", "fn:lower-case"})
  void expressionsUseIt(String function) {
    for (String text : new String[] {"ß", "İ", "Σ"}) {
      String query =
          "PREFIX fn: <http://www.w3.org/2005/xpath-functions#> SELECT (STRLEN(%s('%s')) AS ?n) {}"
              .formatted(function, text.repeat(400_000));
      assertThat(number(query)).as(function + " of " + text).isIn(400_000, 800_000);
    }
  }

  private static int number(String query) {
    try (QueryExec exec =
        LocalQueries.prepare(
            QueryFactory.create(query), DatasetGraphFactory.empty(), Duration.ofMinutes(5))) {
      return ((Number) exec.select().next().get("n").getLiteralValue()).intValue();
    }
  }
}
