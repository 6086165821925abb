package org.techrace.serve.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.techrace.entity.Term;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Things at their places on a map in the Natural Earth projection, as `map.js` draws it in the
/// browser: of the world, or of a region if the places are within 120 degrees of longitude.
/// Variables of a panel: `?thing`, `?latitude`, `?longitude` (WGS 84, degrees).
///
/// @param land the outline of the land: the data of an SVG path
/// @param points the things
/// @param radius the radius of a point
public record PointMap(String land, List<Point> points, double radius) implements View, Drawing {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 480;
  private static final int MARGIN = 12;
  private static final double RADIUS = 4;

  /// More points than this are drawn smaller.
  private static final int MANY = 1000;

  /// More points than this have no links of their own.
  private static final int LINKED = 260;

  /// The least distance of two corners of the outline, in pixels.
  private static final double FINEST = 0.7;

  /// Places within fewer degrees of longitude are shown larger than on a map of the world.
  private static final double REGION = 120;

  private static final double HALF_CIRCLE = 180;
  private static final String OUTLINE = "/static/world.json";

  /// The coefficients of the projection, by T. Patterson and B. Šavrič.
  private static final double[] X = {0.8707, -0.131979, -0.013791, 0.003971, -0.001529};

  private static final double[] Y = {1.007226, 0.015085, -0.044475, 0.028874, -0.005916};

  /// A thing.
  ///
  /// @param x pixels from the left
  /// @param y pixels from the top
  public record Point(Term thing, double x, double y) {}

  /// A thing at its latitude and longitude (WGS 84, degrees).
  public record Place(Term thing, double latitude, double longitude) {
    /// Reports whether it is on the globe.
    boolean exists() {
      return Math.abs(latitude) <= HALF_CIRCLE / 2 && Math.abs(longitude) <= HALF_CIRCLE;
    }
  }

  private record Spot(double x, double y) {}

  /// From degrees to pixels.
  private record Projection(double middle, double scale, double left, double top) {
    Spot at(double longitude, double latitude) {
      Spot raw = projected(longitude - middle, latitude);
      return new Spot(left + scale * raw.x, top + scale * raw.y);
    }

    /// Returns a projection that shows some spots as large as possible.
    static Projection of(double middle, List<Spot> spots) {
      DoubleSummaryStatistics x = spots.stream().mapToDouble(Spot::x).summaryStatistics();
      DoubleSummaryStatistics y = spots.stream().mapToDouble(Spot::y).summaryStatistics();
      double scale =
          Math.min(
              (WIDTH - 2 * MARGIN) / (x.getMax() - x.getMin()),
              (HEIGHT - 2 * MARGIN) / (y.getMax() - y.getMin()));
      return new Projection(
          middle,
          scale,
          (WIDTH - scale * (x.getMax() + x.getMin())) / 2,
          (HEIGHT - scale * (y.getMax() + y.getMin())) / 2);
    }
  }

  /// The outline of the land, read when it is needed first.
  private static final class World {
    /// Rings of longitudes and latitudes.
    private static final List<List<Spot>> RINGS = read();

