package org.techrace.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.DatatypeConstants.Field;
import javax.xml.datatype.Duration;
import javax.xml.datatype.XMLGregorianCalendar;

/// Arithmetic of dates, times and durations in the proleptic Gregorian calendar. The time of each
/// operation does not depend on the size of the values, whereas the library behind ARQ counts month
/// by month.
public final class Calendars {
  private static final BigInteger SECONDS_IN_MINUTE = BigInteger.valueOf(60);
  private static final BigInteger MINUTES_IN_HOUR = BigInteger.valueOf(60);
  private static final BigInteger HOURS_IN_DAY = BigInteger.valueOf(24);
  private static final BigInteger MONTHS_IN_YEAR = BigInteger.valueOf(12);
  private static final BigDecimal SECONDS_IN_DAY = BigDecimal.valueOf(86_400);

  /// The calendar repeats after 400 years, which are 146,097 days.
  private static final BigInteger CYCLE_YEARS = BigInteger.valueOf(400);

  private static final BigInteger CYCLE_DAYS = BigInteger.valueOf(146_097);

  private Calendars() {}

  /// A day. The year has any number of digits.
  private record Day(BigInteger year, int month, int day) {
    /// Returns the same day of the month, or the last day of the month, a number of months later.
    Day plusMonths(BigInteger months) {
      BigInteger sum = BigInteger.valueOf(month - 1L).add(months);
      BigInteger newYear = year.add(floorQuotient(sum, MONTHS_IN_YEAR));
      int newMonth = sum.mod(MONTHS_IN_YEAR).intValue() + 1;
      return new Day(newYear, newMonth, Math.min(day, lengthOfMonth(newYear, newMonth)));
    }

    Day plusDays(BigInteger days) {
      return of(number().add(days));
    }

    /// Returns the number of days since 1 March of year 0. Years start in March here, so that a
    /// leap day is the last day of its year.
    BigInteger number() {
      BigInteger shifted = month > 2 ? year : year.subtract(BigInteger.ONE);
      long yearOfCycle = shifted.mod(CYCLE_YEARS).longValue();
      long dayOfYear = (153L * ((month + 9) % 12) + 2) / 5 + day - 1;
      long dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
      return floorQuotient(shifted, CYCLE_YEARS)
          .multiply(CYCLE_DAYS)
          .add(BigInteger.valueOf(dayOfCycle));
    }

    /// Returns the day with a number.
    static Day of(BigInteger number) {
      long dayOfCycle = number.mod(CYCLE_DAYS).longValue();
      long yearOfCycle =
          (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
      long dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
      int shiftedMonth = (int) ((5 * dayOfYear + 2) / 153);
      int day = (int) (dayOfYear - (153 * shiftedMonth + 2) / 5) + 1;
      int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
      BigInteger year =
          floorQuotient(number, CYCLE_DAYS)
              .multiply(CYCLE_YEARS)
              .add(BigInteger.valueOf(yearOfCycle + (month <= 2 ? 1 : 0)));
      return new Day(year, month, day);
    }

    private static int lengthOfMonth(BigInteger year, int month) {
      BigInteger inCycle = year.mod(CYCLE_YEARS);
      return java.time.YearMonth.of(inCycle.intValue(), month).lengthOfMonth();
    }
  }

  /// Adds a duration to a date, a time or both (XML Schema 1.0 part 2, appendix E). Fields that are
  /// undefined in the start stay undefined.
  public static XMLGregorianCalendar add(XMLGregorianCalendar start, Duration duration) {
    XMLGregorianCalendar sum = (XMLGregorianCalendar) start.clone();
    BigDecimal seconds = seconds(start).add(field(duration, DatatypeConstants.SECONDS));
    BigInteger minutes =
        or(start.getMinute(), 0)
            .add(whole(duration, DatatypeConstants.MINUTES))
            .add(floor(seconds.divide(BigDecimal.valueOf(60), 0, RoundingMode.FLOOR)));
    BigInteger hours =
        or(start.getHour(), 0)
            .add(whole(duration, DatatypeConstants.HOURS))
            .add(floorQuotient(minutes, MINUTES_IN_HOUR));
    BigInteger days =
        whole(duration, DatatypeConstants.DAYS).add(floorQuotient(hours, HOURS_IN_DAY));
    Day day = day(start).plusMonths(months(duration)).plusDays(days);
    if (start.getEonAndYear() != null) {
      sum.setYear(day.year);
    }
    if (start.getMonth() != DatatypeConstants.FIELD_UNDEFINED) {
      sum.setMonth(day.month);
    }
    if (start.getDay() != DatatypeConstants.FIELD_UNDEFINED) {
      sum.setDay(day.day);
    }
    if (start.getHour() != DatatypeConstants.FIELD_UNDEFINED) {
      BigInteger whole = floor(seconds);
      sum.setTime(
          hours.mod(HOURS_IN_DAY).intValue(),
          minutes.mod(MINUTES_IN_HOUR).intValue(),
          whole.mod(SECONDS_IN_MINUTE).intValue(),
          seconds.subtract(new BigDecimal(whole)));
    }
    return sum;
  }

