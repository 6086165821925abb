package org.techrace.geo;

import java.util.Arrays;
import java.util.Optional;
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

  /// A unit of distances.
  enum Unit {
    METRE("metre"),
    DEGREE("degree"),
    RADIAN("radian");

    private final String iri;

    Unit(String name) {
      this.iri = UNITS + name;
    }

    private double between(Coordinate a, Coordinate b) {
      return switch (this) {
        case METRE -> Geodesic.WGS84.Inverse(a.y, a.x, b.y, b.x, GeodesicMask.DISTANCE).s12;
        case DEGREE -> a.distance(b);
        case RADIAN -> Math.toRadians(a.distance(b));
      };
    }

    /// Returns a unit by its IRI in OGC's namespace.
    static Optional<Unit> of(NodeValue iri) {
      String name = iri.asNode().isURI() ? iri.asNode().getURI() : "";
      return Arrays.stream(values()).filter(unit -> unit.iri.equals(name)).findFirst();
    }
  }

  private final Argument first = new Argument();
  private final Argument second = new Argument();

  /// `geof:distance`.
  ///
  /// @param unit the IRI of metre, degree or radian in OGC's namespace
  NodeValue in(NodeValue one, NodeValue other, NodeValue unit) {
    Unit known =
        Unit.of(unit)
            .orElseThrow(
                () ->
                    new ExprEvalException(
                        "the unit %s is not known, only metre, degree and radian of <%s>"
                            .formatted(unit, UNITS)));
    return distance(one, other, known);
  }

  /// `geof:metricDistance`.
  NodeValue inMetres(NodeValue one, NodeValue other) {
    return distance(one, other, Unit.METRE);
  }

  private NodeValue distance(NodeValue one, NodeValue other, Unit unit) {
    return NodeValue.makeDouble(
        between(first.of(one).geometry(), second.of(other).geometry(), unit));
  }

  /// Returns the distance of two geometries.
  ///
  /// @throws ExprEvalException if one of them is empty, or they have too many points
  static double between(Geometry a, Geometry b, Unit unit) {
    if (a.isEmpty() || b.isEmpty()) {
      throw new ExprEvalException("an empty geometry has no distance");
    }
    Effort.checkDistance(a, b);
    Coordinate[] nearest = DistanceOp.nearestPoints(a, b);
    return unit.between(nearest[0], nearest[1]);
  }
}
