package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds the Turtle of a translation line by line.
final class TurtleText {
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final StringBuilder body = new StringBuilder();
  private final List<Long> lines = new ArrayList<>();

  /// Declares a prefix.
  void prefix(String prefix, String namespace) {
    prefixes.put(prefix, namespace);
  }

  /// Adds a line.
  ///
  /// @param origin the line of the original, from 1; 0 if there is none
  void line(long origin, String line) {
    body.append(line).append('\n');
    lines.add(origin);
  }

  /// Returns the whole document, with the prefixes that it uses at its start.
  Translation finish() {
    String text = body.toString();
    StringBuilder head = new StringBuilder();
    List<Long> all = new ArrayList<>();
    prefixes.forEach(
        (prefix, namespace) -> {
          if (text.contains(prefix + ":")) {
            head.append("@prefix ").append(prefix).append(": <").append(namespace).append("> .\n");
            all.add(0L);
          }
        });
    head.append('\n');
    all.add(0L);
    all.addAll(lines);
    return new Translation(head + text, all);
  }
}
