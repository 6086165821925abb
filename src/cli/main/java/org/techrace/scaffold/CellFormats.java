package org.techrace.scaffold;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.LexicalForms;
import org.techrace.table.NumberMark;

/// The formats that all values of a column fit: numbers with marks for thousands or with a decimal
/// comma, and dates in another order than that of XSD.
final class CellFormats {
  private static final Pattern COMMA_DECIMAL =
      Pattern.compile(
          "[-+]?([1-9]\\d{0,2}([. \\u00A0\\u2009\\u202F'’])\\d{3}(\\2\\d{3})*|\\d+)(,\\d+)?");
  private static final Pattern COMMA_GROUPS =
      Pattern.compile(
          "[-+]?([1-9]\\d{0,2}([, \\u00A0\\u2009\\u202F'’])\\d{3}(\\2\\d{3})*|\\d+)(\\.\\d+)?");

  /// The marks that distinguish the two notations of numbers.
  private static final Pattern POINT_GROUPS = Pattern.compile("[-+]?[1-9]\\d{0,2}(\\.\\d{3})+");

  /// A number with a sign or in parentheses, and a percent sign or currency before or after it.
  private static final Pattern AMOUNT =
      Pattern.compile(
          "(?<sign>[-+(]?)\\s*(?<before>[$€£¥₹]|US\\$|(?:USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|AUD|CAD|KRW|RUB|BRL|SEK|NOK|DKK|PLN|CZK|HUF|ZAR|SGD|HKD|TWD|MXN|TRY)(?=\\s))?\\s*(?<number>-?[\\d][\\d.,'"
              + " \\u00A0\\u2009\\u202F’]*)(?<after>%|‰|[$€£¥₹]|(?<=\\s)(?:USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|AUD|CAD|KRW|RUB|BRL|SEK|NOK|DKK|PLN|CZK|HUF|ZAR|SGD|HKD|TWD|MXN|TRY))?\\)?");

  private static final Pattern SMALL = Pattern.compile("[-+]?\\d{1,3}");

  private static final Predicate<String> DATE_TIME = LexicalForms.checkOf(XSD.dateTime.getURI());
  private static final Predicate<String> DOUBLE = LexicalForms.checkOf(XSD.xdouble.getURI());

  private static final Pattern DATE_CHARACTERS = Pattern.compile("[\\p{L}\\d ./,-]{6,20}");

  /// The patterns of dates; the first that fits is taken.
  private static final List<String> PATTERNS =
      List.of(
          "d.M.uuuu",
          "uuuu/M/d",
          "uuuu.M.d",
          "uuuu-M-d",
          "d/M/uuuu",
          "M/d/uuuu",
          "d-M-uuuu",
          "M-d-uuuu",
          "d MMM uuuu",
          "d MMMM uuuu",
          "d. MMMM uuuu",
          "MMM d, uuuu",
          "MMMM d, uuuu",
          "d-MMM-uuuu");

  /// The patterns in which day and month can be exchanged.
  private static final Set<String> NUMERIC = Set.of("d/M/uuuu", "M/d/uuuu", "d-M-uuuu", "M-d-uuuu");

  /// Numbers with fewer different letters after them can have units.
  private static final int MANY_FLAGS = 3;

  /// The order of day, month and year in dates of numbers.
  enum DateOrder {
    /// Day, month, year.
    DMY,
    /// Month, day, year.
    MDY,
    /// Year, month, day.
    YMD;

    boolean fits(String pattern) {
      return switch (this) {
        case DMY -> pattern.startsWith("d");
        case MDY -> pattern.startsWith("M");
        case YMD -> pattern.startsWith("u");
      };
    }
  }

  /// The evidence of the other numbers of a table for its decimal mark.
  enum Notation {
    POINT,
    COMMA,
    /// Some columns have a point, others a comma.
    MIXED
  }

  /// A form that one cell can have.
  ///
  /// @param kind what it is, for people
  /// @param details the pattern of a date; the decimal mark and the unit of a number
  record Form(String kind, String details) {
    /// Returns how many cells have the form: `3 numbers in %`.
    String counted(int cells) {
      String unit = kind.equals("number") ? details.substring(1) : "";
      String kinds = cells == 1 ? kind : kind.replaceFirst("^\\w+", "$0s");
      return "%,d %s%s".formatted(cells, kinds, unit.isEmpty() ? "" : " in " + unit);
    }
  }

  private record Dates(String pattern, DateTimeFormatter formatter) {}

