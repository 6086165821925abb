package org.techrace.geo;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;

/// Boxes that contain every place within a distance of a box. They may be larger than needed, never
/// smaller.
final class Surroundings {
  /// The equatorial radius of WGS 84 in metres. A degree of longitude is never shorter than on a
  /// sphere with this radius.
  private static final double RADIUS = 6_378_137;

  /// The smallest radius of curvature of a meridian in metres, which is that at the equator.
  private static final double MERIDIAN_RADIUS = 6_335_439;

  /// Added to distances in metres, for the rounding errors of the geodesic.
  private static final double METRES_ROUNDED = 0.001;

  /// Distances are increased by this share, for rounding errors.
  private static final double ROUNDED = 1e-9;

  /// Added to degrees, for rounding errors.
  private static final double DEGREES_ROUNDED = 1e-9;

  private static final double POLE = 90;
  private static final double TURN = 360;

  /// The number of turns around the Earth between two longitudes from -360 to 360.
  private static final int MOST_TURNS = 2;

  private Surroundings() {}

  /// Returns the boxes for a distance of the plane of longitudes and latitudes.
  static List<Envelope> inDegrees(Envelope box, double degrees) {
    return degrees < 0 ? List.of() : List.of(grown(box, degrees, degrees));
  }

  /// Returns the boxes for the length of a geodesic on WGS 84. A geometry can be on the other side
  /// of the antimeridian, so there are several.
  ///
  /// On the way to a place within the distance, the latitude changes by at most the distance
  /// divided by the smallest radius of a meridian. At each latitude on the way, a circle of
  /// latitude has at least the radius that it has at the latitude that is nearest to a pole.
  static List<Envelope> inMetres(Envelope box, double metres) {
    if (metres < 0) {
      return List.of();
    }
    double length = metres * (1 + ROUNDED) + METRES_ROUNDED;
    double latitudes = Math.toDegrees(length / MERIDIAN_RADIUS);
    double highest =
        Math.max(Math.abs(box.getMinY()), Math.abs(box.getMaxY())) + latitudes + DEGREES_ROUNDED;
    double longitudes =
        highest >= POLE
            ? TURN
            : Math.toDegrees(length / (RADIUS * Math.cos(Math.toRadians(highest))));
    Envelope grown = grown(box, Math.min(longitudes, TURN), latitudes);
    if (grown.getWidth() >= TURN) {
      return List.of(new Envelope(-TURN, TURN, grown.getMinY(), grown.getMaxY()));
    }
    List<Envelope> boxes = new ArrayList<>();
    for (int turns = -MOST_TURNS; turns <= MOST_TURNS; turns++) {
      double west = grown.getMinX() + turns * TURN - DEGREES_ROUNDED;
      double east = grown.getMaxX() + turns * TURN + DEGREES_ROUNDED;
      if (west <= TURN && east >= -TURN) {
        boxes.add(new Envelope(west, east, grown.getMinY(), grown.getMaxY()));
      }
    }
    return boxes;
  }

  /// Returns a length that no geodesic between two latitudes is shorter than.
  ///
  /// @param degrees the difference of the latitudes
  static double metresAtLeast(double degrees) {
    return Math.toRadians(degrees) * MERIDIAN_RADIUS * (1 - ROUNDED) - METRES_ROUNDED;
  }

  /// Returns a distance on the plane that is not greater than the difference of two latitudes.
  static double degreesAtLeast(double degrees) {
    return degrees * (1 - ROUNDED) - DEGREES_ROUNDED;
  }

  private static Envelope grown(Envelope box, double longitudes, double latitudes) {
    Envelope grown = new Envelope(box);
    grown.expandBy(
        longitudes * (1 + ROUNDED) + DEGREES_ROUNDED, latitudes * (1 + ROUNDED) + DEGREES_ROUNDED);
    return grown;
  }
}
