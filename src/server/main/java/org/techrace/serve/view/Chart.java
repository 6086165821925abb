package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.entity.Term;

/// Charts of figures over time. Each `?figure` belongs to a `?chart` and a `?series`. It has a
/// `?value`, bounds (`?lower`, `?upper`), a `?unit` and a time (`?when`). Lines connect only
/// figures of the same source (`?by`) and do not cross missing periods. Figures in several units
/// have a chart for each unit. A chart with at least two times is drawn; other figures are listed
/// in a table. The figure that the page is about (`?own`) is marked in its chart and omitted from
/// the table.
///
/// @param plots the charts
/// @param narrow the chart for narrow screens, if there is one chart only
/// @param others the figures that are not drawn
/// @param comparable true if several charts have the same unit, so that one scale makes sense
/// @param oneScale true if charts with the same unit have the same scale
public record Chart(
    List<Plot> plots, Optional<Plot> narrow, Table others, boolean comparable, boolean oneScale)
    implements View {
  /// The parameter that selects one scale for all charts with the same unit, with its value.
  public static final String ONE_SCALE = Choice.SCALE + "=one";

  /// The parameter with the value for a logarithmic axis of values.
  public static final String LOGARITHMIC = Choice.SCALE + "=log";

  private static final List<String> COLUMNS =
      List.of("figure", "value", "lower", "upper", "rank", "unit", "qualifier", "without", "when");

  /// Draws charts, each with a scale of its own.
  public static Chart of(List<Line> lines, Colours colours) {
    return of(lines, colours, false);
  }

  /// Draws charts.
  ///
  /// @param colours the fixed colours of series
  /// @param oneScale true if charts with the same unit have the same scale
  static Chart of(List<Line> lines, Colours colours, boolean oneScale) {
    Map<List<String>, List<Line>> charts = new LinkedHashMap<>();
    for (Line line : lines) {
      charts
          .computeIfAbsent(List.of(key(line, "chart"), key(line, "unit")), c -> new ArrayList<>())
          .add(line);
    }
    List<List<Line>> drawings = new ArrayList<>();
    List<Line> others = new ArrayList<>();
    for (List<Line> chart : charts.values()) {
      List<Line> drawn = chart.stream().filter(Plot::canDraw).toList();
      if (drawn.stream().map(l -> l.text("when")).distinct().count() >= 2) {
        drawings.add(drawn);
        chart.stream().filter(l -> !Plot.canDraw(l)).forEach(others::add);
      } else {
        others.addAll(chart);
      }
    }
    others.removeIf(Chart::isOwn);
    Map<String, Integer> assigned =
        colours.assign(drawings.stream().map(Plot::highlighted).toList());
    Map<String, List<Line>> byUnit = new LinkedHashMap<>();
    for (List<Line> drawn : drawings) {
      byUnit.computeIfAbsent(unit(drawn), unit -> new ArrayList<>()).addAll(drawn);
    }
    boolean alone = drawings.size() == 1;
    List<Plot> plots =
        drawings.stream()
            .map(
                drawn -> {
                  List<Line> scaled = oneScale ? byUnit.getOrDefault(unit(drawn), drawn) : drawn;
                  return Plot.of(drawn, scaled, assigned, alone ? Plot.LARGE : Plot.SMALL);
                })
            .toList();
    Optional<Plot> narrow =
        drawings.stream()
            .filter(drawn -> alone)
            .map(drawn -> Plot.of(drawn, drawn, assigned, Plot.NARROW))
            .findFirst();
    return new Chart(
        plots, narrow, Table.of(COLUMNS, others), byUnit.size() < drawings.size(), oneScale);
  }

  /// Returns the unit of a chart; its own key if it has none, because figures without a unit cannot
  /// be compared.
  private static String unit(List<Line> lines) {
    Line first = lines.getFirst();
    return first.first("unit").or(() -> first.first("chart")).map(Term::key).orElse("");
  }

  private static String key(Line line, String variable) {
    return line.first(variable).map(Term::key).orElse("");
  }

  static boolean isOwn(Line line) {
    return line.text("own").equals("true");
  }

  @Override
  public int size() {
    return plots.size() + others.size();
  }

  /// Returns the charts that have the most figures, and the first figures of the table.
  @Override
  public View head(int count) {
    List<Plot> most =
        plots.stream()
            .sorted(Comparator.comparingInt(Plot::figures).reversed())
            .limit(count)
            .toList();
    return new Chart(
        plots.stream().filter(most::contains).toList(),
        narrow,
        new Table(others.columns(), others.lines().stream().limit(count).toList()),
        comparable,
        oneScale);
  }

  @Override
  public boolean isEmpty() {
    return plots.isEmpty() && others.isEmpty();
  }
}
