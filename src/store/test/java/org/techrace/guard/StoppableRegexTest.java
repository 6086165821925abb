package org.techrace.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that a search stops soon after it was cancelled, or is refused before it starts.
final class StoppableRegexTest {
  /// Each pattern would run for hours without reading a character.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((){2147483647}){2147483647}){2147483647}b",
        "(?:(?:){1000000}){1000000}b",
        "(?x) ( ( ( ) {2147483647} # (\n ) {2147483647} ) b",
        "(?i:(?x: ( (){99999999} ) {99999999} ))",
        "(^{2000000000}){2000000000}",
        "((?=){99999}){99999}b",
        "((?<name>){99999}\\k<name>){99999}b",
        "([]]?(){99999}){0}((){99999}){99999}b",
        "(\\Q(\\E?(){99999}){99999}b",
        "(|{2147483647}a)b",
        "a*{2147483647}{2147483647}b",
        "((?i){2147483647}(\\Q\\E){2147483647})b",
      })
  void refusesRepetitionsOfNothing(String pattern) {
    refuses(pattern, "a");
  }

  @Test
  void refusesCombinationsOfNothing() {
    refuses("(|)".repeat(60) + "x", "");
    refuses("(?:a?|b?)".repeat(60) + "$x", "c");
    refuses("(?:|(?!)a)(a*|b*)".repeat(40) + "\\z", "c");
  }

  @Test
  void refusesNestedLoopsThatEndInManyWays() {
    refuses("(".repeat(20) + "a" + ")*".repeat(20) + "b", "aaa");
    refuses("(?:".repeat(20) + "a" + "|c?)+".repeat(20) + "b", "aaa");
  }

  @Test
  void refusesLookBehindOverLongTexts() {
    refuses("(?<=(?:|(?!)a{2000000}))b", "a".repeat(1_000_000));
    refuses("(?<!(?:|(?!)aa|(?!)a{1000}))b", "a".repeat(1_000_000));
  }

  @Test
  void refusesLongPatterns() {
    refuses("a".repeat(20_001), "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "laser", "^laser", "(laser|maser)s?$", ".*foo.*bar.*", "[a-z]{1,64}@[a-z.]+", "(a|b)*c",
        "^(\\d{4})-(\\d\\d)$", "(?<=a)b", "\\bq\\w+", "(a?b?c?)*d", "x{0,1000}y", "(?i)über",
        "^(?:https?://)?(?:www\\.)?example\\.(?:org|com)/?$", "(\\w)\\1", "[^\\]\\[]+", "[]a]b"
      })
  void searchesInLongTextsWithUsualPatterns(String pattern) {
    String text = "a laser, a maser and a bb\n".repeat(8_000);
    assertThat(compile(pattern, () -> {}).isIn(text))
        .isEqualTo(Pattern.compile(pattern).matcher(text).find());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a*)*\\1(a*)*\\2c$",
        "(a|a)*b",
        "(a|aa)+b",
        "(.*a){40}b",
        "(?:a?){40}a{40}b",
        "a.*a.*a.*a.*b"
      })
  void stopsWhileItReads(String pattern) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(
                    () -> compile(pattern, StoppableRegexTest::stop).isIn("a".repeat(1_000)))
                .isInstanceOf(CancellationException.class));
  }

  @Test
  void stopsBetweenMatchesOfNothing() {
    assertThatThrownBy(
            () ->
                compile("", StoppableRegexTest::stop)
                    .replaceAll("a".repeat(100), "b", (match, length) -> {}))
        .isInstanceOf(CancellationException.class);
  }

  /// Parses random valid patterns. A pattern that the parser does not understand would be refused
  /// for any text.
  @Test
  void understandsEveryPatternThatCompiles() {
    String[] parts = {
      "a",
      "|",
      "(",
      ")",
      "(?:",
      "(?=",
      "(?!",
      "(?>",
      "(?<n>",
      "(?x)",
      "(?-x:",
      "*",
      "+?",
      "?",
      "{2}",
      "{1,3}",
      "{0,}",
      "[a-c]",
      "[^]x]",
      "[a[b]&&[^c]]",
      "\\d",
      "\\p{L}",
      "\\Q(*\\E",
      "\\b",
      "^",
      "$",
      "\\1",
      "\\x{41}",
      ".",
      " ",
      "#",
      "\n",
      "\\]",
      "]",
      "}",
      "\\R",
      "\\h"
    };
    Random random = new Random(16);
    int compiled = 0;
    while (compiled < 20_000) {
      StringBuilder pattern = new StringBuilder();
      for (int i = random.nextInt(10); i >= 0; i--) {
        pattern.append(parts[random.nextInt(parts.length)]);
      }
      Optional<Pattern> p = compiled(pattern.toString(), random.nextInt(2) * Pattern.COMMENTS);
      if (p.isPresent()) {
        assertThat(RegexEffort.of(p.get())).as(pattern.toString()).isLessThan(1e9);
        compiled++;
      }
    }
  }

  private static Optional<Pattern> compiled(String pattern, int flags) {
    try {
      return Optional.of(Pattern.compile(pattern, flags));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static void stop() {
    throw new CancellationException();
  }

  private static void refuses(String pattern, String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> compile(pattern, () -> {}).isIn(text))
                .isInstanceOf(QueryRefusedException.class));
  }

  private static StoppableRegex compile(String pattern, Runnable goOn) {
    return StoppableRegex.compile("REGEX", pattern, "", goOn);
  }
}
