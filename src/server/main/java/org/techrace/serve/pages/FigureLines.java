package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Line;

/// Figures of one measure as lines, and what a line is: the thing that it is about, its data set,
/// its number and its time.
final class FigureLines {
  /// The variables with the numbers of a figure, a value before bounds.
  private static final List<String> NUMBERS = List.of("value", "lower", "upper");

  /// The first and the last day of a year.
  private static final String FIRST_DAY = "-01-01";

  private static final String LAST_DAY = "-12-31";

  private FigureLines() {}

  /// Returns a line with the name of its series: without a dimension to compare, the measure.
  static Line named(Line line, Observations asked) {
    return asked.along().isPresent() && !line.all("series").isEmpty()
        ? line
        : with(line, "series", asked.along().isEmpty() ? asked.measure() : new Term.Unnamed("–"));
  }

  static Line with(Line line, String variable, Term term) {
    Map<String, List<Term>> terms = new LinkedHashMap<>(line.terms());
    terms.put(variable, List.of(term));
    return new Line(terms);
  }

  static boolean isPart(Line line) {
    return line.number("total").filter(total -> total > 0).isPresent();
  }

  /// Reports whether a line is the whole that others are parts of.
  static boolean isWhole(Line line) {
    return isPart(line) && line.number("value").equals(line.number("total"));
  }

  /// Returns the thing, time and data set of a line.
  static List<String> place(Line line) {
    return List.of(thing(line), line.text("when"), set(line));
  }

  static String set(Line line) {
    return line.first("by").map(Term::key).orElse("");
  }

  /// Returns the time of some lines in words: that of all, or that each has a time of its own.
  static String time(List<Line> lines) {
    Set<String> times = lines.stream().map(FigureLines::when).collect(Collectors.toSet());
    return times.size() > 1
        ? Reader.text(
            lines.stream().allMatch(FigureLines::isApart)
                ? "observations.largest"
                : "observations.newest")
        : times.stream().findFirst().orElse("");
  }

  /// Returns the time of a line in words: of a period, its start and end; without a time, the day
  /// of its edition.
  static String when(Line line) {
    String end = line.text("when");
    String edition = line.text("edition");
    if (end.isEmpty()) {
      return edition.isEmpty() ? "" : Reader.text("observations.as-of", edition);
    }
    String start = line.text("start");
    if (start.isEmpty()) {
      return end;
    }
    boolean years = start.endsWith(FIRST_DAY) && end.endsWith(LAST_DAY);
    return years
        ? Reader.text(
            "from-to",
            start.substring(0, start.length() - FIRST_DAY.length()),
            end.substring(0, end.length() - LAST_DAY.length()))
        : Reader.text("from-to", start, end);
  }

  static List<Line> of(Set<String> series, List<Line> lines) {
    return lines.stream().filter(line -> series.contains(thing(line))).toList();
  }

  static List<Line> sorted(List<Line> lines) {
    return lines.stream()
        .sorted(
            Comparator.comparing((Line line) -> line.text("when"))
                .reversed()
                .thenComparing(value().reversed()))
        .toList();
  }

  static Comparator<Line> value() {
    return Comparator.comparingDouble(
        line -> line.number("value").orElse(Double.NEGATIVE_INFINITY));
  }

  /// Returns the line with the largest number of each thing, the largest first.
  static List<Line> once(List<Line> lines) {
    Set<String> seen = new HashSet<>();
    return lines.stream()
        .filter(line -> number(line).isPresent())
        .sorted(
            Comparator.comparingDouble((Line line) -> -number(line).orElse(0.0))
                .thenComparing(line -> line.number("value").isEmpty()))
        .filter(line -> seen.add(thing(line)))
        .toList();
  }

  /// Returns the value of a line, else a bound.
  static Optional<Double> number(Line line) {
    return NUMBERS.stream().flatMap(variable -> line.number(variable).stream()).findFirst();
  }

  static Stream<Line> valued(List<Line> lines) {
    return lines.stream().filter(line -> line.number("value").isPresent());
  }

  /// Returns the lines of things that have bounds and no value.
  static List<Line> bounded(List<Line> lines) {
    Set<String> exact = valued(lines).map(FigureLines::thing).collect(Collectors.toSet());
    return lines.stream()
        .filter(line -> !exact.contains(thing(line)) && number(line).isPresent())
        .toList();
  }

  static List<Line> ranked(List<Line> lines) {
    return lines.stream().filter(FigureLines::isRanked).toList();
  }

  static boolean isAnyRanked(List<Line> lines) {
    return lines.stream().anyMatch(FigureLines::isRanked);
  }

  static String thing(Line line) {
    return line.first("series").orElseThrow().key();
  }

  /// Reports whether a line has a thing that is not a whole with others in it.
  static boolean isRanked(Line line) {
    return !isWhole(line) && !line.text("ranked").equals("false");
  }

  /// Reports whether a line is of an event that is part of no series.
  static boolean isApart(Line line) {
    return line.text("apart").equals("true");
  }

  /// Reports whether the lowest value is asked for.
  static boolean isLeast(List<Line> lines) {
    return lines.stream().anyMatch(line -> line.text("best").equals("least"));
  }

  /// Returns the lines of the things that compete: those that the reader compares, or all that are
  /// not wholes, without those that contain others of them and without earlier phases.
  ///
  /// @param chosen the things that the reader compares; all if they are less than two
  /// @param wholes those that contain others of them
  static List<Line> competing(Set<String> chosen, Set<String> wholes, List<Line> lines) {
    List<Line> some = chosen.size() > 1 ? of(chosen, lines) : ranked(lines);
    Set<String> things = some.stream().map(FigureLines::thing).collect(Collectors.toSet());
    return some.stream()
        .filter(line -> !wholes.contains(thing(line)))
        .filter(line -> line.all("later").stream().map(Term::key).noneMatch(things::contains))
        .toList();
  }

  static List<Term> series(List<Line> lines) {
    return sorted(FigureChoice.newest(lines)).stream()
        .map(line -> line.first("series").orElseThrow())
        .toList();
  }

  static String unit(Line line) {
    return line.text("unit");
  }
}
