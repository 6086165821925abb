package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.entity.Entity;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Term;

/// A thing and some of the things around it, in a circle: of each property as many as there is room
/// for if all have as many, but not very many, so that all kinds of neighbours are seen.
///
/// @param neighbours those around it, by property
/// @param height of the picture: no more than they need
public record Neighbourhood(List<Neighbour> neighbours, int height) {
  public static final int WIDTH = 900;
  private static final int LOWEST = 200;
  private static final int LINE = 38;
  private static final int MARGIN = 20;
  private static final int MOST = 26;
  private static final int OF_A_PROPERTY = 8;
  private static final int LONGEST = 34;

  /// A thing in the circle.
  ///
  /// @param property what joins it to the middle
  /// @param incoming whether it points to the middle
  /// @param x where it is
  public record Neighbour(Term.Link thing, String property, boolean incoming, double x, double y) {
    /// Its name, cut if it is long.
    public String shortText() {
      String text = thing.text();
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /// Where its name begins to be written: left of it if it is on the left.
    public String anchor() {
      return x < WIDTH / 2.0 ? "end" : "start";
    }

    /// Where its name stands.
    public double textX() {
      return x < WIDTH / 2.0 ? x - 10 : x + 10;
    }
  }

  private record Joined(Term.Link thing, String property, boolean incoming) {}

  /// The neighbourhood of a thing.
  public static Neighbourhood of(Entity entity) {
    List<Joined> shown = joined(entity, 1).stream().limit(MOST).toList();
    for (int each = 2; each <= OF_A_PROPERTY; each++) {
      List<Joined> more = joined(entity, each);
      if (more.size() <= MOST) {
        shown = more;
      }
    }
    int right = (shown.size() + 1) / 2;
    int height = Math.max(2 * MARGIN + LINE * right, LOWEST);
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

  /// The names of a side stand equally far apart, on an arc.
  ///
  /// @param line how many of its side stand above it
  /// @param side 1 for the right, -1 for the left
  private static Neighbour neighbour(Joined one, int line, int lines, int height, int side) {
    double down = 2 * (line + 0.5) / lines - 1;
    return new Neighbour(
        one.thing,
        one.property,
        one.incoming,
        Math.round(WIDTH / 2.0 + side * WIDTH * 0.22 * Math.sqrt(1 - 0.8 * down * down)),
        Math.round(height / 2.0 + (height / 2.0 - MARGIN) * down));
  }

  /// A number of neighbours of each property.
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
