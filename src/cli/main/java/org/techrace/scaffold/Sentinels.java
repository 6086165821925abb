package org.techrace.scaffold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds numbers of a column that can mean a missing value, such as -999 among temperatures. They
/// have only nines, and are further from all other numbers than these are from each other.
final class Sentinels {
  private static final Pattern BELOW = Pattern.compile("-9{2,}([.,][09]+)?");
  private static final Pattern ABOVE = Pattern.compile("9{3,}([.,][09]+)?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[^.]*,\\d{1,2}");
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?");

  /// The least number of other cells that show what is usual, for a number below or above them.
  private static final int LEAST_FOR_BELOW = 5;

  private static final int LEAST_FOR_ABOVE = 20;

  private static final int MAX_MARKS = 10;

  /// The numbers of nines, and how often each occurs.
  private final Map<String, Integer> marks = new LinkedHashMap<>();

  private String least = "";
  private String most = "";
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long others;

  /// Adds a cell of a column of numbers.
  void add(String cell, int times) {
    String text = plain(cell);
    boolean isMark = BELOW.matcher(text).matches() || ABOVE.matcher(text).matches();
    if (isMark && (marks.containsKey(cell) || marks.size() < MAX_MARKS)) {
      marks.merge(cell, times, Integer::sum);
      return;
    }
    double number = numberOf(text);
    if (Double.isNaN(number)) {
      return;
    }
    others += times;
    if (number < min) {
      min = number;
      least = cell;
    }
    if (number > max) {
      max = number;
      most = cell;
    }
  }

  private static String plain(String cell) {
    return cell.strip().replace('\u2212', '-');
  }

  /// Returns the number in a cell, with a point or a comma as decimal mark, or NaN.
  static double number(String cell) {
    return numberOf(plain(cell));
  }

  private static double numberOf(String text) {
    String plain =
        DECIMAL_COMMA.matcher(text).matches() ? text.replace(',', '.') : text.replace(",", "");
    return NUMBER.matcher(plain).matches() ? Double.parseDouble(plain) : Double.NaN;
  }

  /// Returns the texts that can mean a missing value.
  List<String> found() {
    double range = max - min;
    return marks.keySet().stream()
        .filter(
            text -> {
              double number = number(text);
              return number < 0
                  ? others >= LEAST_FOR_BELOW && min - number > range
                  : others >= LEAST_FOR_ABOVE && number - max > 2 * range;
            })
        .toList();
  }

  /// Returns how often a text occurs.
  int times(String text) {
    return marks.getOrDefault(text, 0);
  }

  /// Returns the least and the greatest of the other numbers: `1.0 to 40.0`.
  String range() {
    return least + " to " + most;
  }
}
