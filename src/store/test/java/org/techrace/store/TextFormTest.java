package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares the form for any case with regular expressions.
final class TextFormTest {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static String form(int codePoint) {
    return TextForm.ANY_CASE.of(Character.toString(codePoint));
  }

  @Test
  void isTheSameForAllThatALetterMatches() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      Pattern pattern = Pattern.compile(Character.toString(letter), FLAGS);
      for (int c = 0; c <= Character.MAX_VALUE; c++) {
        if (pattern.matcher(Character.toString(c)).matches()) {
          assertThat(form(c)).as("%x", c).isEqualTo(form(letter));
        }
      }
    }
  }

  @Test
  void isTheSameForTheCasesOfACharacter() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String form = form(c);
      assertThat(TextForm.ANY_CASE.of(form)).as("%x", c).isEqualTo(form);
      int[] cases = {Character.toLowerCase(c), Character.toUpperCase(c), Character.toTitleCase(c)};
      for (int other : cases) {
        if (other != c
            && Pattern.compile(Pattern.quote(Character.toString(c)), FLAGS)
                .matcher(Character.toString(other))
                .matches()) {
          assertThat(form(other)).as("%x and %x", c, other).isEqualTo(form);
        }
      }
    }
  }
}
