package org.techrace.engine.expression;

/// Positions and parts of texts, counted in characters of Unicode: a `char` of Java may be one half
/// of one.
final class Characters {
  private Characters() {}

  /// Returns the number of characters.
  static int count(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Returns the first characters, or all if there are fewer.
  static String first(String text, int count) {
    return between(text, 0, count);
  }

  /// Returns all characters but the first ones.
  ///
  /// @throws IndexOutOfBoundsException if there are fewer
  static String from(String text, int start) {
    return between(text, start, text.length());
  }

  /// Returns the characters from a position up to another, or to the end of the text.
  ///
  /// @throws IndexOutOfBoundsException if the first position is after the end or the other one
  static String between(String text, int start, int end) {
    int count = count(text);
    if (start < 0 || start > Math.min(count, end)) {
      throw new IndexOutOfBoundsException(
          "it has %d characters, and none from %d to %d".formatted(count, start, end));
    }
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, Math.min(end, count) - start));
  }

  /// Returns false if a half of a character is without the other one.
  static boolean areWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (Character.isSurrogate(one)
          && !(Character.isHighSurrogate(one)
              && ++i < text.length()
              && Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