  private static final List<Dates> ALL_DATES =
      PATTERNS.stream().map(p -> new Dates(p, formatter(p))).toList();

  private final List<Dates> dates = new ArrayList<>(ALL_DATES);

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /// The unit or currency of the first number; null before it.
  private @Nullable String unit;

  private boolean commaDecimal = true;
  private boolean commaGroups = true;
  private boolean pointGroups = true;
  private boolean fractionAfterComma;
  private boolean fractionAfterPoint;

  /// True if a number is less than a thousand and has no mark.
  private boolean hasSmall;

  /// True if a currency is in front of a number, as in English.
  private boolean isBefore;

  private long values;
  private long marks;

  /// The marks that are letters, and how often each occurs.
  private final Map<String, Integer> flags = new HashMap<>();

  /// True if a number is in parentheses, which English bookkeeping writes for a minus sign.
  private boolean isInParentheses;

  /// True once there was a value.
  private boolean some;

  /// Returns the forms of numbers and dates that a cell has alone.
  static Set<Form> formsOf(String cell) {
    CellFormats one = new CellFormats();
    one.add(cell);
    Set<Form> forms = new LinkedHashSet<>();
    one.dates.forEach(date -> forms.add(new Form("date", date.pattern)));
    if (DATE_TIME.test(cell)) {
      forms.add(new Form("date with a time", ""));
    }
    String unit = one.unit().orElse("");
    if (one.isNumbers() && one.commaGroups) {
      forms.add(new Form("number", "." + unit));
    }
    if (one.isNumbers() && one.commaDecimal) {
      forms.add(new Form("number", "," + unit));
    }
    if (DOUBLE.test(cell) && cell.indexOf('N') < 0) { // neither NaN nor INF
      forms.add(new Form("number", "."));
    }
    return forms;
  }

  void add(String cell) {
    some = true;
    String text = cell.strip();
    addNumber(text);
    if (!dates.isEmpty()) {
      boolean may = DATE_CHARACTERS.matcher(text).matches();
      dates.removeIf(date -> !may || !isDate(text, date.formatter));
    }
  }

  /// Adds a value as a number. All values have the same unit, or none.
  private void addNumber(String cell) {
    if (!commaDecimal && !commaGroups && !pointGroups) {
      return; // an earlier value is no number
    }
    NumberMark marked = NumberMark.of(cell.replace('\u2212', '-'));
    values++;
    marks += marked.mark().isEmpty() ? 0 : 1;
    if (marked.mark().matches("\\p{L}+")) {
      flags.merge(marked.mark(), 1, Integer::sum);
    }
    Matcher amount = AMOUNT.matcher(marked.number());
    if (!amount.matches()) {
      notNumbers();
      return;
    }
    String before = Objects.requireNonNullElse(amount.group("before"), "");
    String after = Objects.requireNonNullElse(amount.group("after"), "");
    String found = before.isEmpty() ? after : before;
    isBefore |= !before.isEmpty();
    isInParentheses |= amount.group("sign").equals("(");
    if (unit == null) {
      unit = found;
    }
    if (!unit.equals(found) || (!before.isEmpty() && !after.isEmpty())) {
      notNumbers();
      return;
    }
    String text = amount.group("sign").replace("(", "-") + amount.group("number").strip();
    commaDecimal = commaDecimal && COMMA_DECIMAL.matcher(text).matches();
    commaGroups = commaGroups && COMMA_GROUPS.matcher(text).matches();
    pointGroups = pointGroups && (text.indexOf('.') < 0 || POINT_GROUPS.matcher(text).matches());
    hasSmall |= SMALL.matcher(text).matches();
    fractionAfterComma |= text.indexOf(',') >= 0;
    fractionAfterPoint |= text.indexOf('.') >= 0;
  }

  /// Returns true if numbers end in marks that refer to notes. Letters that more than half of the
  /// numbers have are a unit, unless they are many different ones.
  boolean hasMarks() {
    int all = flags.values().stream().mapToInt(Integer::intValue).sum();
    int most = flags.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return marks > 0 && (flags.size() >= MANY_FLAGS ? most : all) <= values / 2;
  }

  /// Returns true if the numbers can be read with a comma and with a point as decimal mark, with
  /// different results, and the other numbers of the table do not say how.
  boolean isUnclear(Notation others) {
    boolean isOpen =
        others == Notation.MIXED
            || (others == Notation.COMMA && isInParentheses && !hasPointGroups());
    return some
        && isOpen
        && !isBefore
        && (fractionAfterComma || fractionAfterPoint)
        && ((commaDecimal && commaGroups) || hasPointGroups());
  }

