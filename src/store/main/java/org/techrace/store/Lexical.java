package org.techrace.store;

import java.time.YearMonth;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;

/// Parses the lexical forms that the dictionary sorts by value. Terms in other forms go to
/// [Section#OTHER], where ARQ compares the terms themselves.
public final class Lexical {
  /// Returned by [#millionths] for a form that it does not accept.
  public static final long NONE = Long.MIN_VALUE;

  private static final int INTEGER_DIGITS = 12;
  private static final int FRACTION_DIGITS = 6;
  private static final String DATE = "dddd-dd-dd";
  private static final String DATE_TIME = DATE + "Tdd:dd:dd";
  private static final Pattern FRACTION = Pattern.compile("\\.[0-9]+");
  private static final Pattern ZONE = Pattern.compile("|Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]");

  private Lexical() {}

  static String lowerCase(String tag) {
    return tag.toLowerCase(Locale.ROOT);
  }

  /// Returns the value of a decimal in millionths, or [#NONE] if it has more than 12 digits before
  /// the point or more than 6 after it.
  public static long millionths(String text, boolean integer) {
    int i = 0;
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      i++;
    }
    long value = 0;
    int digits = 0;
    int fraction = -1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && fraction < 0 && !integer) {
        fraction = 0;
      } else if (c >= '0' && c <= '9') {
        value = 10 * value + (c - '0');
        digits++;
        if (fraction >= 0) {
          fraction++;
        }
      } else {
        return NONE;
      }
    }
    int after = Math.max(fraction, 0);
    if (digits == 0
        || fraction == 0
        || digits - after > INTEGER_DIGITS
        || after > FRACTION_DIGITS) {
      return NONE;
    }
    for (int k = after; k < FRACTION_DIGITS; k++) {
      value *= 10;
    }
    return negative ? -value : value;
  }

  /// Parses a valid `xsd:double`.
  static double number(String text) {
    return switch (text.trim()) {
      case "INF", "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> Double.parseDouble(text.trim());
    };
  }

  /// Converts a number to bits whose unsigned order is the order of the numbers. 0.0 and -0.0 give
  /// the same bits.
  static long sortable(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  /// Returns the number that has given sortable bits; 0.0 for those of 0.0 and -0.0.
  static double ofSortable(long sortable) {
    return Double.longBitsToDouble(sortable < 0 ? sortable ^ Long.MIN_VALUE : ~sortable);
  }

  /// Returns the section of a date, time or year, or [Section#OTHER] if the text is not in the form
  /// of that section.
  static Section dateSection(RDFDatatype type, String text) {
    if (type.equals(XSDDatatype.XSDgYear)) {
      return hasForm(text, "dddd") && !text.equals("0000") ? Section.YEAR : Section.OTHER;
    }
    if (type.equals(XSDDatatype.XSDdate)) {
      return hasForm(text, DATE) && isDate(text) ? Section.DATE : Section.OTHER;
    }
    if (type.equals(XSDDatatype.XSDdateTime)) {
      boolean utc = hasForm(text, DATE_TIME + "Z");
      if ((utc || hasForm(text, DATE_TIME)) && isDate(text) && isTime(text)) {
        return utc ? Section.DATE_TIME_UTC : Section.DATE_TIME;
      }
    }
    return Section.OTHER;
  }

  /// Returns true for an `xsd:dateTime` that begins as `2026-11-24T12:00:00` does, with or without
  /// a fraction of a second and a zone, up to 13 hours from UTC.
  public static boolean isDateTime(String text) {
    int length = DATE_TIME.length();
    if (text.length() < length || !hasForm(text.substring(0, length), DATE_TIME)) {
      return false;
    }
    int zone = zoneStart(text);
    String fraction = text.substring(length, zone);
    return isDate(text)
        && isTime(text)
        && (fraction.isEmpty() || FRACTION.matcher(fraction).matches())
        && ZONE.matcher(text.substring(zone)).matches();
  }

  /// Returns the position after the seconds of an `xsd:dateTime`.
  public static int zoneStart(String text) {
    int at = DATE_TIME.length();
    while (at < text.length() && (text.charAt(at) == '.' || Character.isDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean hasForm(String text, String form) {
    if (text.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      boolean fits = form.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == form.charAt(i);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDate(String text) {
    int year = Integer.parseInt(text, 0, 4, 10);
    int month = Integer.parseInt(text, 5, 7, 10);
    int day = Integer.parseInt(text, 8, 10, 10);
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isTime(String text) {
    return text.compareTo(text.substring(0, 11) + "24") < 0
        && text.charAt(14) < '6'
        && text.charAt(17) < '6';
  }
}
