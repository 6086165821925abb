package org.techrace.convert;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes YAML scalars and lists in one line.
final class YamlText {
  /// Matches texts that are valid without quotes in any position and that YAML reads as text.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z$/][A-Za-z0-9_./~()$+;=%-]*(:[A-Za-z0-9_./~()$+;=%-]+)*");

  private static final Pattern KEYWORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private YamlText() {}

  /// Returns a text as a YAML scalar, in quotes if it needs them.
  static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !KEYWORD.matcher(text).matches()) {
      return text;
    }
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }

  /// Returns a map in braces. The values are YAML in one line.
  static String map(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> scalar(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /// Returns a list in brackets.
  static String list(List<String> elements) {
    return elements.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
