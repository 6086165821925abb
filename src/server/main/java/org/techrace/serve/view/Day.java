package org.techrace.serve.view;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Converts lexical forms of `xsd:gYear`, `xsd:gYearMonth` or `xsd:date` to a position in time.
public final class Day {
  private static final Pattern FORM = Pattern.compile("(-?\\d{4})(?:-(\\d\\d))?(?:-(\\d\\d))?.*");

  private Day() {}

  /// Returns the position in years, such as 2026.5. A year or month without a day is placed in its
  /// middle.
  public static Optional<Double> place(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    double year = Integer.parseInt(m.group(1));
    if (m.group(2) == null) {
      return Optional.of(year + 0.5);
    }
    double month = (Integer.parseInt(m.group(2)) - 1) / 12.0;
    double day = m.group(3) == null ? 0.5 : (Integer.parseInt(m.group(3)) - 0.5) / 31;
    return Optional.of(year + month + day / 12);
  }
}
