package org.techrace.rdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts that were decoded wrongly are found, and no others.
final class WrongDecodingTest {
  private static final String[] ENCODINGS = {"windows-1252", "x-MacRoman", "IBM850"};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "München",
        "Zoë",
        "CAFÉ",
        "12 €",
        "Orléans – Tours",
        "‘quoted’",
        "Übersee",
        "naïve"
      })
  void findsUtf8ThatWasReadAsSomethingElse(String text) {
    for (String encoding : ENCODINGS) {
      String wrong = new String(text.getBytes(StandardCharsets.UTF_8), Charset.forName(encoding));
      assertThat(wrong).isNotEqualTo(text);
      assertThat(WrongDecoding.fault(wrong)).as(wrong).contains(wrong, text, "UTF-8");
    }
    String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(WrongDecoding.fault(latin)).as("as ISO-8859-1").contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Москва", "Αθήνα", "日本", "Plzeň", "Łódź", "Škoda"})
  void findsOtherScriptsThatWereReadAsWindows1252(String text) {
    String wrong = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(WrongDecoding.fault(wrong)).as(wrong).contains(text);
    assertThat(Characters.isPlain(wrong)).isFalse();
  }

  @Test
  void findsWindows1252ThatWasReadAsLatin1() {
    for (String text : List.of("\u00801.50", "the \u0093best\u0094 one", "Caf\u00E9 \u0099")) {
      assertThat(WrongDecoding.fault(text)).as(text).contains("control character U+00", "1252");
      assertThat(Characters.isPlain(text)).as(text).isFalse();
    }
    // The end of a line in some programs.
    assertThat(WrongDecoding.fault("one\u0085two")).isNull();
    assertThat(Characters.isPlain("one\u0085two")).isTrue();
  }

  @Test
  void findsLettersThatAreLost() {
    assertThat(WrongDecoding.fault("M\uFFFDnchen")).contains("U+FFFD");
    assertThat(Characters.isPlain("M\uFFFDnchen")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "München",
        "Zoë",
        "CAFÉ’S",
        "«CAFÉ»",
        "von A bis Ä–Z",
        "MAÇÃ",
        "NÃO",
        "„Übung“ – 12 €",
        "Åland",
        "straße",
        "5 °C ± 2",
        "Москва",
        "日本",
        "√2 ≈ 1,41",
        "x ≤ y",
        "ÀÉÎÕÜ",
        "Łódź",
        "Ô Canada",
        "œuvre",
        "…",
        "© 2026"
      })
  void leavesOtherTextsAlone(String text) {
    assertThat(WrongDecoding.fault(text)).isNull();
  }
}
