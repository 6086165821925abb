package org.techrace.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;

/// A value that a reference finds in a row, with the type that the format gives it. CSV and XML
/// only have texts. JSON, spreadsheets, Parquet and databases have more types, which determine the
/// RDF datatype of a literal (the natural datatype in RML).
///
/// @param text the value as text
/// @param kind the type of the value in its format
public record Value(String text, Kind kind) {
  private static final int MAX_OFFSET_SECONDS = 14 * 60 * 60;

  /// The types of values, named after XSD.
  public enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    DOUBLE,
    BOOLEAN,
    DATE,
    TIME,
    DATE_TIME,
    BINARY,
    /// An array or an object, as text. No term can be generated from it.
    STRUCTURE
  }

  /// Creates a value of kind [Kind#TEXT].
  public static Value text(String text) {
    return new Value(text, Kind.TEXT);
  }

  /// Creates the value of a date or a time, in the lexical form of XML Schema (XSD 1.1, section
  /// 3.3): a year after 9999 has no sign, and an offset that XML Schema cannot express becomes that
  /// of UTC. Other objects, such as a year, become a text.
  public static Value time(Temporal time) {
    return switch (time) {
      case LocalDate date -> new Value(unsigned(DateTimeFormatter.ISO_LOCAL_DATE, date), Kind.DATE);
      case LocalTime clock -> new Value(DateTimeFormatter.ISO_LOCAL_TIME.format(clock), Kind.TIME);
      case OffsetTime offset when isExpressible(offset.getOffset()) ->
          new Value(DateTimeFormatter.ISO_OFFSET_TIME.format(offset), Kind.TIME);
      case OffsetTime offset -> time(offset.withOffsetSameInstant(ZoneOffset.UTC));
      case LocalDateTime local ->
          new Value(unsigned(DateTimeFormatter.ISO_LOCAL_DATE_TIME, local), Kind.DATE_TIME);
      case Instant instant -> time(instant.atOffset(ZoneOffset.UTC));
      case ZonedDateTime zoned -> time(zoned.toOffsetDateTime());
      case OffsetDateTime offset when isExpressible(offset.getOffset()) ->
          new Value(unsigned(DateTimeFormatter.ISO_OFFSET_DATE_TIME, offset), Kind.DATE_TIME);
      case OffsetDateTime offset -> time(offset.withOffsetSameInstant(ZoneOffset.UTC));
      default -> text(time.toString());
    };
  }

  /// Returns the text without the plus sign that ISO 8601 has before a year after 9999.
  private static String unsigned(DateTimeFormatter format, Temporal time) {
    String text = format.format(time);
    return text.startsWith("+") ? text.substring(1) : text;
  }

  /// Returns true for an offset in whole minutes of at most 14 hours.
  private static boolean isExpressible(ZoneOffset offset) {
    int seconds = offset.getTotalSeconds();
    return seconds % 60 == 0 && Math.abs(seconds) <= MAX_OFFSET_SECONDS;
  }
}
