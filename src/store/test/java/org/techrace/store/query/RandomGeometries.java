package org.techrace.store.query;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Creates random literals of the type `geo:wktLiteral`, and conditions on them.
final class RandomGeometries {
  private static final List<String> BROKEN =
      List.of(
          "POINT(1)",
          "POINT(1 91)",
          "POINT(361 1)",
          "POINT(NaN 1)",
          "POINT(1 1) x",
          "nonsense",
          "POLYGON((0 0, 1 1, 1 0))",
          "<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(1 1)",
          "<http://www.opengis.net/def/crs/EPSG/0/4326 POINT(1 1)");

  private static final List<String> EMPTY =
      List.of("", " ", "POINT EMPTY", "POLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY");

  private static final List<String> RELATIONS =
      List.of(
          "sfEquals",
          "sfDisjoint",
          "sfIntersects",
          "sfTouches",
          "sfCrosses",
          "sfWithin",
          "sfContains",
          "sfOverlaps");

  private final Random random;
  private boolean latitudeFirst;

  RandomGeometries(Random random) {
    this.random = random;
  }

  /// Returns a literal in SPARQL.
  String literal() {
    return "\"" + wkt() + "\"^^geo:wktLiteral";
  }

  /// Returns the text of a literal. It is a geometry most of the time.
  String wkt() {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return pick(BROKEN);
    }
    if (kind < 6) {
      return pick(EMPTY);
    }
    latitudeFirst = random.nextInt(8) == 0;
    String prefix = latitudeFirst ? "<http://www.opengis.net/def/crs/EPSG/0/4326> " : "";
    if (random.nextInt(20) == 0 && !latitudeFirst) {
      prefix = " <http://www.opengis.net/def/crs/OGC/1.3/CRS84>";
    }
    return prefix + geometry(kind);
  }

  private String geometry(int kind) {
    double x = longitude();
    double y = latitude();
    double w = random.nextInt(3) == 0 ? random.nextInt(1, 60) : random.nextInt(1, 4);
    if (kind < 55) {
      return pick(List.of("POINT(%s)", "POINT (%s)", "point( %s )", "Point Z(%s 7)"))
          .formatted(at(x, y));
    }
    if (kind < 65) {
      return "LINESTRING(%s, %s, %s)".formatted(at(x, y), near(x, y, w), near(x, y, w));
    }
    if (kind < 80) {
      return "POLYGON((%s, %s, %s, %s, %s))"
          .formatted(at(x, y), at(x + w, y), at(x + w, y + w), at(x, y + w), at(x, y));
    }
    if (kind < 90) {
      return "POLYGON((%s, %s, %s, %s))"
          .formatted(at(x, y), at(x + w, y), near(x, y + w, w), at(x, y));
    }
    if (kind < 95) {
      return "MULTIPOINT((%s), (%s))".formatted(at(x, y), near(x, y, w));
    }
    return "GEOMETRYCOLLECTION(POINT(%s), LINESTRING(%s, %s))"
        .formatted(at(x, y), at(x, y), near(x, y, w));
  }

  private String near(double x, double y, double w) {
    return at(x + random.nextDouble(-w, w), y + random.nextDouble(-w, w));
  }

  private String at(double longitude, double latitude) {
    double x = Math.clamp(longitude, -360, 360);
    double y = Math.clamp(latitude, -90, 90);
    return String.format(Locale.ROOT, "%.5f %.5f", latitudeFirst ? y : x, latitudeFirst ? x : y);
  }

  /// Returns a longitude, half of the time a whole number, so that points are on outlines.
  private double longitude() {
    double x =
        switch (random.nextInt(8)) {
          case 0 -> 178 + random.nextDouble() * 4;
          case 1 -> -182 + random.nextDouble() * 4;
          case 2 -> random.nextDouble(-360, 360);
          case 3 -> random.nextDouble(-180, 180);
          default -> random.nextDouble(0, 30);
        };
    return random.nextBoolean() ? Math.rint(x) : x;
  }

  private double latitude() {
    double y =
        switch (random.nextInt(8)) {
          case 0 -> 90 - random.nextDouble() * random.nextDouble();
          case 1 -> -90 + random.nextDouble();
          case 2 -> random.nextDouble(-90, 90);
          default -> random.nextDouble(40, 60);
        };
    return random.nextBoolean() ? Math.rint(y) : y;
  }

  /// Returns a condition on `?w` in SPARQL.
  String condition() {
    boolean first = random.nextBoolean();
    String two = first ? "?w, " + literal() : literal() + ", ?w";
    if (random.nextBoolean()) {
      return "geof:%s(%s)".formatted(pick(RELATIONS), two);
    }
    String distance = distance(two);
    String most = bound(distance);
    return switch (random.nextInt(6)) {
      case 0 -> most + " > " + distance;
      case 1 -> most + " >= " + distance;
      case 2 -> distance + " <= " + most;
      case 3 -> distance + " > " + most;
      default -> distance + " < " + most;
    };
  }

  private String distance(String two) {
    return switch (random.nextInt(6)) {
      case 0 -> "geof:distance(%s, uom:degree)".formatted(two);
      case 1 -> "geof:distance(%s, uom:radian)".formatted(two);
      case 2 -> "geof:metricDistance(%s)".formatted(two);
      case 3 ->
          random.nextInt(10) == 0
              ? "geof:distance(%s, uom:furlong)".formatted(two)
              : "geof:distance(%s, uom:metre)".formatted(two);
      default -> "geof:distance(%s, uom:metre)".formatted(two);
    };
  }

  private String bound(String distance) {
    double most =
        distance.contains("degree")
            ? random.nextDouble() * 20
            : distance.contains("radian")
                ? random.nextDouble() * 0.3
                : Math.pow(10, random.nextDouble(1, 7.5));
    return switch (random.nextInt(12)) {
      case 0 -> "0";
      case 1 -> "-1";
      case 2 -> "\"x\"";
      case 3, 4, 5 -> Long.toString(Math.round(most));
      case 6, 7 -> String.format(Locale.ROOT, "%.4f", most);
      default -> String.format(Locale.ROOT, "%.6e", most);
    };
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
