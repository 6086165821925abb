package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Entity;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Term;

/// The graph around a thing: its neighbours by property, and those of the neighbours that the
/// reader has opened. Shows the same number of neighbours for each property, as many as fit, so
/// that all kinds of neighbours are visible. The colour of a thing is that of its class.
///
/// @param spots the things, the one in the centre first
/// @param edges the lines between them
/// @param headings the properties
/// @param classes the classes that have a colour, the most frequent first
/// @param width the width of the drawing
/// @param height the height of the drawing
public record Neighbourhood(
    List<Spot> spots,
    List<Edge> edges,
    List<Heading> headings,
    List<Term> classes,
    int width,
    int height)
    implements View, Drawing {
  private static final int ROW = 24;
  private static final int COLUMN = 420;
  private static final int TEXT = 280;
  private static final int BETWEEN = 6;
  private static final int LEFT = 14;
  private static final int MAX_TEXT_LENGTH = 36;
  private static final int MAX_HEADING_LENGTH = 22;

  /// The most neighbours of the thing in the centre; of one that was opened; of one property if the
  /// reader has chosen it.
  private static final int MAX_NEIGHBOURS = 26;

  private static final int MAX_OPENED = 12;
  private static final int MAX_CHOSEN = 60;
  private static final int MAX_PER_PROPERTY = 8;

  /// A thing.
  ///
  /// @param x the horizontal position of its dot
  /// @param y the vertical position
  /// @param type its class, if it has one
  /// @param address the address at which its neighbours are opened, or closed if they are open;
  ///   empty for the thing in the centre
  /// @param open true if its neighbours are shown
  public record Spot(
      Term.Link thing, double x, double y, Optional<Term> type, String address, boolean open) {
    /// Returns the name, shortened to at most 36 characters.
    public String text() {
      return Shown.shortened(thing.text(), MAX_TEXT_LENGTH);
    }
  }

  /// A statement, drawn as a line between two things.
  ///
  /// @param path the line in the syntax of SVG
  /// @param incoming true if the left thing is the object
  public record Edge(
      Term.Link subject, Term.Link property, Term.Link object, String path, boolean incoming) {}

  /// A property, left of its first thing.
  ///
  /// @param text the property, with the number of its things if some are not shown
  /// @param address the address at which only its things are shown; empty if that shows no more
  public record Heading(String text, double x, double y, String address) {}

  /// What a reader has opened.
  ///
  /// @param open the entities whose neighbours are shown, by IRI
  /// @param chosen the IRI of the only property of the thing in the centre that is shown, or empty
  /// @param toggle the address at which a thing is opened or closed
  /// @param choose the address at which only a property is shown
  /// @param classOf the class of a thing
  public record Opened(
      Map<String, Entity> open,
      String chosen,
      Function<Term.Link, String> toggle,
      Function<Term.Link, String> choose,
      Function<Term.Link, Optional<Term>> classOf) {}

  private record Joined(Term.Link thing, Property property, boolean incoming) {
    boolean by(Joined other) {
      return incoming == other.incoming && property.property().equals(other.property.property());
    }
  }

  /// Computes the layout of the graph around an entity.
  ///
  /// @param centre the entity in the centre
  public static Neighbourhood of(Entity entity, Term.Link centre, Opened opened) {
    return new Layout(opened).of(entity, centre);
  }

  private static final class Layout {
    private final Opened opened;
    private final List<Spot> spots = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Heading> headings = new ArrayList<>();
    private final Map<String, Spot> shown = new HashMap<>();
    private double y;
    private int columns = 1;

    Layout(Opened opened) {
      this.opened = opened;
    }

    Neighbourhood of(Entity entity, Term.Link centre) {
      Set<String> seen = new HashSet<>(Set.of(entity.iri()));
      double middle = neighbours(entity, centre, LEFT, 1, seen);
      spots.addFirst(new Spot(centre, LEFT, middle, opened.classOf.apply(centre), "", true));
      shown.put(centre.iri(), spots.getFirst());
      opened.open.values().forEach(this::joinShown);
      return new Neighbourhood(
          spots, edges, headings, classes(), LEFT + columns * COLUMN + TEXT, (int) y + ROW);
    }

    /// Places the neighbours of an entity in a column, and joins them with it.
    ///
    /// @param x the horizontal position of the entity
    /// @return its vertical position: the middle of its neighbours
    private double neighbours(
        Entity entity, Term.Link thing, double x, int column, Set<String> seen) {
      columns = Math.max(columns, column);
      double at = LEFT + (double) COLUMN * column;
      List<Joined> joined = joined(entity, column, seen);
      joined.forEach(one -> seen.add(one.thing.iri()));
      List<Spot> placed = new ArrayList<>();
      for (int i = 0; i < joined.size(); i++) {
        Joined one = joined.get(i);
        boolean first = i == 0 || !one.by(joined.get(i - 1));
        if (first && i > 0) {
          y += BETWEEN;
        }
        Entity open = opened.open.get(one.thing.iri());
        double before = y;
        double middle = open == null ? y + ROW : neighbours(open, one.thing, at, column + 1, seen);
        y = Math.max(y, before + ROW);
        if (first) {
          headings.add(heading(one, joined, at, middle, column));
        }
        Spot spot =
            new Spot(
                one.thing,
                at,
                middle,
                opened.classOf.apply(one.thing),
                opened.toggle.apply(one.thing),
                open != null);
        placed.add(spot);
        shown.put(one.thing.iri(), spot);
      }
      spots.addAll(placed);
      double middle = placed.isEmpty() ? y + ROW : (placed.getFirst().y + placed.getLast().y) / 2;
      for (int i = 0; i < placed.size(); i++) {
        Joined one = joined.get(i);
        Term.Link property = one.property.property();
        String path = path(x, middle, placed.get(i));
        edges.add(
            one.incoming
                ? new Edge(one.thing, property, thing, path, true)
                : new Edge(thing, property, one.thing, path, false));
      }
      return middle;
    }

    private Heading heading(Joined one, List<Joined> joined, double x, double at, int column) {
      long placed = joined.stream().filter(one::by).count();
      long all = one.property.count();
      Term.Link property = one.property.property();
      String name =
          (one.incoming ? "← " : "") + Shown.shortened(property.text(), MAX_HEADING_LENGTH);
      boolean more = all > placed;
      return new Heading(
          more ? name + " (" + placed + " / " + Shown.number(all) + ")" : name,
          x,
          at,
          more && column == 1 && !property.iri().equals(opened.chosen)
              ? opened.choose.apply(property)
              : "");
    }

    /// Returns the neighbours of an entity: as many of each property as fit together.
    private List<Joined> joined(Entity entity, int column, Set<String> seen) {
      boolean chosen = column == 1 && !opened.chosen.isEmpty();
      int most = column > 1 ? MAX_OPENED : chosen ? MAX_CHOSEN : MAX_NEIGHBOURS;
      int mostOfOne = chosen ? MAX_CHOSEN : MAX_PER_PROPERTY;
      List<Joined> joined = joined(entity, 1, chosen, seen).stream().limit(most).toList();
      for (int each = 2; each <= mostOfOne; each++) {
        List<Joined> more = joined(entity, each, chosen, seen);
        if (more.size() <= most) {
          joined = more;
        }
      }
      return joined;
    }

    private List<Joined> joined(Entity entity, int each, boolean chosen, Set<String> seen) {
      Set<String> taken = new HashSet<>(seen);
      List<Joined> joined = new ArrayList<>();
      Stream<Property> outgoing = entity.groups().stream().flatMap(g -> g.properties().stream());
      outgoing
          .filter(p -> !chosen || p.property().iri().equals(opened.chosen))
          .forEach(p -> take(p, each, false, taken, joined));
      entity.incoming().stream()
          .filter(p -> !chosen || p.property().iri().equals(opened.chosen))
          .forEach(p -> take(p, each, true, taken, joined));
      return joined;
    }

    private static void take(
        Property property, int each, boolean incoming, Set<String> taken, List<Joined> joined) {
      int number = 0;
      for (Term term : property.terms()) {
        if (number < each && term instanceof Term.Link link && taken.add(link.iri())) {
          joined.add(new Joined(link, property, incoming));
          number++;
        }
      }
    }

    /// Joins an opened thing with the other things that are shown.
    private void joinShown(Entity entity) {
      Spot from = shown.get(entity.iri());
      if (from == null) {
        return;
      }
      for (Entity.Group group : entity.groups()) {
        for (Property property : group.properties()) {
          for (Term term : property.terms()) {
            Spot to = shown.get(term.key());
            if (to != null && !to.equals(from) && !joined(from.thing, to.thing)) {
              String path = path(from.x, from.y, to);
              edges.add(new Edge(from.thing, property.property(), to.thing, path, false));
            }
          }
        }
      }
    }

    private boolean joined(Term.Link one, Term.Link other) {
      return edges.stream()
          .anyMatch(
              edge ->
                  (edge.subject.equals(one) && edge.object.equals(other))
                      || (edge.subject.equals(other) && edge.object.equals(one)));
    }

    private static String path(double x, double y, Spot to) {
      double middle = x == to.x ? x - ROW : (x + to.x) / 2;
      return "M%s,%sC%s,%s %s,%s %s,%s".formatted(x, y, middle, y, middle, to.y, to.x, to.y);
    }

    private List<Term> classes() {
      Map<Term, Long> number =
          spots.stream()
              .flatMap(spot -> spot.type.stream())
              .collect(
                  Collectors.groupingBy(
                      Function.identity(), LinkedHashMap::new, Collectors.counting()));
      return number.entrySet().stream()
          .sorted(Map.Entry.<Term, Long>comparingByValue().reversed())
          .map(Map.Entry::getKey)
          .limit(Colours.COUNT)
          .toList();
    }
  }

  /// Returns the class of the colour of a class of things.
  public String token(Term type) {
    int place = classes.indexOf(type);
    return "of-" + (place < 0 ? Colours.GREY : place + 1);
  }

  /// Returns the class of the colour of a thing.
  public String token(Spot spot) {
    return spot.type.map(this::token).orElse("of-" + Colours.GREY);
  }

  /// Returns all things.
  public Stream<Term.Link> things() {
    return spots.stream().map(Spot::thing);
  }

  /// Returns the statements, with the variables `subject`, `property` and `object`.
  public List<Line> lines() {
    return edges.stream()
        .map(
            edge ->
                new Line(
                    Map.of(
                        "subject",
                        List.<Term>of(edge.subject),
                        "property",
                        List.<Term>of(edge.property),
                        "object",
                        List.<Term>of(edge.object))))
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return spots.size() < 3;
  }
}
