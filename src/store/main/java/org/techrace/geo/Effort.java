package org.techrace.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/// Refuses geometries whose comparison would take too long, because it cannot be stopped: each
/// crossing of their lines costs time and memory.
final class Effort {
  /// The most pairs of points whose distance is measured.
  private static final long MOST_DISTANCES = 4_000_000;

  /// The most points of geometries that are combined.
  private static final int MOST_POINTS = 1_000;

  /// The most pairs of lines that are looked at.
  private static final int MOST_PAIRS = 5_000_000;

  /// The most crossings for each line. Each line of an outline meets two others.
  private static final int CROSSINGS_PER_LINE = 5;

  /// The most crossings in addition.
  private static final int MOST_CROSSINGS = 5_000;

  private Effort() {}

  /// @throws ExprEvalException if the distance of two geometries takes too long
  static void checkDistance(Geometry one, Geometry other) {
    if ((long) one.getNumPoints() * other.getNumPoints() > MOST_DISTANCES) {
      throw new ExprEvalException(
          "the distance of geometries with %,d and %,d points is not measured"
              .formatted(one.getNumPoints(), other.getNumPoints()));
    }
  }

  /// @throws ExprEvalException if it takes too long to combine two geometries
  static void checkOverlay(Geometry one, Geometry other) {
    int points = one.getNumPoints() + other.getNumPoints();
    if (points > MOST_POINTS) {
      throw new ExprEvalException(
          "geometries of %,d points are not combined; at most %,d points are"
              .formatted(points, MOST_POINTS));
    }
    check(one, other);
  }

  /// @throws ExprEvalException if it takes too long to compare two geometries
  static void check(Geometry one, Geometry other) {
    if (one.getNumPoints() == 1 || other.getNumPoints() == 1) {
      return;
    }
    List<Envelope> lines = new ArrayList<>();
    addLines(one, lines);
    addLines(other, lines);
    lines.sort(Comparator.comparingDouble(Envelope::getMinX));
    int most = MOST_CROSSINGS + CROSSINGS_PER_LINE * lines.size();
    int pairs = 0;
    int crossings = 0;
    for (int i = 0; i < lines.size(); i++) {
      Envelope line = lines.get(i);
      for (int j = i + 1; j < lines.size(); j++) {
        Envelope next = lines.get(j);
        if (next.getMinX() > line.getMaxX()) {
          break;
        }
        pairs++;
        if (next.getMinY() <= line.getMaxY() && next.getMaxY() >= line.getMinY()) {
          crossings++;
        }
      }
      if (pairs > MOST_PAIRS || crossings > most) {
        throw new ExprEvalException(
            "geometries of %,d and %,d points that cross so often are not compared"
                .formatted(one.getNumPoints(), other.getNumPoints()));
      }
    }
  }

  /// Adds the boxes of all lines. The step from one part to the next counts as a line.
  private static void addLines(Geometry geometry, List<Envelope> lines) {
    Coordinate[] points = geometry.getCoordinates();
    for (int i = 1; i < points.length; i++) {
      lines.add(new Envelope(points[i - 1], points[i]));
    }
  }
}
