package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalNamesTest {
  private static final long SEED = 42;
  private static final int PER_MISTAKE = 10;

  private static final List<String> NAMES =
      Stream.concat(
              Stream.of("indicator", "firm", "policy", "dataset", "hub", "country", "agency")
                  .flatMap(
                      kind ->
                          Stream.of(
                                  "population", "rd-share-of-gdp", "share-of-shipbuilding", "gerd")
                              .map(name -> kind + "-" + name)),
              Stream.of(
                  "firm-guangdong-gd",
                  "firm-huawei",
                  "firm-huawei-technologies",
                  "policy-us-bis-entity-list",
                  "policy-us-chips-act",
                  "dataset-worldbank-wdi-2026-07",
                  "hub-quantum-computing",
                  "hub-quantum-sensing",
                  "country-DEU",
                  "country-DNK"))
          .toList();

  private static final List<String> LONG =
      IntStream.range(0, 400)
          .mapToObj(i -> "%s-%s-%s".formatted(kind(i), word(i), word(7 * i + 3)))
          .distinct()
          .toList();

  @ParameterizedTest
  @CsvSource({
    "indicator-rd-share-of-gd, indicator-rd-share-of-gdp",
    "indicator-rd-share, indicator-rd-share-of-gdp",
    "indicator-populaton, indicator-population",
    "populaton, policy-population",
    "indicator_rd_share_of_gdp, indicator-rd-share-of-gdp",
    "Firm-Hauwei, firm-huawei",
    "organisation-huawei, firm-huawei",
    "policy-us-entity-lst, policy-us-bis-entity-list",
    "dataset-worldbank-wdi, dataset-worldbank-wdi-2026-07",
    "hub-quantum-computin, hub-quantum-computing",
    "country-DE, country-DEU"
  })
  void theMostSimilarNameIsFirst(String mistyped, String right) {
    assertThat(nearest(mistyped, NAMES)).first().isEqualTo(right);
  }

  @Test
  void nothingIsLikeOtherLetters() {
    for (String other : List.of("", "x", "firm-q", "policy-zzzz-yyyy", "indicator-steel-output")) {
      assertThat(nearest(other, NAMES)).as(other).isEmpty();
    }
  }

  /// At least 55 of 60 names with one mistake lead to the right one first.
  @Test
  void aNameWithAMistakeIsFound() {
    Random random = new Random(SEED);
    List<String> wrong = new ArrayList<>();
    for (int mistake = 0; mistake < 6; mistake++) {
      for (int i = 0; i < PER_MISTAKE; i++) {
        String right = LONG.get(random.nextInt(LONG.size()));
        String mistyped = mistyped(right, mistake, random);
        if (!nearest(mistyped, LONG).stream().limit(1).toList().equals(List.of(right))) {
          wrong.add(mistyped);
        }
      }
    }
    assertThat(wrong).hasSizeLessThanOrEqualTo(5);
  }

  private static String mistyped(String name, int mistake, Random random) {
    int at = name.indexOf('-') + 1 + random.nextInt(name.length() - name.indexOf('-') - 2);
    return switch (mistake) {
      case 0 -> name.substring(0, at) + name.substring(at + 1);
      case 1 ->
          name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
      case 2 -> name.substring(0, name.length() - 1);
      case 3 -> name.substring(0, at) + name.charAt(at) + name.substring(at);
      case 4 -> "thing" + name.substring(name.indexOf('-'));
      default -> name.replace('-', '_');
    };
  }

  private static String kind(int i) {
    return List.of("firm", "policy", "indicator").get(i % 3);
  }

  private static String word(int i) {
    List<String> parts = List.of("qua", "lith", "ber", "dron", "seku", "man", "tolo", "fi", "grav");
    return parts.get(i % 9) + parts.get(i / 9 % 9) + parts.get(i / 3 % 9);
  }

  private static List<String> nearest(String mistyped, List<String> names) {
    LocalNames near = new LocalNames(mistyped);
    names.forEach(near::compare);
    return near.nearest(3);
  }
}
