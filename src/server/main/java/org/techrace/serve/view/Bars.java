package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.techrace.entity.Term;

/// A bar chart, longest bar first. Variables: `?thing`, `?value`, and `?series` for the parts of a
/// bar. Parts are in one bar only if their values add up; otherwise each has a bar of its own.
///
/// @param series the series, in the order of the solutions
/// @param bars the bars
/// @param colours the colour of each series, by its key
public record Bars(List<Term> series, List<Bar> bars, Map<String, Integer> colours)
    implements View, Drawing {
  private static final Term NO_SERIES = new Term.Unnamed("");
  private static final Map<String, Integer> ONE_COLOUR = Map.of(NO_SERIES.key(), 1);

  private static final int LABEL = 260;
  private static final int LENGTH = 350;
  private static final int NUMBER = 70;
  private static final int ROW = 24;

  /// A thing and its bar.
  ///
  /// @param number the value in words
  /// @param bounded true if only bounds of the value are known
  public record Bar(Term thing, List<Part> parts, double total, String number, boolean bounded) {
    private static Bar of(Term thing, List<Part> parts, double total) {
      return new Bar(thing, parts, total, Shown.compact(total), false);
    }

    /// Reports whether each part has a link.
    public boolean linked() {
      return parts.stream().noneMatch(part -> part.address().isEmpty());
    }
  }

  /// A part of a bar.
  ///
  /// @param series the series
  /// @param value the value
  /// @param number the value in words
  /// @param start the start in percent of the longest bar
  /// @param width the width in percent of the longest bar
  /// @param address the link target, or empty
  public record Part(
      Term series, double value, String number, double start, double width, String address) {}

  static Bars of(List<Line> lines, Set<String> adding, String link, Colours colours) {
    boolean stacked = adding.contains("series");
    Map<String, Term> series = new LinkedHashMap<>();
    Map<List<String>, List<Line>> things = new LinkedHashMap<>();
    for (Line line : lines) {
      line.first("series").ifPresent(s -> series.putIfAbsent(s.key(), s));
      if (line.number("value").isPresent()) {
        things
            .computeIfAbsent(
                List.of(
                    line.first("thing").orElseThrow().key(),
                    stacked ? "" : line.first("series").map(Term::key).orElse("")),
                bar -> new ArrayList<>())
            .add(line);
      }
    }
    double most = things.values().stream().mapToDouble(Bars::total).max().orElse(0);
    List<Bar> bars =
        things.values().stream()
            .map(parts -> bar(parts, most, link))
            .sorted(Comparator.comparingDouble(Bar::total).reversed())
            .toList();
    return new Bars(
        List.copyOf(series.values()),
        bars,
        series.isEmpty() ? ONE_COLOUR : colours.assign(List.of(series.keySet())));
  }

  /// Returns bars of one colour, in the order of their amounts. All begin at zero.
  public static Bars of(List<Amount> amounts) {
    double most = Math.max(0, amounts.stream().mapToDouble(Amount::size).max().orElse(0));
    double least = Math.min(0, amounts.stream().mapToDouble(Amount::size).min().orElse(0));
    List<Bar> bars =
        amounts.stream()
            .map(
                amount -> {
                  double size = amount.size();
                  Part part =
                      new Part(
                          NO_SERIES,
                          size,
                          amount.text(),
                          percent(Math.min(0, size) - least, most - least),
                          percent(Math.abs(size), most - least),
                          "");
                  return new Bar(
                      amount.thing(), List.of(part), size, amount.text(), amount.isBounded());
                })
            .toList();
    return new Bars(List.of(NO_SERIES), bars, ONE_COLOUR);
  }

  /// Returns the classes of a part for the stylesheet.
  public String token(Bar bar, Part part) {
    return token(part.series) + (bar.bounded ? " bounded" : "");
  }

  /// A class for the stylesheet: the colour of a series by its place, unless the stylesheet knows
  /// the series itself.
  public String token(Term term) {
    return "of-" + colours.getOrDefault(term.key(), Colours.GREY) + " " + Shown.token(term);
  }

  private static double total(List<Line> parts) {
    return parts.stream().mapToDouble(l -> l.number("value").orElse(0.0)).sum();
  }

  private static double percent(double value, double most) {
    return most == 0 ? 0 : 100 * value / most;
  }

  private static Bar bar(List<Line> lines, double most, String link) {
    List<Part> parts = new ArrayList<>();
    double start = 0;
    for (Line line : lines) {
      double value = line.number("value").orElse(0.0);
      double width = percent(value, most);
      parts.add(
          new Part(
              line.first("series").orElse(NO_SERIES),
              value,
              Shown.compact(value),
              start,
              width,
              link.isEmpty() ? "" : Shown.fill(link, line)));
      start += width;
    }
    return Bar.of(lines.getFirst().first("thing").orElseThrow(), parts, total(lines));
  }

  @Override
  public int size() {
    return bars.size();
  }

  @Override
  public View head(int count) {
    return new Bars(series, bars.stream().limit(count).toList(), colours);
  }

  @Override
  public int width() {
    return LABEL + LENGTH + NUMBER;
  }

  @Override
  public int height() {
    return bars.size() * ROW + 4;
  }

  /// Returns the left end of bars in a picture.
  public int label() {
    return LABEL;
  }

  /// Returns the height of a row in a picture.
  public int row() {
    return ROW;
  }

  /// Converts a percentage of the longest bar to a length in a picture.
  public double length(double percent) {
    return Math.round(percent * LENGTH / 10) / 10.0;
  }

  @Override
  public boolean isEmpty() {
    return bars.isEmpty();
  }
}
