package org.techrace.table.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import org.techrace.table.Value;

/// Converts the numbers of dates in a spreadsheet: days since its epoch, with the time of day as
/// the fraction (ECMA-376 part 1, section 18.17.4).
final class SerialDate {
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);
  private static final BigDecimal NANOS_A_DAY = BigDecimal.valueOf(86_400_000_000_000L);

  /// The serial number of 1 March 1900. Spreadsheets treat 1900 as a leap year, so the numbers
  /// before this day are one lower.
  private static final int FIRST_OF_MARCH_1900 = 61;

  private SerialDate() {}

  /// The kind of value that a number format displays.
  enum Format {
    NUMBER,
    DATE,
    TIME,
    DATE_TIME;

    private static final Set<String> DATES = Set.of("14", "15", "16", "17");
    private static final Set<String> TIMES = Set.of("18", "19", "20", "21", "45", "46", "47");

    /// Returns the format of an identifier: built in (section 18.8.30), or defined by a format
    /// code.
    static Format of(String id, String code) {
      if (DATES.contains(id)) {
        return DATE;
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

  /// Returns the value of a number that is displayed as a date or time.
  ///
  /// @throws ArithmeticException or DateTimeException if the number is out of range
  static Value of(BigDecimal number, Format format, boolean from1904) {
    BigDecimal days = number.setScale(0, RoundingMode.FLOOR);
    long millis =
        number
            .subtract(days)
            .multiply(NANOS_A_DAY)
            .divide(BigDecimal.valueOf(1_000_000), 0, RoundingMode.HALF_UP)
            .longValueExact();
    long day = days.longValueExact();
    boolean early = !from1904 && day < FIRST_OF_MARCH_1900;
    LocalDateTime time =
        (from1904 ? DAY_ZERO_1904 : DAY_ZERO)
            .plusDays(early ? day + 1 : day)
            .atStartOfDay()
            .plusNanos(millis * 1_000_000);
    boolean midnight = time.toLocalTime().equals(LocalTime.MIDNIGHT);
    return switch (format) {
      case NUMBER -> throw new IllegalArgumentException("not a date");
      case TIME -> Value.time(time.toLocalTime());
      case DATE -> Value.time(midnight ? time.toLocalDate() : time);
      case DATE_TIME -> Value.time(time);
    };
  }
}
