package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The name of the things of a table, from the name of its file: `cities` for `cities_2023_v2`.
final class TableTitle {
  private static final Pattern APART = Pattern.compile("[-_.\\s()]+");

  /// A part of the name of a file that says when or how it was made: a year, a date, a version.
  private static final Pattern OF_FILE =
      Pattern.compile(
          "(?i)(19|20)\\d\\d|\\d{6}|\\d{8}|v\\d+|final|export|dump|extract|copy|kopie|latest|new|neu|raw|clean(ed)?");

  private TableTitle() {}

  /// Returns the words without those at both ends that are about the file, separated by spaces. A
  /// name that has no others stays as it is.
  static String of(String file) {
    List<String> words =
        new ArrayList<>(APART.splitAsStream(file).filter(word -> !word.isEmpty()).toList());
    while (!words.isEmpty() && OF_FILE.matcher(words.getLast()).matches()) {
      words.removeLast();
    }
    while (!words.isEmpty() && OF_FILE.matcher(words.getFirst()).matches()) {
      words.removeFirst();
    }
    return words.isEmpty() ? file.replaceAll("[-_]+", " ").strip() : String.join(" ", words);
  }
}
