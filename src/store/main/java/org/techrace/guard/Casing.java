package org.techrace.guard;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Upper and lower case of texts of any length, in linear time. The JDK copies a text for each
/// character that becomes several, such as `ß`, and analyses all of it for each `Σ`, whose lower
/// case depends on its neighbours: a text of a million such characters takes it hours.
public final class Casing {
  /// The length up to which the JDK converts a text, in characters.
  private static final int SHORT = 128;

  /// The length of the pieces that the JDK converts of a longer text, in characters.
  private static final int PIECE = 64;

  private static final char CAPITAL_SIGMA = 'Σ';
  private static final char SMALL_SIGMA = 'σ';
  private static final char FINAL_SIGMA = 'ς';

  /// The only character whose lower case is several ones.
  private static final char CAPITAL_I_WITH_DOT = 'İ';

  private Casing() {}

  /// Returns a text in upper case, independent of languages.
  public static String upper(String text) {
    return text.length() <= SHORT || isAscii(text)
        ? text.toUpperCase(Locale.ROOT)
        : inPieces(text, piece -> piece.toUpperCase(Locale.ROOT));
  }

  /// Returns a text in lower case, independent of languages. A `Σ` at the end of a word becomes
  /// `ς`; in texts of more than 128 characters, the end of a word is a letter before and none after
  /// it.
  public static String lower(String text) {
    if (text.length() <= SHORT) {
      return text.toLowerCase(Locale.ROOT);
    }
    String plain = text.indexOf(CAPITAL_SIGMA) < 0 ? text : withSmallSigmas(text);
    return plain.indexOf(CAPITAL_I_WITH_DOT) < 0
        ? plain.toLowerCase(Locale.ROOT)
        : inPieces(plain, piece -> piece.toLowerCase(Locale.ROOT));
  }

  /// Reports whether a text has only characters of ASCII. The JVM counts bytes faster than a loop
  /// reads characters.
  private static boolean isAscii(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length == text.length();
  }

  private static String withSmallSigmas(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = text.indexOf(CAPITAL_SIGMA); i >= 0; i = text.indexOf(CAPITAL_SIGMA, i + 1)) {
      boolean isFinal =
          i > 0
              && Character.isLetter(text.codePointBefore(i))
              && (i + 1 == text.length() || !Character.isLetter(text.codePointAt(i + 1)));
      changed.setCharAt(i, isFinal ? FINAL_SIGMA : SMALL_SIGMA);
    }
    return changed.toString();
  }

  private static String inPieces(String text, UnaryOperator<String> convert) {
    StringBuilder converted = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(from + PIECE, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      converted.append(convert.apply(text.substring(from, to)));
      from = to;
    }
    return converted.toString();
  }
}
