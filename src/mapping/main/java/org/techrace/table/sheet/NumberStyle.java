package org.techrace.table.sheet;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a cell style displays a number (ECMA-376 part 1, section 18.8.31).
///
/// @param date the date or time that it displays
/// @param digits the least number of digits of a code such as `00000`, which shows zeros in front;
///   0 for other formats
/// @param isPercent true if it displays a hundred times the number, with a percent sign
record NumberStyle(SerialDate.Format date, int digits, boolean isPercent) {
  /// A style that displays a number as it is.
  static final NumberStyle GENERAL = new NumberStyle(SerialDate.Format.NUMBER, 0, false);

  /// The percent formats that are built in (section 18.8.30).
  private static final Set<String> PERCENTS = Set.of("9", "10");

  private static final Pattern ZEROS = Pattern.compile("(0{2,})(;.*)?");

  /// A text in quotes, or an escaped character.
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\\\.");

  /// Returns the style of an identifier: built in, or defined by a format code.
  static NumberStyle of(String id, String code) {
    Matcher zeros = ZEROS.matcher(code);
    return new NumberStyle(
        SerialDate.Format.of(id, code),
        zeros.matches() ? zeros.group(1).length() : 0,
        PERCENTS.contains(id) || QUOTED.matcher(code).replaceAll("").contains("%"));
  }
}