  /// Compares durations (XML Schema 1.0 part 2, section 3.2.6.2): a duration is longer if it ends
  /// later from each of four start days.
  ///
  /// @return one of the results of [Duration#compare]
  public static int compare(Duration x, Duration y) {
    int order = secondsFrom(STARTS[0], x).compareTo(secondsFrom(STARTS[0], y));
    for (int i = 1; i < STARTS.length; i++) {
      if (secondsFrom(STARTS[i], x).compareTo(secondsFrom(STARTS[i], y)) != order) {
        return DatatypeConstants.INDETERMINATE;
      }
    }
    return order;
  }

  private static final Day[] STARTS = {day(1696, 9), day(1697, 2), day(1903, 3), day(1903, 7)};

  /// Returns the length of a duration in seconds if it starts on 1 September 1696. This is a total
  /// order that agrees with [#compare].
  public static BigDecimal seconds(Duration duration) {
    return secondsFrom(STARTS[0], duration);
  }

  private static BigDecimal secondsFrom(Day start, Duration duration) {
    BigInteger days =
        start
            .plusMonths(months(duration))
            .number()
            .subtract(start.number())
            .add(whole(duration, DatatypeConstants.DAYS));
    BigInteger minutes =
        whole(duration, DatatypeConstants.HOURS)
            .multiply(MINUTES_IN_HOUR)
            .add(whole(duration, DatatypeConstants.MINUTES));
    return new BigDecimal(days)
        .multiply(SECONDS_IN_DAY)
        .add(new BigDecimal(minutes.multiply(SECONDS_IN_MINUTE)))
        .add(field(duration, DatatypeConstants.SECONDS));
  }

  private static Day day(int year, int month) {
    return new Day(BigInteger.valueOf(year), month, 1);
  }

  private static Day day(XMLGregorianCalendar of) {
    BigInteger year = of.getEonAndYear() == null ? BigInteger.ZERO : of.getEonAndYear();
    int month = or(of.getMonth(), 1).intValue();
    return new Day(year, month, or(of.getDay(), 1).intValue());
  }

  private static BigInteger or(int field, int otherwise) {
    return BigInteger.valueOf(field == DatatypeConstants.FIELD_UNDEFINED ? otherwise : field);
  }

  private static BigDecimal seconds(XMLGregorianCalendar of) {
    BigDecimal fraction = of.getFractionalSecond();
    BigDecimal seconds = new BigDecimal(or(of.getSecond(), 0));
    return fraction == null ? seconds : seconds.add(fraction);
  }

  /// Returns the years and months of a duration, in months.
  static BigInteger months(Duration duration) {
    return whole(duration, DatatypeConstants.YEARS)
        .multiply(MONTHS_IN_YEAR)
        .add(whole(duration, DatatypeConstants.MONTHS));
  }

  private static BigInteger whole(Duration duration, Field field) {
    return field(duration, field).toBigInteger();
  }

  /// Returns a field with the duration's sign, or zero if it is not set.
  private static BigDecimal field(Duration duration, Field field) {
    BigDecimal value =
        switch (duration.getField(field)) {
          case BigInteger whole -> new BigDecimal(whole);
          case BigDecimal seconds -> seconds;
          case null, default -> BigDecimal.ZERO;
        };
    return duration.getSign() < 0 ? value.negate() : value;
  }

  private static BigInteger floor(BigDecimal number) {
    return number.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
  }

  private static BigInteger floorQuotient(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
