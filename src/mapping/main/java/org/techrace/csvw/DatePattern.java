package org.techrace.csvw;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The format of dates and times, such as `d/M/yyyy HH:mm:ss.SS XXX` (section 6.4.4 of the metadata
/// vocabulary).
final class DatePattern {
  private static final Set<String> DATES =
      Set.of(
          "yyyy-MM-dd",
          "yyyyMMdd",
          "dd-MM-yyyy",
          "d-M-yyyy",
          "MM-dd-yyyy",
          "M-d-yyyy",
          "dd/MM/yyyy",
          "d/M/yyyy",
          "MM/dd/yyyy",
          "M/d/yyyy",
          "dd.MM.yyyy",
          "d.M.yyyy",
          "MM.dd.yyyy",
          "M.d.yyyy");
  private static final Pattern TIME = Pattern.compile("(HH:mm:ss|HHmmss|HH:mm|HHmm)(\\.S+)?");
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<date>[yMd./-]+)?(?:(?<between>[T ])?(?<time>[Hms:]+(?:\\.S+)?))?(?<zone>"
              + " ?(?:X{1,3}|x{1,3}))?");

  private final Pattern regex;
  private final boolean hasDate;
  private final boolean hasTime;

  private DatePattern(Pattern regex, boolean hasDate, boolean hasTime) {
    this.regex = regex;
    this.hasDate = hasDate;
    this.hasTime = hasTime;
  }

  /// Returns the format of a pattern, or empty if the pattern is not one of those that are
  /// required.
  static Optional<DatePattern> of(String pattern, String base) {
    Matcher parts = PARTS.matcher(pattern.replace("'", ""));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String date = parts.group("date");
    String time = parts.group("time");
    boolean wantsDate = !base.equals("time");
    boolean wantsTime = !base.equals("date");
    if ((date != null) != wantsDate
        || (time != null) != wantsTime
        || (date != null && !DATES.contains(date))
        || (time != null && !TIME.matcher(time).matches())
        || (date != null && time != null) != (parts.group("between") != null)) {
      return Optional.empty();
    }
    StringBuilder regex = new StringBuilder();
    if (date != null) {
      regex.append(
          date.replace(".", "\\.")
              .replaceFirst("yyyy", "(?<year>[0-9]{4})")
              .replaceFirst(
                  "MM|M(?![a-z])",
                  date.contains("MM") ? "(?<month>[0-9]{2})" : "(?<month>[0-9]{1,2})")
              .replaceFirst(
                  "dd|d(?![a-z\\]])",
                  date.contains("dd") ? "(?<day>[0-9]{2})" : "(?<day>[0-9]{1,2})"));
    }
    regex.append(parts.group("between") == null ? "" : parts.group("between"));
    if (time != null) {
      int fraction = time.indexOf('.') < 0 ? 0 : time.length() - time.indexOf('.') - 1;
      regex.append(
          time.replaceFirst("\\.S+", "")
              .replaceFirst("HH", "(?<hour>[0-9]{2})")
              .replaceFirst("mm", "(?<minute>[0-9]{2})")
              .replaceFirst("ss", "(?<second>[0-9]{2})"));
      if (fraction > 0) {
        regex.append("(?:\\.(?<fraction>[0-9]{1,").append(fraction).append("}))?");
      }
    }
    zone(parts.group("zone")).ifPresent(regex::append);
    return Optional.of(
        new DatePattern(Pattern.compile(regex.toString()), date != null, time != null));
  }

  private static Optional<String> zone(String marker) {
    if (marker == null) {
      return Optional.empty();
    }
    String offset =
        switch (marker.strip().length()) {
          case 1 -> "[-+][0-9]{2}(?:[0-9]{2})?";
          case 2 -> "[-+][0-9]{4}";
          default -> "[-+][0-9]{2}:[0-9]{2}";
        };
    boolean allowsZ = marker.strip().startsWith("X");
    return Optional.of(
        (marker.startsWith(" ") ? " " : "") + "(?<zone>" + offset + (allowsZ ? "|Z" : "") + ")");
  }

  /// Returns the form of XML Schema, or empty if the text does not have the format.
  Optional<String> parse(String text) {
    Matcher found = regex.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    try {
      StringBuilder form = new StringBuilder();
      if (hasDate) {
        form.append(
            LocalDate.of(number(found, "year"), number(found, "month"), number(found, "day")));
      }
      if (hasTime) {
        boolean hasSeconds = found.namedGroups().containsKey("second");
        int second = hasSeconds ? number(found, "second") : 0;
        var _ = LocalTime.of(number(found, "hour"), number(found, "minute"), second);
        form.append(hasDate ? "T" : "")
            .append("%s:%s:%02d".formatted(found.group("hour"), found.group("minute"), second));
        if (found.namedGroups().containsKey("fraction") && found.group("fraction") != null) {
          String digits = found.group("fraction").replaceFirst("0+$", "");
          form.append(digits.isEmpty() ? "" : "." + digits);
        }
      }
      if (found.namedGroups().containsKey("zone")) {
        form.append(zoneForm(found.group("zone")));
      }
      return Optional.of(form.toString());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String zoneForm(String zone) {
    if (zone.equals("Z") || zone.indexOf(':') > 0) {
      return zone;
    }
    return zone.substring(0, 3) + ":" + (zone.length() == 3 ? "00" : zone.substring(3));
  }

  private static int number(Matcher found, String group) {
    return Integer.parseInt(found.group(group));
  }
}
