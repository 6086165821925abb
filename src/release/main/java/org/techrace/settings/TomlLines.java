package org.techrace.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.report.Place;

/// Finds the lines of the keys of a TOML file, because the library that reads the values does not
/// keep them.
final class TomlLines {
  private static final Pattern TABLE = Pattern.compile("\\s*\\[+ *([^\\[\\]]+?) *]+\\s*(#.*)?");
  private static final Pattern KEY =
      Pattern.compile(
          "\\s*((?:[\\w-]+|\"[^\"]*\"|'[^']*')(?:\\.(?:[\\w-]+|\"[^\"]*\"))*)\\s*=(.*)");
  private static final Pattern LONG_TEXT = Pattern.compile("\"{3}|'{3}");

  private TomlLines() {}

  /// Returns the place of each table and key, by its path, such as `limits.pages.queued`.
  static Map<String, Place> places(String text, String file) {
    Map<String, Place> places = new HashMap<>();
    String table = "";
    boolean inText = false;
    long number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      Matcher header = TABLE.matcher(line);
      Matcher key = KEY.matcher(line);
      if (!inText && header.matches()) {
        table = header.group(1);
        places.putIfAbsent(table, Place.line(file, number));
      } else if (!inText && key.matches()) {
        String name = key.group(1).replaceAll("[\"']", "");
        places.putIfAbsent(table.isEmpty() ? name : table + "." + name, Place.line(file, number));
      }
      boolean odd = LONG_TEXT.matcher(line).results().count() % 2 == 1;
      inText = inText != odd;
    }
    return places;
  }
}
