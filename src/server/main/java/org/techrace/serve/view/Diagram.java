package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.techrace.entity.Natural;
import org.techrace.entity.Term;

/// A diagram of the properties between classes, in three columns: subject classes, properties,
/// object classes. Each class is placed at the average height of its properties.
///
/// @param boxes the classes and properties
/// @param edges the lines between them
/// @param height the height of the picture
/// @param byClass the properties of each class, shown as text on narrow screens
public record Diagram(
    List<Box> boxes, List<Edge> edges, int height, Map<Term.Link, List<Arrow>> byClass) {
  public static final int WIDTH = 900;
  public static final int BOX_WIDTH = 190;

  /// The most characters of a name in a box.
  public static final int BOX_CHARACTERS = 28;

  private static final int LINE_HEIGHT = 26;
  private static final int MIDDLE = (WIDTH - BOX_WIDTH) / 2;
  private static final int RIGHT = WIDTH - BOX_WIDTH;

  /// A class or a property.
  ///
  /// @param term the class or property
  /// @param x the left edge
  /// @param y the baseline of its name
  public record Box(Term.Link term, int x, double y) {
    /// Returns the label, or the last part of the IRI if it has none.
    public String name() {
      return term.text().substring(term.text().lastIndexOf('#') + 1);
    }
  }

  /// A line from the right edge of a box to the left edge of another.
  public record Edge(double x1, double y1, double x2, double y2) {
    /// Returns the path in SVG syntax.
    public String path() {
      double half = (x1 + x2) / 2;
      return "M%s,%s C%s,%s %s,%s %s,%s".formatted(x1, y1, half, y1, half, y2, x2, y2);
    }
  }

  /// A property from one class to another.
  public record Arrow(Term.Link from, Term.Link property, Term.Link to) {}

  /// Computes the layout of a diagram.
  public static Diagram of(List<Arrow> arrows) {
    List<Arrow> sorted =
        arrows.stream()
            .sorted(
                Comparator.comparing(Arrow::from, Natural.BY_TEXT)
                    .thenComparing(Arrow::to, Natural.BY_TEXT)
                    .thenComparing(Arrow::property, Natural.BY_TEXT))
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
      edges.add(new Edge(BOX_WIDTH, from.getOrDefault(arrow.from, 0.0), MIDDLE, line(i)));
      edges.add(
          new Edge(MIDDLE + (double) BOX_WIDTH, line(i), RIGHT, to.getOrDefault(arrow.to, 0.0)));
    }
    return new Diagram(
        boxes,
        edges,
        (sorted.size() + 1) * LINE_HEIGHT,
        sorted.stream()
            .collect(Collectors.groupingBy(Arrow::from, LinkedHashMap::new, Collectors.toList())));
  }

  private static double line(int i) {
    return (i + 1.0) * LINE_HEIGHT - LINE_HEIGHT / 4.0;
  }

  /// Places each class at the average height of its properties, without overlaps.
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
      free = y + LINE_HEIGHT;
    }
    return spread;
  }
}
