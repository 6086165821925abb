package org.techrace.csvw;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The format of numbers: the marks between digits, and a pattern such as `#,##0.0#` (Unicode
/// Technical Standard 35; section 6.4.2 of the metadata vocabulary requires a part of it).
///
/// @param pattern the pattern; empty for none
/// @param decimal the decimal mark
/// @param group the mark between groups of digits
record NumberPattern(String pattern, String decimal, String group) {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<before>[-+%‰]*)(?<whole>[#0,]*)(?:\\.(?<fraction>[#0,]*))?(?:E(?<sign>[-+]?)(?<exponent>[#0]+))?(?<after>[-+%‰]*)");
  private static final Pattern SPECIAL = Pattern.compile("NaN|-?INF");

  /// Returns true if the pattern has the form that is supported.
  boolean isKnown() {
    return pattern.isEmpty() || (PARTS.matcher(pattern).matches() && pattern.matches(".*[#0].*"));
  }

  /// Returns the number of a text in the form of XML Schema, or empty if the text does not have the
  /// format.
  ///
  /// @param isInteger true if a fraction or an exponent is not allowed
  Optional<String> parse(String text, boolean isInteger) {
    if (SPECIAL.matcher(text).matches()) {
      return isInteger ? Optional.empty() : Optional.of(text);
    }
    String marks = Pattern.quote(group);
    Matcher number =
        Pattern.compile(
                "(?<lead>[-+%‰]{0,2})(?<whole>(?:[0-9]|"
                    + marks
                    + ")*)(?:"
                    + Pattern.quote(decimal)
                    + "(?<fraction>(?:[0-9]|"
                    + marks
                    + ")*))?(?<exponent>[Ee][-+]?[0-9]+)?(?<after>[%‰]?)")
            .matcher(text);
    if (!number.matches()) {
      return Optional.empty();
    }
    String lead = number.group("lead");
    String whole = number.group("whole");
    String fraction = number.group("fraction");
    String exponent = number.group("exponent");
    String digits =
        whole.replace(group, "") + (fraction == null ? "" : fraction.replace(group, ""));
    if (digits.isEmpty()
        || whole.contains(group + group)
        || (isInteger && (fraction != null || exponent != null))
        || !fitsPattern(number, whole, fraction, exponent)) {
      return Optional.empty();
    }
    String plain =
        lead.replaceAll("[%‰]", "")
            + (whole.replace(group, "").isEmpty() ? "0" : whole.replace(group, ""))
            + (fraction == null || fraction.isEmpty() ? "" : "." + fraction.replace(group, ""));
    String scale = lead.replaceAll("[-+]", "") + number.group("after");
    if (!scale.isEmpty()) {
      BigDecimal value = new BigDecimal(plain).movePointLeft(scale.contains("%") ? 2 : 3);
      plain = value.toPlainString();
    }
    return Optional.of(plain + (exponent == null ? "" : exponent));
  }

  private boolean fitsPattern(Matcher number, String whole, String fraction, String exponent) {
    if (pattern.isEmpty()) {
      String mark = Pattern.quote(group);
      return (!whole.contains(group)
              || whole.matches("[0-9]{1,3}(%1$s[0-9]{2,3})*%1$s[0-9]{3}".formatted(mark)))
          && (fraction == null
              || !fraction.contains(group)
              || fraction.matches("([0-9]{3}%s)*[0-9]{1,3}".formatted(mark)));
    }
    Matcher parts = PARTS.matcher(pattern);
    if (!parts.matches()) {
      return true;
    }
    String signs = parts.group("before") + parts.group("after");
    String wantedFraction = parts.group("fraction") == null ? "" : parts.group("fraction");
    return fitsSigns(signs, number)
        && fitsWhole(parts.group("whole"), whole)
        && (exponent == null
            || whole.replace(group, "").length() <= parts.group("whole").replace(",", "").length())
        && fitsFraction(wantedFraction, fraction == null ? "" : fraction)
        && (parts.group("exponent") == null) == (exponent == null)
        && (exponent == null
            || exponent.replaceAll("[-+Ee]", "").length()
                >= parts.group("exponent").replace("#", "").length());
  }

  private static boolean fitsSigns(String signs, Matcher number) {
    String lead = number.group("lead");
    String scale = lead.replaceAll("[-+]", "") + number.group("after");
    return (!signs.contains("+") || lead.matches(".*[-+].*"))
        && signs.replaceAll("[-+]", "").equals(scale);
  }

  private boolean fitsWhole(String wanted, String whole) {
    long least = wanted.chars().filter(c -> c == '0').count();
    String digits = whole.replace(group, "");
    if (digits.length() < least) {
      return false;
    }
    String[] groups = wanted.split(",", -1);
    if (groups.length == 1) {
      return !whole.contains(group);
    }
    int primary = groups[groups.length - 1].length();
    int secondary = groups.length > 2 ? groups[groups.length - 2].length() : primary;
    StringBuilder expected = new StringBuilder(digits);
    for (int at = digits.length() - primary; at > 0; at -= secondary) {
      expected.insert(at, group);
    }
    return whole.contentEquals(expected);
  }

  private boolean fitsFraction(String wanted, String fraction) {
    String digits = fraction.replace(group, "");
    long least = wanted.chars().filter(c -> c == '0').count();
    if (digits.length() < least || digits.length() > wanted.replace(",", "").length()) {
      return false;
    }
    int size = wanted.indexOf(',');
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (size > 0 && i > 0 && i % size == 0) {
        expected.append(group);
      }
      expected.append(digits.charAt(i));
    }
    return fraction.contentEquals(expected);
  }
}
