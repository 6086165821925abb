package org.techrace.serve.pages;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.techrace.serve.pages.Observations.Value;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Shown;

/// The sentence about the figures of a measure.
final class FigureSentence {
  private FigureSentence() {}

  /// Returns the sentence that says which value is the highest: of the things that the reader
  /// compares, or of all.
  static String sentence(Observations asked, List<Line> last, boolean share) {
    Set<String> chosen = asked.compared();
    List<Line> some = chosen.size() > 1 ? FigureLines.of(chosen, last) : FigureLines.ranked(last);
    List<FirstPlace> places =
        FigureLines.once(FigureLines.valued(some).toList()).stream()
            .map(
                line -> {
                  double value = line.number("value").orElseThrow();
                  boolean percent = line.first("unit").filter(FirstPlace::isPercent).isPresent();
                  String unit = percent ? "%" : FigureLines.unit(line);
                  String amount = Reader.text("answer.amount", Shown.compact(value), unit).strip();
                  String dated =
                      line.text("start").isEmpty()
                          ? FirstPlace.at(amount, FigureLines.when(line))
                          : FirstPlace.during(amount, FigureLines.when(line));
                  return new FirstPlace(line.text("series"), value, dated, share || percent);
                })
            .toList();
    List<Line> bounded = FigureLines.bounded(some);
    double first = places.isEmpty() ? 0 : places.getFirst().value();
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
    boolean single = places.size() < 2 || FigureLines.time(some).equals(FigureLines.when(some.getFirst()));
    return FirstPlace.highest(places, amounts)
        + (values.isEmpty() ? "" : Reader.text("observations.of", values))
        + (single ? "" : Reader.text("observations.newest-of-each"))
        + (chosen.size() > 2 ? Reader.text("answer.compared", places.size()) : "")
        + (others == 0 ? "" : Reader.text("highest.bounds", others));
  }
}
