package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.serve.pages.Observations.Value;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Quantity;

/// The sentence about the figures of a measure.
final class FigureSentence {
  /// The least part by which the value of another data set differs.
  private static final double DIFFERENT = 0.01;

  private FigureSentence() {}

  /// Returns the sentence that says which value is the highest: of the things that the reader
  /// compares, or of all, and what another data set has in its place. Where the lowest is asked, it
  /// names this; where neither is better, the range.
  ///
  /// @param wholes the chosen things that contain others of them
  /// @param last the figures that compete
  /// @param times the figures of their data set at all times
  /// @param all the figures of all data sets and times
  static String sentence(
      Observations asked,
      Set<String> wholes,
      List<Line> last,
      List<Line> times,
      List<Line> all,
      boolean share) {
    Set<String> chosen = asked.compared();
    List<Line> competing = FigureLines.competing(chosen, wholes, last);
    List<Line> some = competing.isEmpty() ? last : competing;
    List<Line> exact = FigureLines.once(FigureLines.valued(some).toList());
    List<Line> bounded = FigureLines.bounded(some);
    List<Line> compared = exact.isEmpty() ? FigureLines.once(bounded) : exact;
    if (compared.isEmpty()) {
      return "";
    }
    List<FirstPlace> places =
        compared.stream()
            .map(
                line ->
                    new FirstPlace(
                        line.text("series"),
                        FigureLines.number(line).orElseThrow(),
                        dated(line),
                        share || amount(line).percent(),
                        FigureLines.isApart(line) ? "" : FigureLines.when(line),
                        line.number("value").isEmpty()))
            .toList();
    double first = places.getFirst().value();
    Optional<Line> higher =
        exact.isEmpty()
            ? Optional.empty()
            : bounded.stream()
                .filter(line -> line.number("lower").orElse(first) > first)
                .findFirst();
    String values =
        asked.fixed().stream()
            .flatMap(dimension -> dimension.chosen().stream())
            .filter(value -> value.term().isPresent())
            .map(Value::text)
            .collect(Collectors.joining(Reader.text("list.separator")));
    boolean single =
        places.size() < 2 || FigureLines.time(some).equals(FigureLines.when(some.getFirst()));
    boolean apart = some.stream().anyMatch(FigureLines::isApart);
    String others =
        single ? "" : apart ? "observations.largest-of-each" : "observations.newest-of-each";
    String sentence =
        higher
            .map(line -> Reader.text("observations.unclear", line.text("series"), dated(line)))
            .orElseGet(() -> named(places, some));
    long bounds =
        exact.isEmpty() || higher.isPresent()
            ? 0
            : bounded.stream()
                .filter(line -> line.number("upper").orElse(first) >= first)
                .map(FigureLines::thing)
                .distinct()
                .count();
    return sentence
        + (values.isEmpty() ? "" : Reader.text("observations.of", values))
        + (others.isEmpty() ? "" : Reader.text(others))
        + (chosen.size() > 2 ? Reader.text("answer.compared", places.size()) : "")
        + (bounds == 0 ? "" : Reader.text("highest.bounds", bounds))
        + FigureBars.wholes(
            chosen.size() > 1
                ? FigureLines.of(wholes, last)
                : competing.isEmpty() ? List.of() : larger(places, last))
        + different(compared.getFirst(), all)
        + (single && !apart ? newer(compared, FigureLines.competing(chosen, wholes, times)) : "");
  }

  /// Returns the sentence about the first of some places.
  private static String named(List<FirstPlace> places, List<Line> lines) {
    return switch (lines.getFirst().text("best")) {
      case "least" -> FirstPlace.lowest(places);
      case "none" -> FirstPlace.range(places);
      default ->
          FirstPlace.highest(
              places, lines.stream().noneMatch(line -> line.text("amount").equals("false")));
    };
  }

  /// Returns the wholes that are larger than the second of those that compete, or than the only
  /// one: the sentence would name them if they competed.
  private static List<Line> larger(List<FirstPlace> places, List<Line> last) {
    double second = places.get(Math.min(1, places.size() - 1)).value();
    return FigureLines.valued(last)
        .filter(line -> !FigureLines.isRanked(line))
        .filter(line -> line.number("value").orElseThrow() > second)
        .toList();
  }

  static Quantity amount(Line line) {
    return Quantity.of(FigureLines.number(line).orElseThrow(), line.first("unit"));
  }

  /// Returns the value of a line in words, with how certain it is, and its time.
  static String dated(Line line) {
    String amount = amount(line).text();
    String bound =
        line.number("lower").isPresent() ? "observations.at-least" : "observations.at-most";
    boolean open = line.number("value").isEmpty();
    boolean timed = !line.text("when").isEmpty();
    String brackets =
        Stream.of(open ? "" : line.text("qualifier"), timed ? "" : FigureLines.when(line))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(Reader.text("list.separator")));
    String stated = open ? Reader.text(bound, amount) : amount;
    String hedged = brackets.isEmpty() ? stated : Reader.text("answer.certainty", stated, brackets);
    if (!timed) {
      return hedged;
    }
    return line.text("start").isEmpty()
        ? FirstPlace.at(hedged, FigureLines.when(line))
        : FirstPlace.during(hedged, FigureLines.when(line));
  }

  /// Returns the highest value of the last time that is newer than the one compared and has values
  /// of a good part of the things, and of how many.
  private static String newer(List<Line> highest, List<Line> times) {
    String compared = highest.getFirst().text("when");
    Map<String, List<Line>> later =
        FigureLines.valued(times)
            .filter(line -> line.text("when").compareTo(compared) > 0)
            .collect(Collectors.groupingBy(line -> line.text("when")));
    return later.entrySet().stream()
        .sorted(Map.Entry.<String, List<Line>>comparingByKey().reversed())
        .map(time -> FigureLines.once(time.getValue()))
        .filter(lines -> lines.size() > 1 && lines.size() >= FigureChoice.PART * highest.size())
        .findFirst()
        .map(
            lines ->
                Reader.text(
                    "observations.newer",
                    lines.size(),
                    highest.size(),
                    lines.getFirst().text("series"),
                    dated(lines.getFirst())))
        .orElse("");
  }

  /// Returns the value of another data set for the same thing and time that differs most.
  private static String different(Line first, List<Line> all) {
    if (first.number("value").isEmpty()) {
      return "";
    }
    double value = first.number("value").orElseThrow();
    return FigureLines.valued(all)
        .filter(other -> FigureLines.thing(other).equals(FigureLines.thing(first)))
        .filter(other -> FigureLines.when(other).equals(FigureLines.when(first)))
        .filter(other -> !FigureLines.set(other).isEmpty())
        .filter(other -> !FigureLines.set(other).equals(FigureLines.set(first)))
        .filter(other -> distance(other, value) > DIFFERENT * Math.abs(value))
        .max(Comparator.comparingDouble(other -> distance(other, value)))
        .map(other -> Reader.text("observations.differs", other.text("by"), amount(other).text()))
        .orElse("");
  }

  private static double distance(Line line, double value) {
    return Math.abs(line.number("value").orElseThrow() - value);
  }
}
