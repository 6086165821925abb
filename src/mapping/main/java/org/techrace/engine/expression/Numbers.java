package org.techrace.engine.expression;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.table.Value;

/// Numbers in texts.
final class Numbers {
  /// The maximum number of digits before and after the point.
  static final int MAX_DIGITS = 400;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");

  /// The characters between groups of digits.
  private static final String GROUP_MARKS = ".,' \u00A0\u202F\u2009\u2019_";

  /// Groups of three digits, or of two before the last one, with one mark between them.
  private static final Pattern GROUPS =
      Pattern.compile(
          "[1-9]\\d{0,2}([%s])\\d{3}(\\1\\d{3})*|[1-9]\\d?([%s])\\d{2}(\\3\\d{2})*\\3\\d{3}"
              .formatted(GROUP_MARKS, GROUP_MARKS));

  /// A character that is no part of a number otherwise.
  private static final Pattern DECIMAL_MARK =
      Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\s\\p{Z}()+\\-\u2212]");

  private static final Pattern IN_PARENTHESES = Pattern.compile("\\(([^-+]*)\\)");

  private Numbers() {}

  /// Returns the number of a text, or empty if it is not a number or has more than [#MAX_DIGITS]
  /// digits before or after the point.
  static Optional<BigDecimal> find(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text);
    return isLong(number) ? Optional.empty() : Optional.of(number);
  }

  /// Returns the number of a text, without regard to white space around it.
  static BigDecimal read(String text) {
    return find(text.strip())
        .orElseThrow(
            () ->
                new UnreadableArgumentException(
                    text, "is not a number" + limit(text), "such as 1234.5"));
  }

  private static String limit(String text) {
    return NUMBER.matcher(text.strip()).matches()
        ? " of at most %d digits".formatted(MAX_DIGITS)
        : "";
  }

  private static boolean isLong(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS
        || Math.abs(number.scale()) > MAX_DIGITS;
  }

  /// Returns a number without exponent and trailing zeros: 25 for `2.50E+01`.
  static Value value(BigDecimal number) {
    if (isLong(number)) {
      throw new ArithmeticException(
          "the result has more than %d digits before or after the point".formatted(MAX_DIGITS));
    }
    BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return new Value(
        shortest.toPlainString(), shortest.scale() > 0 ? Value.Kind.DECIMAL : Value.Kind.INTEGER);
  }

  /// Returns the number of a text with a decimal mark and marks between groups of digits. A number
  /// in parentheses is negative.
  ///
  /// @param mark the decimal mark, a point or a comma
  static BigDecimal parse(String cell, String mark) {
    if (!mark.isEmpty() && !DECIMAL_MARK.matcher(mark).matches()) {
      throw new UnreadableArgumentException(mark, "is not a decimal mark", "a point or a comma");
    }
    String text = cell.strip().replace('\u2212', '-');
    Matcher negative = IN_PARENTHESES.matcher(text);
    String plain = negative.matches() ? "-" + negative.group(1).strip() : text;
    return plain(plain, mark)
        .flatMap(Numbers::find)
        .orElseThrow(
            () ->
                new UnreadableArgumentException(
                    cell,
                    "is not a number with the decimal mark '%s'".formatted(mark),
                    mark.equals(",") ? "such as 1.234,5" : "such as 1,234.5"));
  }

  /// Returns the number of a text with a unit at its start, after a sign, or at its end.
  ///
  /// @param mark the decimal mark, a point or a comma
  static BigDecimal parseAmount(String cell, String mark, String unit) {
    String text = cell.strip().replace('\u2212', '-');
    Matcher negative = IN_PARENTHESES.matcher(text);
    if (negative.matches()) {
      return parseAmount(negative.group(1), mark, unit).negate();
    }
    String sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
    String amount = text.substring(sign.length());
    if (amount.endsWith(unit)) {
      return parse(sign + amount.substring(0, amount.length() - unit.length()).strip(), mark);
    }
    if (amount.startsWith(unit)) {
      return parse(sign + amount.substring(unit.length()).strip(), mark);
    }
    throw new UnreadableArgumentException(
        cell,
        "is not a number with '%s'".formatted(unit),
        "such as %s%s or %s%s"
            .formatted(unit, mark.equals(",") ? "1.234,5" : "1,234.5", "12", unit));
  }

  /// Returns a number with a point as decimal mark and without marks between groups of digits, or
  /// empty if the groups do not have three digits, or two before the last one as in India, or if
  /// the first one begins with a zero, as in `0,123`.
  private static Optional<String> plain(String text, String mark) {
    int at = mark.isEmpty() ? -1 : text.indexOf(mark);
    String whole = at < 0 ? text : text.substring(0, at);
    String rest = at < 0 ? "" : "." + text.substring(at + mark.length());
    int start = whole.startsWith("-") || whole.startsWith("+") ? 1 : 0;
    int end = start;
    while (end < whole.length() && GROUP_MARKS.indexOf(whole.charAt(end)) < 0) {
      end++;
    }
    if (end == whole.length()) {
      return Optional.of(whole + rest);
    }
    String digits = whole.substring(start);
    return GROUPS.matcher(digits).matches()
        ? Optional.of(
            whole.substring(0, start) + digits.replace(whole.substring(end, end + 1), "") + rest)
        : Optional.empty();
  }
}
