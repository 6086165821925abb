package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.techrace.entity.Term;

/// Things in time: `?thing`, `?start`, `?end` if it has one, `?lane` for what is drawn beside each
/// other, and what else is told of each: `?by`, `?kind`.
///
/// @param lanes the lanes, from above
/// @param marks what is drawn
/// @param ticks years on the axis
/// @param years the things by year, the latest first
public record Timeline(List<Lane> lanes, List<Mark> marks, List<Tick> ticks, List<Year> years)
    implements View {
  private static final int WIDTH = 1000;
  private static final int LEFT = 90;
  private static final int STEP = 11;
  private static final int MOST_TICKS = 14;

  /// A lane.
  ///
  /// @param y its lower edge
  public record Lane(Term name, double y) {}

  /// A thing as it is drawn: a dot, with a line if it lasts.
  public record Mark(Line line, double x, double y, double end) {
    public Term thing() {
      return line.first("thing").orElseThrow();
    }

    public String token() {
      return line.first("lane").map(Shown::token).orElse("");
    }
  }

  /// A year on the axis.
  public record Tick(String text, double x) {}

  /// A year and what began in it.
  public record Year(String year, List<Line> lines) {}

  static Timeline of(List<Line> all) {
    List<Line> lines = all.stream().filter(l -> place(l, "start") > 0).toList();
    double from = lines.stream().mapToDouble(l -> place(l, "start")).min().orElse(0);
    double to = lines.stream().mapToDouble(l -> place(l, "start")).max().orElse(0) + 0.5;
    from = Math.max(Math.floor(from), Math.floor(to) - 30);
    Scale scale = new Scale(from, Math.ceil(to), LEFT, WIDTH - 18);
    Map<String, List<Line>> byLane = new LinkedHashMap<>();
    lines.forEach(l -> byLane.computeIfAbsent(l.text("lane"), k -> new ArrayList<>()).add(l));
    List<Lane> lanes = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    double y = 0;
    for (List<Line> lane : byLane.values()) {
      Map<Long, Integer> heights = new HashMap<>();
      lane.forEach(l -> heights.merge(column(scale, l), 1, Integer::sum));
      y += STEP * (heights.values().stream().max(Integer::compare).orElse(1) + 1.0);
      Map<Long, Integer> stacked = new HashMap<>();
      for (Line line : lane) {
        int above = stacked.merge(column(scale, line), 1, Integer::sum);
        double x = (column(scale, line) + 0.5) * STEP;
        double end = scale.at(Math.min(to, Math.max(place(line, "end"), 0)));
        marks.add(new Mark(line, x, y - STEP * (above - 0.5), Math.max(x, end)));
      }
      lanes.add(new Lane(lane.getFirst().first("lane").orElse(new Term.Unnamed("")), y));
    }
    return new Timeline(lanes, marks, ticks(scale), years(lines));
  }

  /// What happened before the axis begins is drawn where it begins.
  private static long column(Scale scale, Line line) {
    return (long) (scale.at(Math.max(place(line, "start"), scale.from())) / STEP);
  }

  private static double place(Line line, String variable) {
    return Day.place(line.text(variable)).orElse(0.0);
  }

  private static List<Tick> ticks(Scale scale) {
    int step = (int) Math.ceil((scale.to() - scale.from()) / MOST_TICKS);
    List<Tick> ticks = new ArrayList<>();
    for (int year = (int) scale.from(); year <= scale.to(); year += Math.max(1, step)) {
      ticks.add(new Tick(Integer.toString(year), scale.at(year)));
    }
    return ticks;
  }

  private static List<Year> years(List<Line> lines) {
    Map<String, List<Line>> years = new TreeMap<>();
    // Of a month or a year that is all that is stated: after its days, as the latest come first.
    List<Line> latestFirst =
        lines.stream()
            .sorted(Comparator.comparing((Line l) -> l.text("start")))
            .toList()
            .reversed();
    for (Line line : latestFirst) {
      String start = line.text("start");
      String year = start.substring(0, Math.min(4, start.length()));
      years.computeIfAbsent(year, k -> new ArrayList<>()).add(line);
    }
    return years.entrySet().stream()
        .map(e -> new Year(e.getKey(), e.getValue()))
        .toList()
        .reversed();
  }

  /// The height of the picture without the axis.
  public double height() {
    return lanes.isEmpty() ? 0 : lanes.getLast().y();
  }

  @Override
  public boolean isEmpty() {
    return years.isEmpty();
  }
}
