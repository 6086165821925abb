package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.entity.ViewKind;
import org.techrace.serve.view.Flows.Band;
import org.techrace.serve.view.Flows.Place;

/// Computes the positions of [Flows]: the things of a column are below each other, the largest
/// first, and the bands at a thing are in the order of the things at their other ends.
final class FlowLayout {
  /// The width of the names at the left and at the right.
  private static final int NAMES = 230;

  /// The height of all flows together.
  private static final int HEIGHT = 300;

  /// The least distance between the tops of two things, so that their names do not overlap.
  private static final int LINE = 17;

  private static final int GAP = 10;

  /// The distance between bands that do not add up.
  private static final int APART = 4;

  private static final int MOST_FLOWS = 24;
  private static final double THINNEST = 1;
  private static final String GREY = "of-" + Colours.GREY;

  private final List<Flow> flows;
  private final List<Flow> drawn;
  private final List<String> columns;
  private final Set<String> adding;
  private final double scale;
  private final String coloured;
  private final Map<String, Integer> colours;
  private final Map<String, Map<Flow, Double>> tops = new HashMap<>();

  private record Flow(Map<String, Term> things, double value) {
    Term thing(String column) {
      return Objects.requireNonNull(things.get(column), column);
    }

    String key(String column) {
      return thing(column).key();
    }
  }

  private FlowLayout(List<Flow> flows, Set<String> adding, Colours fixed) {
    this.flows = flows;
    this.drawn = flows.stream().limit(MOST_FLOWS).toList();
    this.columns =
        ViewKind.FLOW_COLUMNS.stream().filter(flows.getFirst().things::containsKey).toList();
    this.adding = adding;
    this.scale = HEIGHT / flows.stream().mapToDouble(Flow::value).sum();
    this.coloured = keys(columns.getFirst()).size() > 1 ? columns.getFirst() : columns.getLast();
    this.colours = fixed.assign(List.of(keys(coloured)));
  }

  /// Returns the drawing of flows; empty if their values have several units.
  ///
  /// @param lines one line for each flow
  /// @param adding the columns whose values add up
  /// @param fixed the fixed colours of things
  static Flows of(List<Line> lines, Set<String> adding, Colours fixed) {
    List<Flow> flows =
        lines.stream()
            .filter(line -> line.number("value").filter(value -> value > 0).isPresent())
            .map(FlowLayout::flow)
            .sorted(Comparator.comparingDouble(Flow::value).reversed())
            .toList();
    List<String> units = lines.stream().map(line -> line.text("unit")).distinct().toList();
    return flows.isEmpty() || units.size() > 1
        ? new Flows(List.of(), List.of(), "", 0, 0)
        : new FlowLayout(flows, adding, fixed).laidOut(units.getFirst());
  }

  private static Flow flow(Line line) {
    Map<String, Term> things = new LinkedHashMap<>();
    ViewKind.FLOW_COLUMNS.forEach(
        column -> line.first(column).ifPresent(thing -> things.put(column, thing)));
    return new Flow(things, line.number("value").orElseThrow());
  }

  private List<String> keys(String column) {
    return flows.stream().map(flow -> flow.key(column)).distinct().toList();
  }

  private Flows laidOut(String unit) {
    List<Place> places = new ArrayList<>();
    columns.forEach(column -> places.addAll(places(column)));
    double bottom =
        places.stream().mapToDouble(place -> place.y() + place.length()).max().orElse(0);
    List<Band> bands =
        drawn.stream()
            .map(
                flow ->
                    new Band(
                        List.copyOf(flow.things.values()), flow.value, path(flow), token(flow)))
            .toList();
    return new Flows(places, bands, unit, (int) bottom + LINE, flows.size());
  }

  private List<Place> places(String column) {
    List<Place> places = new ArrayList<>();
    double y = LINE;
    for (String key : ranked(column)) {
      List<Flow> own =
          flows(column, key).filter(drawn::contains).sorted(byOtherEnds(column)).toList();
      if (own.isEmpty()) {
        continue;
      }
      boolean apart = flows(column, key).count() > 1 && !adding.contains(column);
      double length =
          apart
              ? own.stream().mapToDouble(this::thickness).sum() + APART * (own.size() - 1.0)
              : Math.max(sum(column, key) * scale, THINNEST);
      double top = y;
      for (Flow flow : own) {
        tops.computeIfAbsent(column, c -> new IdentityHashMap<>()).put(flow, top);
        top += thickness(flow) + (apart ? APART : 0);
      }
      places.add(
          new Place(
              own.getFirst().thing(column),
              !apart,
              side(column),
              x(column),
              rounded(y),
              rounded(length),
              apart ? "" : Shown.compact(sum(column, key)),
              column.equals(coloured) ? token(own.getFirst()) : GREY));
      y += Math.max(length + (side(column).equals("axis") ? LINE : GAP), LINE);
    }
    return places;
  }

  private Stream<Flow> flows(String column, String key) {
    return flows.stream().filter(flow -> flow.key(column).equals(key));
  }

  /// Returns the keys of the things of a column, the largest first.
  private List<String> ranked(String column) {
    return keys(column).stream()
        .sorted(Comparator.comparingDouble((String key) -> sum(column, key)).reversed())
        .toList();
  }

  private double sum(String column, String key) {
    return flows(column, key).mapToDouble(Flow::value).sum();
  }

  /// Orders the bands at a thing as the things at their other ends.
  private Comparator<Flow> byOtherEnds(String column) {
    Comparator<Flow> order = (_, _) -> 0;
    for (String other : columns) {
      if (!other.equals(column)) {
        List<String> ranked = ranked(other);
        order = order.thenComparingInt(flow -> ranked.indexOf(flow.key(other)));
      }
    }
    return order;
  }

  private double thickness(Flow flow) {
    return Math.max(flow.value * scale, THINNEST);
  }

  private String token(Flow flow) {
    return "of-" + colours.getOrDefault(flow.key(coloured), Colours.GREY);
  }

  private String side(String column) {
    if (column.equals(columns.getFirst())) {
      return "up";
    }
    return column.equals(columns.getLast()) ? "" : "axis";
  }

  private double x(String column) {
    double room = Flows.WIDTH - 2.0 * NAMES - Flows.BAR;
    return rounded(NAMES + room * columns.indexOf(column) / (columns.size() - 1));
  }

  /// Returns the outline of a band: along its upper edge to the right, back along the lower one.
  private String path(Flow flow) {
    double thickness = thickness(flow);
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder("Z");
    for (int i = 0; i + 1 < columns.size(); i++) {
      double left = x(columns.get(i)) + Flows.BAR;
      double right = x(columns.get(i + 1));
      double from = top(columns.get(i), flow);
      double to = top(columns.get(i + 1), flow);
      upper
          .append(i == 0 ? "M" : "L")
          .append(point(left, from))
          .append(curve(left, from, right, to));
      lower.insert(
          0,
          "L"
              + point(right, to + thickness)
              + curve(right, to + thickness, left, from + thickness));
    }
    return upper.append(lower).toString();
  }

  private double top(String column, Flow flow) {
    return tops.getOrDefault(column, Map.of()).getOrDefault(flow, 0.0);
  }

  private static String curve(double x1, double y1, double x2, double y2) {
    double middle = (x1 + x2) / 2;
    return "C" + point(middle, y1) + " " + point(middle, y2) + " " + point(x2, y2);
  }

  private static String point(double x, double y) {
    return rounded(x) + "," + rounded(y);
  }

  private static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
