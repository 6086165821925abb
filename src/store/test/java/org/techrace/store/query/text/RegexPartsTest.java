package org.techrace.store.query.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests what regular expressions require. `TextCandidatesTest` compares the answers of queries.
final class RegexPartsTest {

  /// Writes parts in quotes, and alternatives as `{a, b}`.
  private static String text(RequiredText required) {
    String parts =
        required.parts().stream().map(part -> "'" + part + "'").collect(Collectors.joining(" "));
    String alternatives =
        required.alternatives().stream()
            .map(
                each ->
                    each.stream()
                        .map(RegexPartsTest::text)
                        .collect(Collectors.joining(", ", "{", "}")))
            .collect(Collectors.joining(" "));
    return (parts + " " + alternatives).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "laser.*sensor ~ 'laser' 'sensor'",
        "^photonic (drone|robot)$ ~ 'photonic ' {'drone', 'robot'}",
        "(colou?r|hue)s? of [a-z]+ ~ ' of ' {'colo' 'r', 'hue'}",
        "ab+cd ~ 'ab' 'cd'",
        "abc*?d ~ 'ab' 'd'",
        "ab{2,3}c{0,4}d{0}e{1}+ ~ 'ab' 'e'",
        "(abc)?d(?:ef)+ ~ 'd' 'ef'",
        "a\\.b\\d\\w+c\\\\ ~ 'a.b' 'c\\'",
        "[^\\]x-]y[a\\-z]z ~ 'y' 'z'",
        "foo| ~ {'foo', }",
        "a|b(c|d)e ~ {'a', 'b' 'e' {'c', 'd'}}",
        "\uD83D\uDE00?x\uD83D\uDE00y ~ 'x\uD83D\uDE00y'",
        ".* ~ \"\"",
      })
  void findsWhatEachMatchContains(String pattern, String expected) {
    assertThat(RegexParts.of(pattern, "").map(RegexPartsTest::text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)abc",
        "(?!abc)d",
        "(?<n>abc)",
        "abc\\Qd*\\E",
        "\\x41bc",
        "(abc)\\1",
        "[a&&[b]]abc",
        "[[a]]bc",
        "[]a]bc",
        "(abc",
        "abc)",
        "abc[",
        "*abc",
        "a{2}{3}bc",
        "a{x}bc",
        "abc\\",
        "\\p{L}abc"
      })
  void requiresNothingForOtherSyntax(String pattern) {
    assertThat(RegexParts.of(pattern, "")).isEmpty();
  }

  @Test
  void readsFlags() {
    assertThat(RegexParts.of("a.b", "iq")).contains(RequiredText.allOf(List.of("a.b")));
    assertThat(RegexParts.of("a.b", "ms").map(RegexPartsTest::text)).contains("'a' 'b'");
    assertThat(RegexParts.of("a b", "x")).isEqualTo(Optional.empty());
  }
}
