package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.techrace.entity.Natural;
import org.techrace.entity.Term;

/// Properties between classes, drawn in three columns: the classes whose members have a property,
/// the properties, the classes whose members are their values. Every class stands about where its
/// properties do.
///
/// @param height of the picture
/// @param told the same in words, for a narrow page: the properties of each class
public record Diagram(
    List<Box> boxes, List<Edge> edges, int height, Map<Term.Link, List<Arrow>> told) {
  public static final int WIDTH = 900;
  public static final int BOX = 190;
  private static final int STEP = 26;
  private static final int MIDDLE = (WIDTH - BOX) / 2;
  private static final int RIGHT = WIDTH - BOX;

  /// A class or a property.
  ///
  /// @param y the line its name stands on
  public record Box(Term.Link term, int x, double y) {
    /// Its label, or of an address that has none the end.
    public String name() {
      return term.text().substring(term.text().lastIndexOf('#') + 1);
    }
  }

  /// A line from the right of a box to the left of another.
  public record Edge(double x1, double y1, double x2, double y2) {
    /// The line, as SVG writes it.
    public String path() {
      double half = (x1 + x2) / 2;
      return "M%s,%s C%s,%s %s,%s %s,%s".formatted(x1, y1, half, y1, half, y2, x2, y2);
    }
  }

  /// A property.
  public record Arrow(Term.Link from, Term.Link property, Term.Link to) {}

  /// Lays out properties.
  public static Diagram of(List<Arrow> arrows) {
    List<Arrow> sorted =
        arrows.stream()
            .sorted(
                Comparator.comparing((Arrow a) -> Natural.key(a.from.text()))
                    .thenComparing(a -> Natural.key(a.to.text()))
                    .thenComparing(a -> Natural.key(a.property.text())))
            .toList();
    Map<Term.Link, List<Double>> left = new LinkedHashMap<>();
    Map<Term.Link, List<Double>> right = new LinkedHashMap<>();
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Arrow arrow = sorted.get(i);
      double y = line(i);
      boxes.add(new Box(arrow.property, MIDDLE, y));
      left.computeIfAbsent(arrow.from, f -> new ArrayList<>()).add(y);
      right.computeIfAbsent(arrow.to, t -> new ArrayList<>()).add(y);
    }
    Map<Term.Link, Double> from = spread(left);
    Map<Term.Link, Double> to = spread(right);
    from.forEach((type, y) -> boxes.add(new Box(type, 0, y)));
    to.forEach((type, y) -> boxes.add(new Box(type, RIGHT, y)));
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Arrow arrow = sorted.get(i);
      edges.add(new Edge(BOX, from.getOrDefault(arrow.from, 0.0), MIDDLE, line(i)));
      edges.add(new Edge(MIDDLE + (double) BOX, line(i), RIGHT, to.getOrDefault(arrow.to, 0.0)));
    }
    return new Diagram(
        boxes,
        edges,
        (sorted.size() + 1) * STEP,
        sorted.stream()
            .collect(Collectors.groupingBy(Arrow::from, LinkedHashMap::new, Collectors.toList())));
  }

  private static double line(int i) {
    return (i + 1.0) * STEP - STEP / 4.0;
  }

  /// Each in the middle of what it belongs to, but none on another.
  private static Map<Term.Link, Double> spread(Map<Term.Link, List<Double>> places) {
    Map<Term.Link, Double> middles = new LinkedHashMap<>();
    places.forEach(
        (type, all) ->
            middles.put(type, all.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    Map<Term.Link, Double> spread = new LinkedHashMap<>();
    double free = 0;
    for (Map.Entry<Term.Link, Double> type :
        middles.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
      double y = Math.max(type.getValue(), free);
      spread.put(type.getKey(), y);
      free = y + STEP;
    }
    return spread;
  }
}
