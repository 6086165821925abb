package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.engine.source.UnpivotTable;
import org.techrace.rdf.Turtle;
import org.techrace.report.Place;
import org.techrace.table.format.Percents;

/// A column of numbers for each year, as in `place, 2019, 2020, 2021`. Each cell becomes a row, so
/// that the year is a value.
///
/// @param names the names of the columns
/// @param pattern the regular expression of the names, with the year as its group
/// @param yearField the name of the year in the rows
/// @param valueField the name of the number in the rows
record YearColumns(List<String> names, String pattern, String yearField, String valueField) {
  private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:1[5-9]|20|21)\\d\\d(?!\\d)");

  private static final Pattern SPECIAL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|]");

  private static final int LEAST_COLUMNS = 3;

  /// The least number of years for each other column of numbers.
  private static final int YEARS_PER_OTHER = 3;

  /// The least number of letters in the name of a value.
  private static final int LEAST_LETTERS = 3;

  YearColumns {
    names = List.copyOf(names);
  }

  /// Finds the columns with years. Returns empty if there are fewer than three, or if many other
  /// columns have numbers, too.
  ///
  /// @param columns the columns, described
  static Optional<YearColumns> of(List<SeenColumn> columns) {
    Map<String, List<SeenColumn>> byPattern = new LinkedHashMap<>();
    for (SeenColumn column : columns) {
      patternOf(column)
          .ifPresent(p -> byPattern.computeIfAbsent(p, _ -> new ArrayList<>()).add(column));
    }
    for (Map.Entry<String, List<SeenColumn>> found : byPattern.entrySet()) {
      List<SeenColumn> years = found.getValue();
      List<SeenColumn> others = columns.stream().filter(c -> !years.contains(c)).toList();
      long numbers = others.stream().filter(SeenColumn::isNumber).count();
      Pattern pattern = Pattern.compile(found.getKey());
      if (years.size() >= LEAST_COLUMNS
          && !others.isEmpty()
          && numbers * YEARS_PER_OTHER <= years.size()
          && areNumbers(years)
          && others.stream().noneMatch(c -> pattern.matcher(c.reference()).find())) {
        List<String> taken = others.stream().map(SeenColumn::reference).toList();
        String year = unused("year", taken);
        return Optional.of(
            new YearColumns(
                years.stream().map(SeenColumn::reference).toList(),
                found.getKey(),
                year,
                unused(
                    valueOf(years.getFirst().reference()),
                    Stream.concat(taken.stream(), Stream.of(year)).toList())));
      }
    }
    return Optional.empty();
  }

  /// Returns true if the cells of the columns are numbers together. A column alone may have more
  /// flags than numbers without any.
  private static boolean areNumbers(List<SeenColumn> years) {
    List<SeenColumn> filled = years.stream().filter(column -> !column.isMissing()).toList();
    return filled.size() * 2 >= years.size()
        && (filled.stream().allMatch(SeenColumn::isNumber)
            || (filled.stream().noneMatch(SeenColumn::hasOtherValues)
                && SeenColumn.together(filled).isNumber()));
  }

  /// Returns the pattern of the name of a column that contains one year, maybe several times: that
  /// of `2020 [YR2020]` is `^([0-9]{4}) \[YR[0-9]{4}\]$`.
  private static Optional<String> patternOf(SeenColumn column) {
    String name = column.reference();
    Matcher matcher = YEAR.matcher(name);
    if (!name.equals(column.label()) || !matcher.find()) {
      return Optional.empty();
    }
    String year = matcher.group();
    StringBuilder pattern = new StringBuilder("^");
    int end = 0;
    do {
      if (!matcher.group().equals(year)) {
        return Optional.empty();
      }
      pattern
          .append(escaped(name.substring(end, matcher.start())))
          .append(end == 0 ? "([0-9]{4})" : "[0-9]{4}");
      end = matcher.end();
    } while (matcher.find());
    return Optional.of(pattern.append(escaped(name.substring(end))).append("$").toString());
  }

  private static String escaped(String text) {
    return SPECIAL.matcher(text).replaceAll("\\\\$0");
  }

  /// Returns the name of the value: the words around the year, or `value`.
  private static String valueOf(String name) {
    String words = YEAR.matcher(name).replaceAll(" ").replaceAll("[^\\p{L}\\p{N}%]+", " ").strip();
    long letters = words.codePoints().filter(Character::isLetter).count();
    return letters < LEAST_LETTERS ? "value" : words;
  }

  private static String unused(String name, List<String> taken) {
    String unused = name;
    for (int n = 2; taken.stream().anyMatch(unused::equalsIgnoreCase); n++) {
      unused = name + " " + n;
    }
    return unused;
  }

  /// Returns the table with a row for each cell of the columns.
  NewTable unpivot(NewTable wide) {
    List<String> others = new ArrayList<>(wide.references());
    List<String> labels = new ArrayList<>(wide.labels());
    for (int i = others.size() - 1; i >= 0; i--) {
      if (names.contains(others.get(i))) {
        others.remove(i);
        labels.remove(i);
      }
    }
    others.addAll(List.of(yearField, valueField));
    labels.addAll(List.of(yearField, valueField));
    Map<String, Percents> percents = new HashMap<>(wide.percents());
    percents.keySet().retainAll(others);
    Set<Optional<Percents>> shown =
        names.stream()
            .map(column -> Optional.ofNullable(wide.percents().get(column)))
            .collect(Collectors.toSet());
    if (!shown.equals(Set.of(Optional.empty()))) {
      percents.put(
          valueField,
          shown.equals(Set.of(Optional.of(Percents.ALL))) ? Percents.ALL : Percents.SOME);
    }
    List<String> notes = new ArrayList<>(wide.notes());
    notes.add(
        "The columns %s to %s are years: each of their cells is a row, with the year in \"%s\" and the number in \"%s\". Cells without a number or a flag give no row."
            .formatted(names.getFirst(), names.getLast(), yearField, valueField));
    return new NewTable(
        wide.name(),
        wide.title(),
        new UnpivotTable(
            Place.file(wide.table().name()), pattern, yearField, valueField, wide.table()),
        others,
        labels,
        wide.several(),
        wide.hasKey(),
        wide.formulation(),
        wide.charset(),
        wide.dialect(),
        notes,
        percents,
        Optional.of(this));
  }

  /// Returns the properties of the logical source in Turtle.
  ///
  /// @param source those of the table with the columns
  String turtle(String source) {
    return """
    tool:unpivots [
                %s ] ;
            tool:columnPattern %s ; tool:nameField %s ; tool:valueField %s\
    """
        .formatted(
            source.replace("\n", "\n    "),
            Turtle.quoted(pattern),
            Turtle.quoted(yearField),
            Turtle.quoted(valueField));
  }
}