    private static List<List<Spot>> read() {
      try (InputStream file =
          Objects.requireNonNull(PointMap.class.getResourceAsStream(OUTLINE), OUTLINE)) {
        List<List<Spot>> rings = new ArrayList<>();
        for (JsonNode feature : new JsonMapper().readTree(file).get("features")) {
          JsonNode geometry = feature.get("geometry");
          switch (geometry.get("type").asString()) {
            case "Polygon" -> add(geometry.get("coordinates"), rings);
            case "MultiPolygon" -> geometry.get("coordinates").forEach(part -> add(part, rings));
            default -> {
              // The place of a state that the outline is too coarse for.
            }
          }
        }
        return rings;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void add(JsonNode polygon, List<List<Spot>> rings) {
      for (JsonNode ring : polygon) {
        List<Spot> spots = new ArrayList<>();
        ring.forEach(at -> spots.add(new Spot(at.get(0).asDouble(), at.get(1).asDouble())));
        rings.add(spots);
      }
    }
  }

  /// Draws places; those that are not on the globe are left out.
  public static PointMap of(List<Place> all) {
    List<Place> places = all.stream().filter(Place::exists).toList();
    DoubleSummaryStatistics longitudes =
        places.stream().mapToDouble(Place::longitude).summaryStatistics();
    boolean region = !places.isEmpty() && longitudes.getMax() - longitudes.getMin() < REGION;
    double middle = region ? (longitudes.getMin() + longitudes.getMax()) / 2 : 0;
    Projection projection =
        Projection.of(
            middle,
            (region ? corners(places, longitudes) : whole())
                .stream().map(spot -> projected(spot.x - middle, spot.y)).toList());
    String land =
        World.RINGS.stream()
            .flatMap(ring -> parts(ring, projection).stream())
            .map(PointMap::clipped)
            .filter(part -> part.size() > 2)
            .map(PointMap::path)
            .collect(Collectors.joining());
    List<Point> points =
        places.stream()
            .map(
                place -> {
                  Spot spot = projection.at(place.longitude, place.latitude);
                  return new Point(place.thing, spot.x, spot.y);
                })
            .toList();
    return new PointMap(land, points, points.size() > MANY ? RADIUS / 2 : RADIUS);
  }

  /// Draws the things of a panel, each at all its places.
  static PointMap ofLines(List<Line> lines) {
    return of(
        lines.stream()
            .filter(line -> line.number("latitude").isPresent())
            .filter(line -> line.number("longitude").isPresent())
            .map(
                line ->
                    new Place(
                        line.first("thing").orElseThrow(),
                        line.number("latitude").orElseThrow(),
                        line.number("longitude").orElseThrow()))
            .toList());
  }

  /// Reports whether each point is a link.
  public boolean isLinked() {
    return points.size() <= LINKED;
  }

  /// Returns all points as the data of one SVG path, to draw with round ends.
  public String dots() {
    return points.stream()
        .map(point -> String.format(Locale.ROOT, "M%.1f,%.1fh0", point.x, point.y))
        .collect(Collectors.joining());
  }

  @Override
  public boolean isEmpty() {
    return points.isEmpty();
  }

  private static List<Spot> corners(List<Place> places, DoubleSummaryStatistics longitudes) {
    DoubleSummaryStatistics latitudes =
        places.stream().mapToDouble(Place::latitude).summaryStatistics();
    List<Spot> corners = new ArrayList<>();
    for (double x : List.of(longitudes.getMin() - 1, longitudes.getMax() + 1)) {
      for (double y : List.of(latitudes.getMin() - 1, latitudes.getMax() + 1)) {
        corners.add(new Spot(x, Math.clamp(y, -HALF_CIRCLE / 2, HALF_CIRCLE / 2)));
      }
    }
    return corners;
  }

  private static List<Spot> whole() {
    return World.RINGS.stream().flatMap(List::stream).toList();
  }

  private static Spot projected(double longitude, double latitude) {
    double turned = Math.IEEEremainder(longitude, 2 * HALF_CIRCLE);
    double phi = Math.toRadians(latitude);
    double p2 = phi * phi;
    double p4 = p2 * p2;
    return new Spot(
        Math.toRadians(turned) * (X[0] + X[1] * p2 + p4 * (X[2] + p4 * (X[3] * p2 + X[4] * p4))),
        -phi * (Y[0] + p2 * (Y[1] + p4 * (Y[2] + Y[3] * p2 + Y[4] * p4))));
  }

  /// Returns a ring in pixels, cut where it leaves the map on one side and comes back on the other.
  private static List<List<Spot>> parts(List<Spot> ring, Projection projection) {
    List<List<Spot>> parts = new ArrayList<>();
    double before = Double.NaN;
    for (Spot spot : ring) {
      double turned = Math.IEEEremainder(spot.x - projection.middle, 2 * HALF_CIRCLE);
      if (parts.isEmpty() || Math.abs(turned - before) > HALF_CIRCLE) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(projection.at(spot.x, spot.y));
      before = turned;
    }
    return parts;
  }

  /// Returns the part of a polygon that is inside the picture (Sutherland and Hodgman).
  private static List<Spot> clipped(List<Spot> polygon) {
    List<Spot> left = polygon;
    for (int side = 0; side < 4; side++) {
      List<Spot> kept = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        Spot from = left.get((i + left.size() - 1) % left.size());
        Spot to = left.get(i);
        double start = inside(from, side);
        double end = inside(to, side);
        if (start >= 0 != end >= 0) {
          double share = start / (start - end);
          kept.add(new Spot(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)));
        }
        if (end >= 0) {
          kept.add(to);
        }
      }
      left = kept;
    }
    return left;
  }

  /// Returns how far inside a side of the picture a spot is.
  private static double inside(Spot spot, int side) {
    return switch (side) {
      case 0 -> spot.x;
      case 1 -> WIDTH - spot.x;
      case 2 -> spot.y;
      default -> HEIGHT - spot.y;
    };
  }

  private static String path(List<Spot> polygon) {
    List<Spot> corners = new ArrayList<>();
    for (Spot spot : polygon) {
      if (corners.isEmpty()
          || Math.hypot(spot.x - corners.getLast().x, spot.y - corners.getLast().y) >= FINEST) {
        corners.add(spot);
      }
    }
    return corners.stream()
        .map(spot -> String.format(Locale.ROOT, "%.1f,%.1f", spot.x, spot.y).replace("-0.0", "0.0"))
        .collect(Collectors.joining("L", "M", "Z"));
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }
}
