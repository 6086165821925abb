package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.techrace.serve.view.Day;
import org.techrace.serve.view.Line;

/// The choice among several figures of a thing: by edition, data set and time, before any picture
/// leaves things out.
final class FigureChoice {
  /// How many years a time at which the first has a value may be before the last time at which
  /// nearly all have one.
  private static final double LONG = 5;

  /// The least part of the things that must have a newer value to say that there are newer ones.
  static final double PART = 1 / 3.0;

  private static final int YEAR = 4;

  private static final Comparator<String> NATURAL = Comparator.naturalOrder();

  private FigureChoice() {}

  /// Returns the lines without those that a newer edition of the same data set replaces.
  static List<Line> newestEditions(List<Line> lines) {
    return ValueChoice.newest(lines, FigureLines::place, line -> line.text("edition"));
  }

  /// Reports whether one thing has several values of one data set at one time: they differ in
  /// something that is no dimension, so that no value is the one of the thing.
  static boolean isAmbiguous(List<Line> lines) {
    Map<List<String>, Set<String>> values =
        FigureLines.valued(lines)
            .collect(
                Collectors.groupingBy(
                    FigureLines::place,
                    Collectors.mapping(line -> line.text("value"), Collectors.toSet())));
    return values.values().stream().anyMatch(several -> several.size() > 1);
  }

  /// Returns the values of the best data set, for values of two data sets do not compare, and all
  /// bounds.
  ///
  /// @param chosen the things that the reader compares; empty for all
  static List<Line> ofOneSet(List<Line> lines, Set<String> chosen) {
    Map<String, List<Line>> sets =
        FigureLines.valued(lines).collect(Collectors.groupingBy(FigureLines::set));
    Optional<String> best =
        ValueChoice.best(
                sets.entrySet().stream()
                    .map(set -> source(set.getKey(), set.getValue(), chosen))
                    .filter(source -> source.compared() > 0)
                    .toList())
            .map(ValueChoice.Source::name);
    return lines.stream()
        .filter(
            line ->
                line.number("value").isEmpty()
                    || best.filter(FigureLines.set(line)::equals).isPresent())
        .toList();
  }

  private static ValueChoice.Source source(String set, List<Line> lines, Set<String> chosen) {
    List<Line> compared = chosen.isEmpty() ? lines : FigureLines.of(chosen, lines);
    String newest = compared.stream().map(line -> line.text("when")).max(NATURAL).orElse("");
    return new ValueChoice.Source(set, things(compared), things(lines), newest);
  }

  private static int things(List<Line> lines) {
    return (int) lines.stream().map(FigureLines::thing).distinct().count();
  }

  /// Returns the lines of the last time at which nearly all things have a number, among them the
  /// one with the largest newest number. Without such a time, or if it is long before another at
  /// which nearly all have one, returns the newest line of each thing. Of figures of events returns
  /// the largest of each thing.
  ///
  /// @param numbered the lines that count
  /// @param all the lines to choose from
  static List<Line> latest(List<Line> numbered, List<Line> all) {
    if (numbered.stream().anyMatch(FigureLines::isApart)) {
      return FigureLines.once(numbered);
    }
    List<Line> newest = newest(numbered);
    Map<String, Set<String>> things =
        numbered.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.text("when"),
                    Collectors.mapping(FigureLines::thing, Collectors.toSet())));
    Optional<String> first =
        FigureLines.once(FigureLines.ranked(newest)).stream().findFirst().map(FigureLines::thing);
    Map<String, Integer> sizes = new HashMap<>();
    Map<String, Integer> withFirst = new HashMap<>();
    things.forEach(
        (time, some) -> {
          sizes.put(time, some.size());
          if (first.stream().allMatch(some::contains)) {
            withFirst.put(time, some.size());
          }
        });
    Optional<String> last = ValueChoice.lastComplete(sizes, newest.size());
    return ValueChoice.lastComplete(withFirst, newest.size())
        .filter(time -> !isLongBefore(time, last.orElse(time)))
        .map(time -> all.stream().filter(line -> line.text("when").equals(time)).toList())
        .orElse(newest);
  }

  private static boolean isLongBefore(String time, String last) {
    double from = Day.place(time).orElse(0.0);
    return Day.place(last).orElse(from) - from > LONG;
  }

  /// Reports whether lines have several times, and a thing has lines of more than one of them: the
  /// newest of each are then values of series that end at different times.
  static boolean isMixed(List<Line> last, List<Line> all) {
    Set<String> seen = new HashSet<>();
    return last.stream().map(line -> line.text("when")).distinct().count() > 1
        && all.stream()
            .map(line -> List.of(FigureLines.thing(line), line.text("when")))
            .distinct()
            .anyMatch(one -> !seen.add(one.getFirst()));
  }

  /// Returns the lines of the newest time at which half of the things have one, among them the one
  /// with the largest newest number.
  static Optional<List<Line>> ofHalf(List<Line> newest, List<Line> all) {
    Optional<String> first = largest(newest).stream().findFirst().map(FigureLines::thing);
    return all.stream()
        .collect(Collectors.groupingBy(line -> line.text("when")))
        .entrySet()
        .stream()
        .filter(time -> 2 * time.getValue().size() >= newest.size())
        .filter(
            time ->
                time.getValue().stream().map(FigureLines::thing).anyMatch(first.orElse("")::equals))
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }

  /// Reports whether a good part of the things have figures of a year after that of some lines.
  static boolean isOld(List<Line> last, List<Line> all) {
    String newest = last.stream().map(line -> line.text("when")).max(NATURAL).orElse("");
    return all.stream()
        .filter(line -> !isSameYear(line.text("when"), newest))
        .filter(line -> line.text("when").compareTo(newest) > 0)
        .collect(Collectors.groupingBy(line -> line.text("when"), Collectors.counting()))
        .values()
        .stream()
        .anyMatch(things -> things >= PART * last.size());
  }

  private static boolean isSameYear(String time, String other) {
    return time.length() >= YEAR && other.startsWith(time.substring(0, YEAR));
  }

  /// Returns the line with the largest value of each thing that competes, the largest first: a
  /// thing does not compete with itself by another data set.
  static List<Line> largest(List<Line> lines) {
    return FigureLines.once(FigureLines.valued(FigureLines.ranked(lines)).toList());
  }

  /// Returns the last line of each series; of several of one time the one with the largest number.
  static List<Line> newest(List<Line> lines) {
    Comparator<Line> later =
        Comparator.comparing((Line line) -> line.text("when"))
            .thenComparingDouble(line -> FigureLines.number(line).orElse(Double.NEGATIVE_INFINITY));
    Map<String, Line> newest = new LinkedHashMap<>();
    for (Line line : lines) {
      newest.merge(FigureLines.thing(line), line, BinaryOperator.maxBy(later));
    }
    return List.copyOf(newest.values());
  }
}
