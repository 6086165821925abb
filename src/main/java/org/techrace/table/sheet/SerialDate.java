package org.techrace.table.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.techrace.table.Value;

/// Numbers of a spreadsheet that are days since its first (ECMA-376 part 1, section 18.17.4), the
/// time being the fraction.
final class SerialDate {
  private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
  private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);
  private static final BigDecimal NANOS_A_DAY = BigDecimal.valueOf(86_400_000_000_000L);

  /// 1900 is held to be a leap year: before its last February, dates are a day further.
  private static final int FIRST_OF_MARCH_1900 = 61;

  private SerialDate() {}

  /// What a number format shows.
  enum Format {
    NUMBER,
    DATE,
    TIME,
    DATE_TIME;

    private static final Set<String> DATES = Set.of("14", "15", "16", "17");
    private static final Set<String> TIMES = Set.of("18", "19", "20", "21", "45", "46", "47");

    /// The format of an identifier: built in (section 18.8.30), or told by its code.
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
      // Without quoted and escaped texts, colours and conditions, the letters are those of the
      // date.
      String letters =
          code.replaceAll("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^hms\\]][^\\]]*\\]|(?i:general)", "");
      boolean date = letters.matches("(?is).*[yd].*");
      boolean time = letters.matches("(?is).*[hs].*");
      return date && time ? DATE_TIME : date ? DATE : time ? TIME : NUMBER;
    }
  }

  /// The value of a number that is shown as a date or time.
  ///
  /// @throws ArithmeticException or DateTimeException if it is out of range
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
      case TIME ->
          new Value(time.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME), Value.Kind.TIME);
      case DATE ->
          midnight ? new Value(time.toLocalDate().toString(), Value.Kind.DATE) : dateTime(time);
      case DATE_TIME -> dateTime(time);
    };
  }

  private static Value dateTime(LocalDateTime time) {
    return new Value(time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME), Value.Kind.DATE_TIME);
  }
}
