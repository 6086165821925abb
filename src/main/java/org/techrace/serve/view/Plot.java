package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// A line chart of figures over time, with error bars for figures with bounds.
///
/// @param title the measure
/// @param unit the label of the unit, or empty
/// @param across the ticks of the time axis
/// @param up the ticks of the value axis
/// @param series the lines with their dots
public record Plot(Term title, String unit, List<Tick> across, List<Tick> up, List<Series> series) {
  public static final int WIDTH = 340;
  public static final int HEIGHT = 190;
  private static final int LEFT = 52;
  private static final int BOTTOM = 22;
  private static final int OPEN_BOUND = 14;
  private static final int COLOURS = 8;

  /// A tick on an axis.
  public record Tick(String text, double place) {}

  /// A line.
  ///
  /// @param name the name in the legend
  /// @param paths the points of each source, in SVG syntax
  /// @param dots the figures
  /// @param number the position among all lines, from 1
  public record Series(Term name, List<String> paths, List<Dot> dots, int number) {
    /// Returns the classes for the stylesheet: a colour, and `again` if another line has the same
    /// colour.
    public String token() {
      return "s" + ((number - 1) % COLOURS + 1) + (number > COLOURS ? " again" : "");
    }
  }

  /// A figure.
  ///
  /// @param figure the figure
  /// @param x the horizontal position
  /// @param y the vertical position
  /// @param low the lower end of the error bar; equals `y` if there is none
  /// @param high the upper end of the error bar; equals `y` if there is none
  /// @param own true if the page is about this figure
  public record Dot(Term figure, double x, double y, double low, double high, boolean own) {}

  static boolean canDraw(Line line) {
    return Day.place(line.text("when")).isPresent()
        && Stream.of("value", "lower", "upper").anyMatch(v -> line.number(v).isPresent());
  }

  static Plot of(List<Line> lines) {
    double[] times = lines.stream().mapToDouble(Plot::time).toArray();
    double[] values = lines.stream().flatMapToDouble(Plot::numbers).toArray();
    double least = DoubleStream.of(values).min().orElse(0);
    double most = DoubleStream.of(values).max().orElse(1);
    double margin = (most - least) * 0.06;
    double floor = least >= 0 && least < 0.6 * most ? 0 : least - margin;
    Scale x =
        new Scale(
            DoubleStream.of(times).min().orElse(0),
            DoubleStream.of(times).max().orElse(1),
            LEFT + 8,
            WIDTH - 16);
    Scale y = new Scale(floor, most + margin, HEIGHT - BOTTOM, 8);
    Map<String, List<Line>> bySeries = new LinkedHashMap<>();
    for (Line line : lines) {
      bySeries
          .computeIfAbsent(line.first("series").map(Term::key).orElse(""), s -> new ArrayList<>())
          .add(line);
    }
    List<Series> series = new ArrayList<>();
    List<Line> unnamed = bySeries.remove("");
    if (unnamed != null) {
      bySeries.put("", unnamed); // last in the legend
    }
    for (List<Line> one : bySeries.values()) {
      series.add(series(one, x, y, series.size() + 1));
    }
    Line first = lines.getFirst();
    return new Plot(
        first.first("chart").orElse(new Term.Unnamed("")),
        first.text("unit"),
        years(x),
        y.rounds(4).stream().map(n -> new Tick(Shown.compact(n), y.at(n))).toList(),
        series);
  }

  private static double time(Line line) {
    return Day.place(line.text("when")).orElseThrow();
  }

  private static DoubleStream numbers(Line line) {
    return Stream.of("value", "lower", "upper")
        .flatMap(v -> line.number(v).stream())
        .mapToDouble(Double::doubleValue);
  }

  private static List<Tick> years(Scale x) {
    return new Scale(x.from() - 0.5, x.to() - 0.5, x.start(), x.end())
        .rounds(4).stream()
            .filter(n -> n == Math.rint(n))
            .map(n -> new Tick(Integer.toString((int) (double) n), x.at(n + 0.5)))
            .toList();
  }

  private static Series series(List<Line> lines, Scale x, Scale y, int number) {
    Map<String, List<Dot>> byGiver = new LinkedHashMap<>();
    for (Line line : lines) {
      String giver = line.first("by").map(Term::key).orElse("");
      byGiver.computeIfAbsent(giver, b -> new ArrayList<>()).add(dot(line, x, y));
    }
    Term name = lines.getFirst().first("series").orElse(new Term.Unnamed(""));
    return new Series(
        name,
        byGiver.values().stream().map(Plot::path).toList(),
        byGiver.values().stream().flatMap(List::stream).toList(),
        number);
  }

  private static String path(List<Dot> dots) {
    return dots.stream().map(d -> d.x + "," + d.y).collect(Collectors.joining(" "));
  }

  /// Creates the dot of a figure. If only one bound is stated, a short open error bar starts there.
  private static Dot dot(Line line, Scale x, Scale y) {
    double middle = numbers(line).average().orElseThrow();
    double at = y.at(line.number("value").orElse(middle));
    boolean open = line.number("value").isEmpty();
    double low = line.number("lower").map(y::at).orElse(open ? at + OPEN_BOUND : at);
    double high = line.number("upper").map(y::at).orElse(open ? at - OPEN_BOUND : at);
    return new Dot(
        line.first("figure").orElseThrow(), x.at(time(line)), at, low, high, Chart.isOwn(line));
  }

  /// Returns the figure that the page is about, if it is in this chart.
  public Optional<Dot> own() {
    return series.stream().flatMap(one -> one.dots().stream()).filter(Dot::own).findFirst();
  }

  /// Returns a description of the picture as text.
  public String description() {
    return own()
        .map(dot -> Reader.text("plot.marked", title.text(), dot.figure().text()))
        .orElseGet(() -> Reader.text("plot.description", title.text()));
  }

  /// Reports whether the chart needs a legend.
  public boolean hasLegend() {
    return series.size() > 1 || own().isPresent();
  }

  /// Returns the unit and, if there is no legend, the name of the only line.
  public String measure() {
    String whose = hasLegend() ? "" : series.getFirst().name().text();
    return Stream.of(unit, whose).filter(s -> !s.isEmpty()).collect(Collectors.joining(" · "));
  }

  public int bottom() {
    return HEIGHT - BOTTOM;
  }

  public int left() {
    return LEFT;
  }
}
