package org.techrace.report;

/// Prepares a message for display: one line of limited length, for any input text.
final class OneLine {
  private static final int MAX_LENGTH = 1_000;

  /// Number of characters kept at the end of a long message, where the place in the mapping is.
  private static final int KEPT_AT_END = 300;

  private OneLine() {}

  /// Escapes control characters and removes the middle of a message that is longer than 1,000
  /// characters.
  static String of(String message) {
    String text = shortened(message);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String shortened(String text) {
    int left = text.length() - MAX_LENGTH;
    return left <= 0
        ? text
        : "%s … (%,d characters left out) … %s"
            .formatted(
                text.substring(0, MAX_LENGTH - KEPT_AT_END),
                left,
                text.substring(text.length() - KEPT_AT_END));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default ->
            escaped.append(
                Character.isISOControl(c) ? "\\u%04X".formatted((int) c) : String.valueOf(c));
      }
    }
    return escaped.toString();
  }
}
