package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.techrace.serve.view.Line;

/// The choice among several figures of a thing: by edition, data set and time, before any picture
/// leaves things out.
final class FigureChoice {
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
    String newest =
        compared.stream().map(line -> line.text("when")).max(Comparator.naturalOrder()).orElse("");
    return new ValueChoice.Source(set, things(compared), things(lines), newest);
  }

  private static int things(List<Line> lines) {
    return (int) lines.stream().map(FigureLines::thing).distinct().count();
  }

  /// Returns the lines of the last time at which nearly all things have a number, or the newest
  /// line of each thing: if there is no such time, or if the thing with the largest newest number
  /// has none then. Of figures of events the largest of each thing.
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
    things.forEach((time, some) -> sizes.put(time, some.size()));
    return ValueChoice.lastComplete(sizes, newest.size())
        .filter(
            time ->
                first.filter(one -> !things.getOrDefault(time, Set.of()).contains(one)).isEmpty())
        .map(time -> all.stream().filter(line -> line.text("when").equals(time)).toList())
        .orElse(newest);
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
