package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.entity.Term;

/// Figures: `?figure` belongs to a `?chart` and, in it, to a `?series`; it has a `?value`, bounds
/// (`?lower`, `?upper`), a `?unit`, and a time (`?when`). What different ones give (`?by`) no line
/// joins. A chart with two times or more is drawn; what is left is told. The figure that the page
/// is about (`?own`) is marked, or not told again.
///
/// @param plots the charts that are drawn
/// @param others the figures that are not
public record Chart(List<Plot> plots, Table others) implements View {
  private static final List<String> TOLD =
      List.of("figure", "value", "lower", "upper", "rank", "unit", "qualifier", "when");

  static Chart of(List<Line> lines) {
    Map<String, List<Line>> charts = new LinkedHashMap<>();
    for (Line line : lines) {
      charts
          .computeIfAbsent(line.first("chart").map(Term::key).orElse(""), c -> new ArrayList<>())
          .add(line);
    }
    List<Plot> plots = new ArrayList<>();
    List<Line> others = new ArrayList<>();
    for (List<Line> chart : charts.values()) {
      List<Line> drawn = chart.stream().filter(Plot::canDraw).toList();
      if (drawn.stream().map(l -> l.text("when")).distinct().count() >= 2) {
        plots.add(Plot.of(drawn));
        chart.stream().filter(l -> !Plot.canDraw(l)).forEach(others::add);
      } else {
        others.addAll(chart);
      }
    }
    others.removeIf(Chart::isOwn);
    return new Chart(plots, Table.of(TOLD, others));
  }

  static boolean isOwn(Line line) {
    return line.text("own").equals("true");
  }

  @Override
  public boolean isEmpty() {
    return plots.isEmpty() && others.isEmpty();
  }
}
