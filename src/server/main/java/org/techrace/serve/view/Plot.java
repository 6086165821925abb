package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// A line chart of figures over time, with error bars for figures with bounds. Its most important
/// series have a colour, with their names at the ends of the lines where there is room; all others
/// are thin grey lines.
///
/// @param title the measure
/// @param unit the label of the unit, or empty
/// @param size the size of the picture
/// @param across the ticks of the time axis
/// @param up the ticks of the value axis
/// @param cut true if the value axis does not start at 0
/// @param logarithmic true if the value axis is logarithmic; values up to 0 are left out then
/// @param undrawn the number of figures that are left out
/// @param series the coloured lines with their dots
/// @param rest the grey lines
/// @param sets the data sets, those with the most figures first, if a series has figures of
///   several: each has a pattern of its lines, or a mark of its own
/// @param marks the marks of the data sets without lines, places in [#MARKS]
/// @param samples a figure of each data set, for the sources of the picture
public record Plot(
    Term title,
    String unit,
    Size size,
    List<Tick> across,
    List<Tick> up,
    boolean cut,
    boolean logarithmic,
    int undrawn,
    List<Series> series,
    List<Rest> rest,
    List<Term> sets,
    Map<Term, Integer> marks,
    List<Term> samples)
    implements Drawing {
  private static final int LEFT = 52;
  private static final int BOTTOM = 22;
  private static final int OPEN_BOUND = 14;

  /// The size of a picture among several.
  static final Size SMALL = new Size(340, 190, 0);

  /// The size of a picture alone.
  static final Size LARGE = new Size(680, 340, 0);

  /// The size of a picture alone on a phone, where the texts of a large one could not be read.
  static final Size NARROW = new Size(380, 300, 0);

  /// The most coloured lines of a picture with more series than colours.
  private static final int HIGHLIGHTED = 6;

  /// The most dots of a picture that have a link each.
  private static final int MAX_DOTS = 260;

  /// The height of a name at the end of a line.
  private static final int LABEL_HEIGHT = 12;

  private static final double LABEL_CHARACTER = 6.1;
  private static final double LARGEST_STEP = 1.5;

  /// The difference of two steps that are about the same, as a part of one.
  private static final double NEAR = 0.1;

  /// The most years between two figures that a line joins, however rare the figures are.
  private static final double MOST_YEARS = 5;

  /// The texts that name the marks of data sets without lines. Data sets beyond them share the last
  /// one.
  private static final List<String> MARKS =
      List.of("plot.points", "plot.squares", "plot.triangles", "plot.diamonds");

  /// The texts that name the patterns of lines. Data sets beyond them share the last one.
  private static final List<String> PATTERNS =
      List.of("plot.solid", "plot.dashed", "plot.dotted", "plot.mixed", "plot.long", "plot.sparse");

  /// The size of a picture.
  ///
  /// @param width the whole width
  /// @param height the whole height
  /// @param right the room for names at the ends of lines
  public record Size(int width, int height, int right) {}

  /// A tick on an axis.
  public record Tick(String text, double place) {}

  /// A line between figures of one data set, without gaps.
  ///
  /// @param points its points, in SVG syntax
  /// @param set the place of its data set among those of the picture, from 0; its pattern
  public record Path(String points, int set) {
    /// Returns the class for the stylesheet: its pattern, none if it is solid.
    public @Nullable String token() {
      return set == 0 ? null : "d" + Math.min(set, PATTERNS.size() - 1);
    }
  }

  /// A coloured line.
  ///
  /// @param name the name
  /// @param paths the lines of each source
  /// @param bands the areas between the lowest and the highest values of several sources
  /// @param dots the figures
  /// @param colour the colour, one of [Colours]
  /// @param label the height of the name at the end of the line
  public record Series(
      Term name, List<Path> paths, List<String> bands, List<Dot> dots, int colour, double label) {
    /// Returns the class for the stylesheet.
    public String token() {
      return Colours.token(colour);
    }

    Series at(double height) {
      return new Series(name, paths, bands, dots, colour, height);
    }

    /// Returns the last figure.
    public Dot end() {
      return dots.stream().max(Comparator.comparingDouble(Dot::x)).orElseThrow();
    }
  }

  /// A grey line.
  ///
  /// @param name the name
  /// @param path the line, in SVG syntax
  public record Rest(Term name, String path) {}

  /// A figure.
  ///
  /// @param figure the figure
  /// @param when its time
  /// @param value its value as text; its name if it has only bounds
  /// @param x the horizontal position
  /// @param y the vertical position
  /// @param low the lower end of the error bar; equals `y` if there is none
  /// @param high the upper end of the error bar; equals `y` if there is none
  /// @param own true if the page is about this figure
  /// @param partial true if it is a total that lacks parts
  /// @param mark the mark of its data set, one of [#MARKS]
  public record Dot(
      Term figure,
      String when,
      String value,
      double x,
      double y,
      double low,
      double high,
      boolean own,
      boolean partial,
      int mark) {
    /// Returns the outline of a mark other than a circle, in SVG syntax.
    ///
    /// @param r the radius of a circle in its place
    public String outline(double r) {
      double side = 2 * r;
      return "M%s %s".formatted(x, y)
          + switch (mark) {
            case 1 -> "m-%s -%sh%sv%sh-%sz".formatted(r, r, side, side, side);
            case 2 -> "m0 -%sl%s %sh-%sz".formatted(r, r, side, side);
            default -> "m0 -%sl%s %s -%s %s -%s -%sz".formatted(r, r, r, r, r, r, r);
          };
    }

    /// Returns the class for the stylesheet.
    public @Nullable String token() {
      return partial ? "partial" : null;
    }
  }

  /// Returns the number of figures that are drawn as dots.
  int figures() {
    return series.stream().mapToInt(one -> one.dots().size()).sum();
  }

  static boolean canDraw(Line line) {
    return Day.place(line.text("when")).isPresent()
        && Stream.of("value", "lower", "upper").anyMatch(v -> line.number(v).isPresent());
  }

  /// Groups the lines of a chart by series. Lines without a series come last.
  private static Map<String, List<Line>> bySeries(List<Line> lines) {
    Map<String, List<Line>> bySeries =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.first("series").map(Term::key).orElse(""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Line> unnamed = bySeries.remove("");
    if (unnamed != null) {
      bySeries.put("", unnamed);
    }
    return bySeries;
  }

  /// Returns the keys of the series that have a colour: all, or the one that the page is about and
  /// those with the largest last values.
  static Set<String> highlighted(List<Line> lines) {
    Map<String, List<Line>> series = bySeries(lines);
    if (series.size() <= Colours.COUNT) {
      return series.keySet();
    }
    return series.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<Line>> one) ->
                        one.getValue().stream().anyMatch(Chart::isOwn) ? 0 : 1)
                .thenComparingDouble(one -> -last(one.getValue())))
        .limit(HIGHLIGHTED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static double last(List<Line> series) {
    return series.stream()
        .max(Comparator.comparingDouble(Plot::time))
        .map(line -> numbers(line).max().orElse(0))
        .orElse(0.0);
  }

  /// Draws figures.
  ///
  /// @param all the figures of one chart
  /// @param scaled the figures that determine the scale of the values
  /// @param colours the colours of the series to highlight
  /// @param room the size without the names at the ends of lines
  static Plot of(List<Line> all, List<Line> scaled, Map<String, Integer> colours, Size room) {
    List<Line> positive =
        Reader.current().has(Chart.LOGARITHMIC)
            ? all.stream().filter(line -> numbers(line).allMatch(n -> n > 0)).toList()
            : List.of();
    boolean logarithmic = !positive.isEmpty();
    List<Line> lines = logarithmic ? positive : all;
    Set<String> highlighted = highlighted(lines);
    Map<String, List<Line>> bySeries = bySeries(lines);
    Size size = size(highlighted, bySeries, room);
    double[] times = lines.stream().mapToDouble(Plot::time).toArray();
    double[] values =
        scaled.stream().flatMapToDouble(Plot::numbers).filter(n -> !logarithmic || n > 0).toArray();
    double least = DoubleStream.of(values).min().orElse(0);
    double most = DoubleStream.of(values).max().orElse(1);
    double margin = (most - least) * 0.06;
    double floor = least >= 0 && least < 0.6 * most ? 0 : least - margin;
    Scale x =
        new Scale(
            DoubleStream.of(times).min().orElse(0),
            DoubleStream.of(times).max().orElse(1),
            LEFT + 8,
            size.width - 16.0 - size.right);
    Scale y =
        logarithmic
            ? new Scale(least, most, size.height - BOTTOM - 6.0, 12, true)
            : new Scale(floor, most + margin, size.height - BOTTOM, 8);
    // Those with lines first: they have the patterns.
    List<Term> sets =
        sets(bySeries.values()).stream()
            .sorted(Comparator.comparing(set -> !isLined(set, bySeries.values(), x, y)))
            .toList();
    Map<Term, Integer> marks = marks(sets, bySeries.values(), x, y);
    List<Series> series = new ArrayList<>();
    List<Rest> rest = new ArrayList<>();
    bySeries.forEach(
        (key, figures) -> {
          if (highlighted.contains(key)) {
            int colour = colours.getOrDefault(key, Colours.GREY);
            series.add(series(figures, x, y, colour, sets, marks));
          } else {
            Series grey = series(figures, x, y, Colours.GREY, sets, marks);
            String path =
                grey.paths().stream()
                    .map(line -> "M" + line.points())
                    .collect(Collectors.joining());
            rest.add(new Rest(grey.name(), path));
          }
        });
    Line first = lines.getFirst();
    return new Plot(
        first.first("chart").orElse(new Term.Unnamed("")),
        first.text("unit"),
        size,
        years(x),
        y.rounds(4).stream().map(n -> new Tick(Shown.compact(n), y.at(n))).toList(),
        floor > 0 && !logarithmic,
        logarithmic,
        all.size() - lines.size(),
        size.right > 0 ? labelled(series, size.height - BOTTOM) : series,
        rest,
        sets,
        marks,
        samples(lines));
  }

  /// Returns a figure of each data set.
  private static List<Term> samples(List<Line> lines) {
    Map<Optional<Term>, Term> samples = new LinkedHashMap<>();
    lines.forEach(
        line -> line.first("figure").ifPresent(one -> samples.putIfAbsent(line.first("by"), one)));
    return List.copyOf(samples.values());
  }

  /// Returns the data sets of some series, those with the most figures first; none if each series
  /// has figures of one data set.
  private static List<Term> sets(Collection<List<Line>> bySeries) {
    if (bySeries.stream().allMatch(lines -> sets(lines).size() < 2)) {
      return List.of();
    }
    Map<Term, Long> figures = sets(bySeries.stream().flatMap(List::stream).toList());
    return figures.entrySet().stream()
        .sorted(
            Map.Entry.<Term, Long>comparingByValue()
                .reversed()
                .thenComparing(set -> set.getKey().text()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Returns the marks of the data sets without lines. If there are several beside others with
  /// lines, circles are left to these.
  private static Map<Term, Integer> marks(
      List<Term> sets, Collection<List<Line>> bySeries, Scale x, Scale y) {
    List<Term> apart = sets.stream().filter(set -> !isLined(set, bySeries, x, y)).toList();
    int first = apart.size() == sets.size() || apart.size() == 1 ? 0 : 1;
    return IntStream.range(0, apart.size())
        .boxed()
        .collect(Collectors.toMap(apart::get, i -> Math.min(first + i, MARKS.size() - 1)));
  }

  /// Reports whether a series has a line of a data set.
  private static boolean isLined(Term set, Collection<List<Line>> bySeries, Scale x, Scale y) {
    return bySeries.stream()
        .map(lines -> lines.stream().filter(l -> l.all("by").contains(set)).toList())
        .filter(figures -> !figures.isEmpty())
        .anyMatch(figures -> paths(figures, x, y, List.of()).findAny().isPresent());
  }

  /// Returns the number of figures of each data set.
  private static Map<Term, Long> sets(List<Line> lines) {
    return lines.stream()
        .flatMap(line -> line.first("by").stream())
        .collect(Collectors.groupingBy(set -> set, Collectors.counting()));
  }

  /// Returns the size with room for names at the ends of lines, if there are several lines and
  /// their names are short enough.
  private static Size size(Set<String> highlighted, Map<String, List<Line>> bySeries, Size room) {
    int longest =
        highlighted.stream()
            .mapToInt(key -> Shown.width(name(bySeries.getOrDefault(key, List.of())).text()))
            .max()
            .orElse(0);
    int right = (int) (longest * LABEL_CHARACTER);
    return bySeries.size() > 1 && right <= room.width / 3
        ? new Size(room.width, room.height, right)
        : room;
  }

  private static Term name(List<Line> lines) {
    Optional<Term> series = lines.stream().findFirst().flatMap(line -> line.first("series"));
    return series
        .filter(term -> !term.text().isEmpty())
        .orElseGet(() -> named(List.copyOf(sets(lines).keySet())));
  }

  /// Returns the name of figures that are named by their data sets only.
  private static Term named(List<Term> sets) {
    if (sets.size() == 1) {
      return sets.getFirst();
    }
    String names =
        sets.stream()
            .map(Term::text)
            .sorted()
            .collect(Collectors.joining(Reader.text("list.separator")));
    return new Term.Unnamed(names.isEmpty() ? Reader.text("chart.no-source") : names);
  }

  /// Places the names at the ends of the lines so that none overlaps another.
  private static List<Series> labelled(List<Series> series, double bottom) {
    int[] order =
        IntStream.range(0, series.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> series.get(i).end().y()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] heights = new double[order.length];
    double least = LABEL_HEIGHT;
    for (int i = 0; i < order.length; i++) {
      heights[i] = Math.max(least, series.get(order[i]).end().y() + 4);
      least = heights[i] + LABEL_HEIGHT;
    }
    double most = bottom + 4;
    for (int i = order.length - 1; i >= 0; i--) {
      heights[i] = Math.min(most, heights[i]);
      most = heights[i] - LABEL_HEIGHT;
    }
    List<Series> placed = new ArrayList<>(series);
    for (int i = 0; i < order.length; i++) {
      placed.set(order[i], series.get(order[i]).at(Math.round(heights[i] * 10) / 10.0));
    }
    return placed;
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

  private static Series series(
      List<Line> lines, Scale x, Scale y, int colour, List<Term> sets, Map<Term, Integer> marks) {
    Map<String, List<Line>> byGiver = new LinkedHashMap<>();
    for (Line line : lines) {
      String giver = line.first("by").map(Term::key).orElse("");
      byGiver.computeIfAbsent(giver, b -> new ArrayList<>()).add(line);
    }
    return new Series(
        name(lines),
        byGiver.values().stream().flatMap(figures -> paths(figures, x, y, sets)).toList(),
        byGiver.size() > 1 ? bands(lines, x, y) : List.of(),
        lines.stream().map(line -> dot(line, x, y, marks)).toList(),
        colour,
        0);
  }

  /// Returns the lines between the figures of one source. A line ends where a period is missing,
  /// and next to a total that lacks parts.
  private static Stream<Path> paths(List<Line> figures, Scale x, Scale y, List<Term> sets) {
    int set = Math.max(0, figures.getFirst().first("by").map(sets::indexOf).orElse(0));
    List<Line> sorted = figures.stream().sorted(Comparator.comparingDouble(Plot::time)).toList();
    double most = longestStep(sorted);
    List<StringBuilder> paths = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      boolean gap = i == 0 || time(sorted.get(i)) - time(sorted.get(i - 1)) > most;
      if (gap || !sorted.get(i).isJoined() || !sorted.get(i - 1).isJoined()) {
        paths.add(new StringBuilder());
      } else {
        paths.getLast().append(' ');
      }
      Dot dot = dot(sorted.get(i), x, y, Map.of());
      paths.getLast().append(dot.x).append(',').append(dot.y);
    }
    return paths.stream()
        .map(StringBuilder::toString)
        .filter(path -> path.contains(" "))
        .map(points -> new Path(points, set));
  }

  /// Returns the most years between two figures that a line joins. If at least half of the steps
  /// are about the usual one, a longer one has a missing period; figures of any days have none.
  private static double longestStep(List<Line> sorted) {
    double[] steps =
        IntStream.range(1, sorted.size())
            .mapToDouble(i -> time(sorted.get(i)) - time(sorted.get(i - 1)))
            .filter(step -> step > 0)
            .sorted()
            .toArray();
    double usual = steps.length == 0 ? 0 : steps[steps.length / 2];
    long near =
        DoubleStream.of(steps).filter(step -> Math.abs(step - usual) < NEAR * usual).count();
    return 2 * near < steps.length ? MOST_YEARS : Math.min(LARGEST_STEP * usual, MOST_YEARS);
  }

  /// Returns the areas between the lowest and the highest value of each time that several sources
  /// have, for times next to each other.
  private static List<String> bands(List<Line> lines, Scale x, Scale y) {
    Map<Double, List<Line>> byTime =
        lines.stream()
            .filter(line -> line.number("value").isPresent() && !line.isPartial())
            .collect(Collectors.groupingBy(Plot::time, TreeMap::new, Collectors.toList()));
    List<String> bands = new ArrayList<>();
    List<String> upper = new ArrayList<>();
    List<String> lower = new ArrayList<>();
    byTime.forEach(
        (time, figures) -> {
          double[] values =
              figures.stream().mapToDouble(f -> f.number("value").orElseThrow()).sorted().toArray();
          boolean several =
              figures.stream().map(f -> f.first("by").map(Term::key)).distinct().count() > 1;
          if (several) {
            upper.add(x.at(time) + "," + y.at(values[values.length - 1]));
            lower.addFirst(x.at(time) + "," + y.at(values[0]));
          } else {
            bands.add(band(upper, lower));
          }
        });
    bands.add(band(upper, lower));
    return bands.stream().filter(band -> !band.isEmpty()).toList();
  }

  /// Returns the area between two lines, and empties them.
  private static String band(List<String> upper, List<String> lower) {
    String points = upper.size() < 2 ? "" : String.join(" ", upper) + " " + String.join(" ", lower);
    upper.clear();
    lower.clear();
    return points;
  }

  /// Creates the dot of a figure. If only one bound is stated, a short open error bar starts there.
  private static Dot dot(Line line, Scale x, Scale y, Map<Term, Integer> marks) {
    double middle = numbers(line).average().orElseThrow();
    double at = y.at(line.number("value").orElse(middle));
    boolean open = line.number("value").isEmpty();
    double low = line.number("lower").map(y::at).orElse(open ? at + OPEN_BOUND : at);
    double high = line.number("upper").map(y::at).orElse(open ? at - OPEN_BOUND : at);
    Term figure = line.first("figure").orElseThrow();
    return new Dot(
        figure,
        line.text("when"),
        line.number("value").map(Shown::compact).orElse(figure.text()) + without(line),
        x.at(time(line)),
        at,
        low,
        high,
        Chart.isOwn(line),
        line.isPartial(),
        line.first("by").map(set -> marks.getOrDefault(set, 0)).orElse(0));
  }

  private static String without(Line line) {
    String parts = FirstPlace.some(line.all("without").stream().map(Term::text).toList());
    return parts.isEmpty() ? "" : " " + Reader.text("plot.without", parts);
  }

  /// Returns the figure that the page is about, if it is in this chart.
  public Optional<Dot> own() {
    return series.stream().flatMap(one -> one.dots().stream()).filter(Dot::own).findFirst();
  }

  /// Reports whether each figure has a dot with a link. A picture of very many figures has only
  /// error bars and lines.
  public boolean dotted() {
    return series.stream().mapToInt(one -> one.dots().size()).sum() <= MAX_DOTS;
  }

  /// Returns a description of the picture as text.
  public String description() {
    return own()
        .map(dot -> Reader.text("plot.marked", title.text(), dot.figure().text()))
        .orElseGet(() -> Reader.text("plot.description", title.text()));
  }

  /// Reports whether the names of series are at the ends of lines.
  public boolean hasLabels() {
    return size.right > 0;
  }

  /// Reports whether the chart needs a legend.
  public boolean hasLegend() {
    return (series.size() > 1 && !hasLabels()) || own().isPresent();
  }

  /// Returns the caption as text: what it says, and the data set of each pattern.
  public String measure() {
    return Stream.concat(
            Stream.of(caption()), patterns().stream().map(one -> one.pattern() + one.set().text()))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  /// Returns the unit and the name of the only line; whether the axis starts at 0; and what the
  /// grey lines are.
  public String caption() {
    boolean several = series.size() > 1 || hasLegend() || hasLabels();
    String whose = several ? "" : series.getFirst().name().text();
    String start = cut ? Reader.text("plot.cut") : logarithmic ? Reader.text("plot.log") : "";
    String positive = undrawn == 0 ? "" : Reader.text("plot.positive", undrawn);
    String bands =
        series.stream().allMatch(one -> one.bands().isEmpty()) ? "" : Reader.text("plot.bands");
    String partial =
        series.stream().flatMap(one -> one.dots().stream()).anyMatch(Dot::partial)
            ? Reader.text("plot.partial")
            : "";
    String others = rest.isEmpty() ? "" : Reader.text("plot.rest", rest.size());
    return Stream.of(unit, whose, start, positive, bands, partial, others)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  /// A data set and the pattern of its lines.
  ///
  /// @param pattern the pattern in words, or the mark of one without lines
  public record Patterned(String pattern, Term set) {}

  /// Returns which data set has which pattern of lines, or which mark.
  public List<Patterned> patterns() {
    return IntStream.range(0, sets.size())
        .mapToObj(
            i -> {
              Integer mark = marks.get(sets.get(i));
              String pattern =
                  mark == null ? PATTERNS.get(Math.min(i, PATTERNS.size() - 1)) : MARKS.get(mark);
              return new Patterned(Reader.text(pattern, ""), sets.get(i));
            })
        .toList();
  }

  @Override
  public int width() {
    return size.width;
  }

  @Override
  public int height() {
    return size.height;
  }

  public int bottom() {
    return size.height - BOTTOM;
  }

  public int left() {
    return LEFT;
  }

  /// Returns the right end of the grid.
  public int right() {
    return size.width - size.right;
  }
}
