package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
  /// compares, or of all, and what another data set has in its place.
  ///
  /// @param last the figures that compete
  /// @param all the figures of all data sets and times
  static String sentence(Observations asked, List<Line> last, List<Line> all, boolean share) {
    Set<String> chosen = asked.compared();
    List<Line> some = chosen.size() > 1 ? FigureLines.of(chosen, last) : FigureLines.ranked(last);
    List<Line> highest = FigureLines.once(FigureLines.valued(some).toList());
    List<FirstPlace> places =
        highest.stream()
            .map(
                line -> {
                  Quantity amount =
                      Quantity.of(line.number("value").orElseThrow(), line.first("unit"));
                  String sure = line.text("qualifier");
                  String hedged =
                      sure.isEmpty()
                          ? amount.text()
                          : Reader.text("answer.certainty", amount.text(), sure);
                  String dated =
                      line.text("start").isEmpty()
                          ? FirstPlace.at(hedged, FigureLines.when(line))
                          : FirstPlace.during(hedged, FigureLines.when(line));
                  return new FirstPlace(
                      line.text("series"), amount.number(), dated, share || amount.percent());
                })
            .toList();
    List<Line> bounded = FigureLines.bounded(some);
    double first = highest.stream().findFirst().flatMap(FigureLines::number).orElse(0.0);
    if (places.isEmpty()
        || bounded.stream().anyMatch(line -> line.number("lower").orElse(first) > first)) {
      return "";
    }
    long others =
        bounded.stream()
            .filter(line -> line.number("upper").orElse(first) >= first)
            .map(FigureLines::thing)
            .distinct()
            .count();
    boolean amounts = some.stream().noneMatch(line -> line.text("amount").equals("false"));
    String values =
        asked.fixed().stream()
            .flatMap(dimension -> dimension.chosen().stream())
            .filter(value -> value.term().isPresent())
            .map(Value::text)
            .collect(Collectors.joining(Reader.text("list.separator")));
    boolean single =
        places.size() < 2 || FigureLines.time(some).equals(FigureLines.when(some.getFirst()));
    return FirstPlace.highest(places, amounts)
        + (values.isEmpty() ? "" : Reader.text("observations.of", values))
        + (single ? "" : Reader.text("observations.newest-of-each"))
        + (chosen.size() > 2 ? Reader.text("answer.compared", places.size()) : "")
        + (others == 0 ? "" : Reader.text("highest.bounds", others))
        + different(highest.getFirst(), all);
  }

  /// Returns the value of another data set for the same thing and time that differs most.
  private static String different(Line first, List<Line> all) {
    double value = first.number("value").orElseThrow();
    return FigureLines.valued(all)
        .filter(other -> FigureLines.thing(other).equals(FigureLines.thing(first)))
        .filter(other -> FigureLines.when(other).equals(FigureLines.when(first)))
        .filter(other -> !FigureLines.set(other).isEmpty())
        .filter(other -> !FigureLines.set(other).equals(FigureLines.set(first)))
        .filter(other -> distance(other, value) > DIFFERENT * Math.abs(value))
        .max(Comparator.comparingDouble(other -> distance(other, value)))
        .map(
            other ->
                Reader.text(
                    "observations.differs",
                    other.text("by"),
                    Quantity.of(other.number("value").orElseThrow(), other.first("unit")).text()))
        .orElse("");
  }

  private static double distance(Line line, double value) {
    return Math.abs(line.number("value").orElseThrow() - value);
  }
}
