package org.techrace.table.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Set;
import java.util.regex.Pattern;
import org.techrace.table.Value;

/// Converts the numbers of dates in a spreadsheet: days since its epoch, with the time of day as
/// the fraction (ECMA-376 part 1, section 18.17.4).
final class SerialDate {
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);
  private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000L);

  /// The serial number of 1 March 1900. Spreadsheets treat 1900 as a leap year, so the numbers
  /// before this day are one lower.
  private static final int FIRST_OF_MARCH_1900 = 61;

  /// More days than any calendar of this class has.
  private static final BigDecimal MAX_DAYS = BigDecimal.valueOf(10_000_000);

  /// The first year whose days no number means.
  private static final int END_YEAR = 10_000;

  /// Hours, minutes or seconds that go on after a day: the part of a format code for an elapsed
  /// time (section 18.8.31).
  private static final Pattern ELAPSED = Pattern.compile("(?i)\\[(h+|m+|s+)\\]");

  private SerialDate() {}

  /// The kind of value that a number format displays.
  enum Format {
    NUMBER,
    DATE,
    TIME,
    DATE_TIME,
    ELAPSED_TIME;

    private static final Set<String> DATES = Set.of("14", "15", "16", "17");
    private static final Set<String> TIMES = Set.of("18", "19", "20", "21", "45", "47");

    /// Returns the format of an identifier: built in (section 18.8.30), or defined by a format
    /// code.
    static Format of(String id, String code) {
      if (DATES.contains(id)) {
        return DATE;
      }
      if (id.equals("46") || ELAPSED.matcher(code).find()) {
        return ELAPSED_TIME;
      }
      if (TIMES.contains(id)) {
        return TIME;
      }
      if (id.equals("22")) {
        return DATE_TIME;
      }
      // Without quoted and escaped texts, colours and conditions, the remaining letters mean
      // parts of a date or time.
      String letters =
          code.replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^hms\\]][^\\]]*\\]|(?i:general)", "");
      boolean date = letters.matches("(?is).*[yd].*");
      boolean time = letters.matches("(?is).*[hs].*");
      if (date && time) {
        return DATE_TIME;
      }
      if (date) {
        return DATE;
      }
      return time ? TIME : NUMBER;
    }
  }

  /// Returns the value of a date or time in ISO 8601. A day without a time of day is a date, also
  /// if the time is midnight and only the day is displayed.
  ///
  /// @throws DateTimeException if it is none
  static Value ofIso(String text, Format format) {
    if (!text.contains("T")) {
      return Value.time(text.contains(":") ? LocalTime.parse(text) : LocalDate.parse(text));
    }
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    if (time instanceof LocalDateTime local) {
      boolean isDay = format == Format.DATE && local.toLocalTime().equals(LocalTime.MIDNIGHT);
      return Value.time(isDay ? local.toLocalDate() : local);
    }
    return Value.time(OffsetDateTime.from(time));
  }

  /// Returns the value of a number that is displayed as a date or time. An elapsed time is a text,
  /// in the lexical form of `xsd:dayTimeDuration`. A time of another day than the first keeps its
  /// date.
  ///
  /// @throws DateTimeException if no date has the number; its message ends with what to do, and the
  ///   caller may add another choice
  /// @throws ArithmeticException if it is an elapsed time that is too long
  static Value of(BigDecimal number, Format format, boolean from1904) {
    if (format == Format.ELAPSED_TIME) {
      return Value.text(Duration.ofMillis(millis(number)).toString());
    }
    BigDecimal days = number.setScale(0, RoundingMode.FLOOR);
    long millis = millis(number.subtract(days));
    if (days.abs().compareTo(MAX_DAYS) > 0) {
      throw noDay(number);
    }
    long day = days.longValueExact();
    if (format == Format.TIME && day == 0 && millis < Duration.ofDays(1).toMillis()) {
      return Value.time(LocalTime.MIDNIGHT.plusNanos(millis * 1_000_000));
    }
    boolean early = !from1904 && day < FIRST_OF_MARCH_1900;
    LocalDateTime time =
        (from1904 ? DAY_ZERO_1904 : DAY_ZERO)
            .plusDays(early ? day + 1 : day)
            .atStartOfDay()
            .plusNanos(millis * 1_000_000);
    boolean isDay = from1904 ? day >= 0 : day > 0 && day != FIRST_OF_MARCH_1900 - 1;
    if (!isDay || time.getYear() >= END_YEAR) {
      throw noDay(number);
    }
    return Value.time(
        format == Format.DATE && time.toLocalTime().equals(LocalTime.MIDNIGHT)
            ? time.toLocalDate()
            : time);
  }

  private static DateTimeException noDay(BigDecimal number) {
    return new DateTimeException(
        "the number %s is shown as a date, but is that of no day; correct it, show it as a number"
            .formatted(number.toPlainString()));
  }

  private static long millis(BigDecimal days) {
    return days.multiply(MILLIS_A_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