  /// Returns true if the mark of each number can be a decimal mark or divide thousands, with
  /// different results. Numbers below a thousand without a mark show that it divides thousands.
  ///
  /// @param expectComma true if commas seem to be decimal marks
  boolean canBeThousands(boolean expectComma) {
    boolean isComma = commaDecimal && fractionAfterComma;
    boolean isPoint = expectComma && hasPointGroups();
    return isNumbers() && commaGroups && !isBefore && !hasSmall && (isComma || isPoint);
  }

  /// Returns true if the numbers have marks that can be read in one way only.
  boolean showsDecimalMark() {
    return isNumbers() && (commaDecimal ? !commaGroups : fractionAfterPoint || fractionAfterComma);
  }

  /// Returns the unit or currency that all numbers have, or empty if they have none.
  Optional<String> unit() {
    return Optional.ofNullable(unit).filter(text -> !text.isEmpty());
  }

  private static boolean isDate(String text, DateTimeFormatter formatter) {
    try {
      var _ = LocalDate.parse(text, formatter);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  /// Takes the values for something else than numbers.
  void notNumbers() {
    commaDecimal = false;
    commaGroups = false;
    pointGroups = false;
  }

  /// Returns true if a number has a decimal mark.
  boolean hasFraction(String decimalMark) {
    return decimalMark.equals(",") ? fractionAfterComma : fractionAfterPoint;
  }

  /// Returns true if the values are neither numbers nor dates.
  boolean isText() {
    return !some || (!hasNumbers() && dates.isEmpty());
  }

  /// Returns true if all values are dates in one of the patterns.
  boolean isDates() {
    return some && !dates.isEmpty();
  }

  /// Returns true if all values are numbers.
  boolean isNumbers() {
    return some && hasNumbers();
  }

  private boolean hasNumbers() {
    return (commaDecimal || commaGroups) && (marks == 0 || hasMarks());
  }

  /// Returns true if the values are numbers with a decimal comma and nothing else.
  boolean hasDecimalComma() {
    return some && hasNumbers() && !commaGroups;
  }

  /// Returns true if the values are numbers with a decimal point and nothing else.
  boolean hasDecimalPoint() {
    return some && hasNumbers() && !commaDecimal && fractionAfterPoint;
  }

  /// Returns true if a point is in front of three digits wherever there is one, as in 1.234.
  boolean hasPointGroups() {
    return some && pointGroups && fractionAfterPoint;
  }

  /// Returns the decimal mark of numbers that have other marks than those of XSD.
  ///
  /// @param expectComma true if other columns, or a person, say that commas are decimal marks
  Optional<String> decimalMark(boolean expectComma) {
    if (!some || !hasNumbers()) {
      return Optional.empty();
    }
    if (commaDecimal && commaGroups) {
      return Optional.of(expectComma && !isBefore ? "," : ".");
    }
    return Optional.of(commaDecimal ? "," : ".");
  }

  /// Returns the pattern of dates, or empty if there is none or if the order of day and month is
  /// not clear.
  ///
  /// @param order the order that a person states
  Optional<String> datePattern(Optional<DateOrder> order) {
    List<String> fitting = dates.stream().map(Dates::pattern).toList();
    if (!some || fitting.isEmpty()) {
      return Optional.empty();
    }
    if (isAmbiguous()) {
      return order.flatMap(o -> fitting.stream().filter(o::fits).findFirst());
    }
    return fitting.stream().findFirst();
  }

  /// Returns the order of day and month if all values are dates that have one order only.
  Optional<DateOrder> clearOrder() {
    List<DateOrder> orders =
        dates.stream()
            .map(Dates::pattern)
            .filter(NUMERIC::contains)
            .map(p -> p.startsWith("d") ? DateOrder.DMY : DateOrder.MDY)
            .distinct()
            .toList();
    return some && orders.size() == 1 ? Optional.of(orders.getFirst()) : Optional.empty();
  }

  /// Returns true if day and month of all dates can be exchanged.
  boolean isAmbiguous() {
    return some
        && Stream.of("d/M/uuuu", "d-M-uuuu")
            .anyMatch(
                pattern ->
                    has(pattern) && has("M" + pattern.charAt(1) + "d" + pattern.substring(3)));
  }

  private boolean has(String pattern) {
    return dates.stream().anyMatch(date -> date.pattern.equals(pattern));
  }
}
