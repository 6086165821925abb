package org.techrace.engine.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.techrace.table.Value;

/// Dates in the patterns of [DateTimeFormatter], with English names of months and days. They are
/// read strictly: 31 February is not a date, and a year is not supplied.
final class DatePatterns {
  private static final OffsetDateTime EXAMPLE =
      OffsetDateTime.of(2026, 3, 31, 14, 30, 0, 0, ZoneOffset.UTC);

  private static final int LAST_YEAR = 9999;

  private static final int MAX_FORMATTERS = 1_000;

  /// The first of the hundred years that two digits mean.
  private static final int FIRST_SHORT_YEAR = 1969;

  /// The parts of a pattern: a year, a quoted text, or another character.
  private static final Pattern PARTS = Pattern.compile("u+|'[^']*'|.", Pattern.DOTALL);

  /// The compiled patterns of the mappings of this process, which are few.
  private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

  private DatePatterns() {}

  /// Returns the date of a text, such as 2026-03-31.
  static Value date(String text, String pattern) {
    return Value.text(
        written(
            read(text, pattern, "a date", formatter -> LocalDate.parse(text.strip(), formatter)),
            text));
  }

  /// Returns a date in ISO 8601.
  ///
  /// @param text the argument that it comes from
  /// @throws UnreadableArgumentException if its year has more than four digits
  static String written(LocalDate date, String text) {
    if (date.getYear() > LAST_YEAR) {
      throw new UnreadableArgumentException(
          text, "gives a date after the year 9999", "a year of four digits");
    }
    return date.toString();
  }

  /// Returns the date and time of a text, such as 2026-03-31T14:30:00, with the offset from UTC if
  /// the text has one.
  static Value dateTime(String text, String pattern) {
    TemporalAccessor time =
        read(
            text,
            pattern,
            "a date and time",
            formatter ->
                formatter.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from));
    var _ = written(LocalDate.from(time), text);
    return new Value(
        time instanceof OffsetDateTime
            ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)
            : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time),
        Value.Kind.DATE_TIME);
  }

  /// Writes a date in a pattern.
  static String format(LocalDate date, String pattern) {
    return date.format(formatter(pattern));
  }

  private interface Reading<T> {
    T with(DateTimeFormatter formatter);
  }

  private static <T> T read(String text, String pattern, String what, Reading<T> reading) {
    DateTimeFormatter formatter = formatter(pattern);
    try {
      return reading.with(formatter);
    } catch (DateTimeException _) {
      throw new UnreadableArgumentException(
          text,
          "is not %s in the pattern %s".formatted(what, pattern),
          "such as " + formatter.format(EXAMPLE));
    }
  }

  /// Returns what is wrong with a pattern for dates that are read, or empty.
  ///
  /// @param withTime true if the time is read, too
  static Optional<String> faultOfReading(String pattern, boolean withTime) {
    return faultOfWriting(pattern)
        .or(
            () -> {
              String example = formatter(pattern).format(EXAMPLE);
              try {
                var _ = withTime ? dateTime(example, pattern) : date(example, pattern);
                return Optional.empty();
              } catch (UnreadableArgumentException _) {
                return Optional.of(
                    withTime
                        ? "it lacks a part of a date and time"
                        : "it lacks the year, the month or the day");
              }
            });
  }

  /// Returns what is wrong with a pattern for dates that are written, or empty.
  static Optional<String> faultOfWriting(String pattern) {
    try {
      var _ = formatter(pattern).format(EXAMPLE);
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatter known = FORMATTERS.get(pattern);
    if (known != null) {
      return known;
    }
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    append(withProlepticYears(pattern), builder);
    DateTimeFormatter made =
        builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    if (FORMATTERS.size() < MAX_FORMATTERS) {
      FORMATTERS.put(pattern, made);
    }
    return made;
  }

  /// Appends a pattern. A year of two digits is one of 1969 to 2068, as in POSIX; Java alone takes
  /// 99 for 2099.
  private static void append(String pattern, DateTimeFormatterBuilder builder) {
    StringBuilder part = new StringBuilder();
    for (MatchResult each : PARTS.matcher(pattern).results().toList()) {
      if (each.group().equals("uu")) {
        builder.appendPattern(part.toString());
        part.setLength(0);
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
      } else {
        part.append(each.group());
      }
    }
    builder.appendPattern(part.toString());
  }

  /// Replaces the year of the era (y) by the year (u), because the era is missing from most
  /// patterns, and a year of an unknown era is not a year.
  private static String withProlepticYears(String pattern) {
    if (pattern.indexOf('G') >= 0) {
      return pattern;
    }
    StringBuilder changed = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < changed.length(); i++) {
      quoted ^= changed.charAt(i) == '\'';
      if (!quoted && changed.charAt(i) == 'y') {
        changed.setCharAt(i, 'u');
      }
    }
    return changed.toString();
  }
}
