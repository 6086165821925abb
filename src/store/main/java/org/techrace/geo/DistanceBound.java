package org.techrace.geo;

import java.util.Optional;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.Expr;
import org.locationtech.jts.geom.Envelope;

/// Finds that a point is far from a constant geometry by the difference of their latitudes, without
/// measuring the distance. Safe for use by several threads.
public final class DistanceBound {
  private final Var variable;
  private final Envelope constant;
  private final Distance.Unit unit;

  private DistanceBound(GeometryCall call, Distance.Unit unit) {
    this.variable = call.variable();
    this.constant = call.constant().getEnvelopeInternal();
    this.unit = unit;
  }

  /// Compiles an expression such as `geof:distance(?g, CONSTANT, uom:metre)`. Returns empty if it
  /// has another form, or measures from a constant that is empty or that functions cannot read.
  public static Optional<DistanceBound> of(Expr expr) {
    return expr instanceof E_Function function
        ? GeometryCall.unit(function)
            .flatMap(unit -> GeometryCall.of(function).map(call -> new DistanceBound(call, unit)))
        : Optional.empty();
  }

  /// Returns the variable of the geometry.
  public Var variable() {
    return variable;
  }

  /// Returns true if the distance of a point is certainly greater than a number. Returns false for
  /// other geometries, because they may have too many points to be measured.
  ///
  /// @param i the number of the geometry
  public boolean isFarther(Boxes table, int i, double distance) {
    return table.kind(i) == Boxes.Kind.POINT && atLeast(latitudesTo(table.y(i))) > distance;
  }

  private double latitudesTo(double y) {
    return Math.max(0, Math.max(y - constant.getMaxY(), constant.getMinY() - y));
  }

  /// Returns a distance that is not greater than any between two latitudes.
  private double atLeast(double latitudes) {
    return switch (unit) {
      case METRE -> Surroundings.metresAtLeast(latitudes);
      case DEGREE -> Surroundings.degreesAtLeast(latitudes);
      case RADIAN -> Math.toRadians(Surroundings.degreesAtLeast(latitudes));
    };
  }
}
