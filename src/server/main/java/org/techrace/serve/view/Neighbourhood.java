package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.entity.Entity;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Term;

/// A thing and some of its neighbours, drawn in a circle. Shows the same number of neighbours for
/// each property, as many as fit, so that all kinds of neighbours are visible.
///
/// @param neighbours the neighbours, grouped by property
/// @param height the height of the picture
public record Neighbourhood(List<Neighbour> neighbours, int height) {
  public static final int WIDTH = 900;
  private static final int MIN_HEIGHT = 200;
  private static final int LINE_HEIGHT = 38;
  private static final int MARGIN = 20;
  private static final int MAX_NEIGHBOURS = 26;
  private static final int MAX_PER_PROPERTY = 8;
  private static final int MAX_TEXT_LENGTH = 34;

  /// A thing in the circle.
  ///
  /// @param thing the thing
  /// @param property the label of the property that connects it with the centre
  /// @param incoming true if the thing is the subject
  /// @param x the horizontal position
  /// @param y the vertical position
  public record Neighbour(Term.Link thing, String property, boolean incoming, double x, double y) {
    /// Returns the name, shortened to at most 34 characters.
    public String shortText() {
      return Shown.shortened(thing.text(), MAX_TEXT_LENGTH);
    }

    /// Returns the `text-anchor` of the name: names on the left side end at the dot.
    public String anchor() {
      return x < WIDTH / 2.0 ? "end" : "start";
    }

    /// Returns the horizontal position of the name.
    public double textX() {
      return x < WIDTH / 2.0 ? x - 10 : x + 10;
    }
  }

  private record Joined(Term.Link thing, String property, boolean incoming) {}

  /// Returns the neighbourhood of an entity.
  public static Neighbourhood of(Entity entity) {
    List<Joined> shown = joined(entity, 1).stream().limit(MAX_NEIGHBOURS).toList();
    for (int each = 2; each <= MAX_PER_PROPERTY; each++) {
      List<Joined> more = joined(entity, each);
      if (more.size() <= MAX_NEIGHBOURS) {
        shown = more;
      }
    }
    int right = (shown.size() + 1) / 2;
    int height = Math.max(2 * MARGIN + LINE_HEIGHT * right, MIN_HEIGHT);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      boolean onTheRight = i < right;
      neighbours.add(
          onTheRight
              ? neighbour(shown.get(i), i, right, height, 1)
              : neighbour(shown.get(i), shown.size() - 1 - i, shown.size() - right, height, -1));
    }
    return new Neighbourhood(neighbours, height);
  }

  /// Places a neighbour on an arc, with equal vertical distances on each side.
  ///
  /// @param line its position on its side, from the top
  /// @param lines the number of neighbours on this side
  /// @param side 1 for the right side, -1 for the left side
  private static Neighbour neighbour(Joined one, int line, int lines, int height, int side) {
    double down = 2 * (line + 0.5) / lines - 1;
    return new Neighbour(
        one.thing,
        one.property,
        one.incoming,
        Math.round(WIDTH / 2.0 + side * WIDTH * 0.22 * Math.sqrt(1 - 0.8 * down * down)),
        Math.round(height / 2.0 + (height / 2.0 - MARGIN) * down));
  }

  /// Returns at most `each` neighbours of each property.
  private static List<Joined> joined(Entity entity, int each) {
    Set<String> seen = new HashSet<>(Set.of(entity.iri()));
    List<Joined> joined = new ArrayList<>();
    Stream<Property> outgoing = entity.groups().stream().flatMap(g -> g.properties().stream());
    outgoing.forEach(p -> take(p, each, false, seen, joined));
    entity.incoming().forEach(p -> take(p, each, true, seen, joined));
    return joined;
  }

  private static void take(
      Property property, int each, boolean incoming, Set<String> seen, List<Joined> joined) {
    int taken = 0;
    for (Term term : property.terms()) {
      if (taken < each && term instanceof Term.Link link && seen.add(link.iri())) {
        joined.add(new Joined(link, property.property().text(), incoming));
        taken++;
      }
    }
  }
}
