package org.techrace.report;

/// A message as it is shown: in one line, and no longer than a person wants to read, whatever texts
/// from outside stand in it.
final class OneLine {
  private static final int LONGEST = 1_000;

  /// How much is kept of the end, where the mapping's place stands.
  private static final int END = 300;

  private OneLine() {}

  /// Control characters as escapes; of a very long message the middle left out.
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
    int left = text.length() - LONGEST;
    return left <= 0
        ? text
        : "%s … (%,d characters left out) … %s"
            .formatted(text.substring(0, LONGEST - END), left, text.substring(text.length() - END));
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
