package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.entity.Entity;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Term;

/// A thing and some of the things around it, in a circle: few of each property, so that all kinds
/// of neighbours are seen.
///
/// @param neighbours those around it, by property
/// @param height of the picture: no more than they need
public record Neighbourhood(List<Neighbour> neighbours, int height) {
  public static final int WIDTH = 900;
  private static final int TALLEST = 520;
  private static final int LOWEST = 200;
  private static final int LINE = 40;
  private static final int MARGIN = 38;
  private static final int MOST = 26;
  private static final int OF_A_PROPERTY = 5;
  private static final int LONGEST = 34;

  /// A thing in the circle.
  ///
  /// @param property what joins it to the middle
  /// @param incoming whether it points to the middle
  /// @param x where it is
  /// @param above whether that is above the middle
  public record Neighbour(
      Term.Link thing, String property, boolean incoming, double x, double y, boolean above) {
    /// Its name, cut if it is long.
    public String shortText() {
      String text = thing.text();
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /// Where its name begins to be written: left of it if it is on the left.
    public String anchor() {
      return x < WIDTH / 2.0 - 20 ? "end" : x > WIDTH / 2.0 + 20 ? "start" : "middle";
    }

    /// Where its name stands.
    public double textX() {
      return switch (anchor()) {
        case "end" -> x - 10;
        case "start" -> x + 10;
        default -> x;
      };
    }

    /// The line its name is written on; what joins it stands on the next.
    public double textY() {
      return !anchor().equals("middle") ? y : above ? y - 24 : y + 18;
    }
  }

  private record Joined(Term.Link thing, String property, boolean incoming) {}

  /// The neighbourhood of a thing.
  public static Neighbourhood of(Entity entity) {
    Set<String> seen = new HashSet<>(Set.of(entity.iri()));
    List<Joined> joined = new ArrayList<>();
    Stream<Property> outgoing = entity.groups().stream().flatMap(g -> g.properties().stream());
    outgoing.forEach(p -> take(p, false, seen, joined));
    entity.incoming().forEach(p -> take(p, true, seen, joined));
    List<Joined> shown = joined.stream().limit(MOST).toList();
    int height = Math.clamp(2 * MARGIN + LINE * ((shown.size() + 1) / 2), LOWEST, TALLEST);
    double radius = height / 2.0 - MARGIN;
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      double angle = 2 * Math.PI * (i + 0.5) / shown.size() - Math.PI / 2;
      Joined one = shown.get(i);
      neighbours.add(
          new Neighbour(
              one.thing,
              one.property,
              one.incoming,
              Math.round(WIDTH / 2.0 + WIDTH * 0.22 * Math.cos(angle)),
              Math.round(height / 2.0 + radius * Math.sin(angle)),
              Math.sin(angle) < 0));
    }
    return new Neighbourhood(neighbours, height);
  }

  private static void take(
      Property property, boolean incoming, Set<String> seen, List<Joined> joined) {
    int taken = 0;
    for (Term term : property.terms()) {
      if (taken < OF_A_PROPERTY && term instanceof Term.Link link && seen.add(link.iri())) {
        joined.add(new Joined(link, property.property().text(), incoming));
        taken++;
      }
    }
  }
}
