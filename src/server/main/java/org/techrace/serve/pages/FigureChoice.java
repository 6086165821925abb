package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.techrace.serve.view.Line;

/// The choice among several figures of a thing: by edition, data set and time, before any picture
/// leaves things out.
final class FigureChoice {
  /// The least share of the things that must have a value at a time to compare them.
  private static final double COMPLETE = 0.8;

  private FigureChoice() {}

  /// Returns the lines without those that a newer edition of the same data set replaces.
  static List<Line> newestEditions(List<Line> lines) {
    Map<List<String>, String> newest =
        lines.stream()
            .collect(
                Collectors.toMap(
                    FigureLines::place,
                    line -> line.text("edition"),
                    (one, other) -> one.compareTo(other) < 0 ? other : one));
    return lines.stream()
        .filter(line -> line.text("edition").equals(newest.get(FigureLines.place(line))))
        .toList();
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

  /// Returns the values of the data set with the most of the things that are compared, of several
  /// the one with the newest value, for values of two data sets do not compare, and all bounds.
  ///
  /// @param chosen the things that the reader compares; empty for all
  static List<Line> ofOneSet(List<Line> lines, Set<String> chosen) {
    Map<String, Set<String>> things = new TreeMap<>();
    Map<String, String> newest = new HashMap<>();
    FigureLines.valued(chosen.isEmpty() ? lines : FigureLines.of(chosen, lines))
        .forEach(
            line -> {
              String set = FigureLines.set(line);
              things.computeIfAbsent(set, s -> new HashSet<>()).add(FigureLines.thing(line));
              newest.merge(set, line.text("when"), BinaryOperator.maxBy(Comparator.naturalOrder()));
            });
    Optional<String> most =
        things.entrySet().stream()
            .max(
                Comparator.comparingInt(
                        (Map.Entry<String, Set<String>> set) -> set.getValue().size())
                    .thenComparing(set -> newest.get(set.getKey())))
            .map(Map.Entry::getKey);
    return lines.stream()
        .filter(
            line ->
                line.number("value").isEmpty()
                    || most.filter(FigureLines.set(line)::equals).isPresent())
        .toList();
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
    return things.entrySet().stream()
        .filter(time -> time.getValue().size() >= COMPLETE * newest.size())
        .max(Map.Entry.comparingByKey())
        .filter(time -> first.filter(one -> !time.getValue().contains(one)).isEmpty())
        .map(time -> all.stream().filter(line -> line.text("when").equals(time.getKey())).toList())
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
