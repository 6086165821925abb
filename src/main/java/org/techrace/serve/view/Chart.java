package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.entity.Term;

/// Charts of figures over time. Each `?figure` belongs to a `?chart` and a `?series`. It has a
/// `?value`, bounds (`?lower`, `?upper`), a `?unit` and a time (`?when`). Lines connect only
/// figures of the same source (`?by`) and do not cross missing periods. A chart with at least two
/// times is drawn; other figures are listed in a table. The figure that the page is about (`?own`)
/// is marked in its chart and omitted from the table.
///
/// @param plots the charts
/// @param others the figures that are not drawn
public record Chart(List<Plot> plots, Table others) implements View {
  private static final List<String> COLUMNS =
      List.of("figure", "value", "lower", "upper", "rank", "unit", "qualifier", "when");

  /// Draws charts.
  ///
  /// @param colours the fixed colours of series
  static Chart of(List<Line> lines, Colours colours) {
    Map<String, List<Line>> charts = new LinkedHashMap<>();
    for (Line line : lines) {
      charts
          .computeIfAbsent(line.first("chart").map(Term::key).orElse(""), c -> new ArrayList<>())
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
    List<Plot> plots =
        drawings.stream().map(drawn -> Plot.of(drawn, assigned, drawings.size() == 1)).toList();
    return new Chart(plots, Table.of(COLUMNS, others));
  }

  static boolean isOwn(Line line) {
    return line.text("own").equals("true");
  }

  @Override
  public int size() {
    return others.size();
  }

  /// Returns all charts with only the first figures of the table.
  @Override
  public View head(int count) {
    return new Chart(
        plots, new Table(others.columns(), others.lines().stream().limit(count).toList()));
  }

  @Override
  public boolean isEmpty() {
    return plots.isEmpty() && others.isEmpty();
  }
}
