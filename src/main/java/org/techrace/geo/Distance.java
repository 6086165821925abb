package org.techrace.geo;

import java.util.Map;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.distance.DistanceOp;

/// The shortest distance of two geometries (GeoSPARQL 1.1, section 8.7). Between points it is the
/// geodesic on WGS 84. For other geometries, the nearest points are found on the plane of
/// longitudes and latitudes.
final class Distance {
  private static final String UNITS = "http://www.opengis.net/def/uom/OGC/1.0/";

  /// Returns the distance of two places.
  @FunctionalInterface
  private interface Measure {
    double of(Coordinate a, Coordinate b);
  }

  private static final Map<String, Measure> MEASURES =
      Map.of(
          UNITS + "metre", Distance::metres,
          UNITS + "degree", Coordinate::distance,
          UNITS + "radian", (a, b) -> Math.toRadians(a.distance(b)));

  private final Argument first = new Argument();
  private final Argument second = new Argument();

  /// `geof:distance`.
  ///
  /// @param unit the IRI of metre, degree or radian in OGC's namespace
  NodeValue in(NodeValue one, NodeValue other, NodeValue unit) {
    Measure measure = unit.asNode().isURI() ? MEASURES.get(unit.asNode().getURI()) : null;
    if (measure == null) {
      throw new ExprEvalException(
          "the unit %s is not known, only metre, degree and radian of <%s>".formatted(unit, UNITS));
    }
    return distance(one, other, measure);
  }

  /// `geof:metricDistance`.
  NodeValue inMetres(NodeValue one, NodeValue other) {
    return distance(one, other, Distance::metres);
  }

  private NodeValue distance(NodeValue one, NodeValue other, Measure measure) {
    Geometry a = first.of(one).geometry();
    Geometry b = second.of(other).geometry();
    if (a.isEmpty() || b.isEmpty()) {
      throw new ExprEvalException("an empty geometry has no distance");
    }
    Effort.checkDistance(a, b);
    Coordinate[] nearest = DistanceOp.nearestPoints(a, b);
    return NodeValue.makeDouble(measure.of(nearest[0], nearest[1]));
  }

  private static double metres(Coordinate a, Coordinate b) {
    return Geodesic.WGS84.Inverse(a.y, a.x, b.y, b.x, GeodesicMask.DISTANCE).s12;
  }
}
