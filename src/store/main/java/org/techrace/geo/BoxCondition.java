package org.techrace.geo;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.Expr;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/// A condition that compares a variable geometry with a constant one, such as `geof:sfWithin(?g,
/// CONSTANT)` or `geof:distance(?g, CONSTANT, uom:metre) < 500`. The box of the geometry decides it
/// for most geometries, and for points its coordinates do. Safe for use by several threads.
public final class BoxCondition {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  // Made once, because many geometries are tested.
  private static final Optional<Boolean> TRUE = Optional.of(true);
  private static final Optional<Boolean> FALSE = Optional.of(false);

  private final Var variable;

  /// The boxes in which the condition is open.
  private final List<Envelope> boxes;

  /// The value for points outside of the boxes.
  private final boolean outside;

  /// A box within which all points have the same value, or an empty box.
  private final Envelope inner;

  private final boolean inside;

  /// The value for a point.
  private final Predicate<Geometry> exact;

  private BoxCondition(Var variable, List<Envelope> boxes, Predicate<Geometry> exact) {
    this.variable = variable;
    this.boxes = boxes;
    this.outside = false;
    this.inner = new Envelope();
    this.inside = false;
    this.exact = exact;
  }

  /// Creates a condition on a topological relation.
  private BoxCondition(Var variable, Geometry constant, Predicate<Geometry> exact) {
    Envelope box = constant.getEnvelopeInternal();
    this.variable = variable;
    this.boxes = List.of(box);
    this.outside = exact.test(point(box.getMaxX() + 1, box.getMaxY() + 1));
    this.inner = constant.isRectangle() ? box : new Envelope();
    this.inside = !inner.isNull() && exact.test(GEOMETRIES.createPoint(box.centre()));
    this.exact = exact;
  }

  /// Compiles a condition. Returns empty if it has another form, or compares with a constant that
  /// is empty or that functions cannot read.
  public static Optional<BoxCondition> of(Expr condition) {
    return switch (condition) {
      case E_Function relation -> relation(relation);
      case E_LessThan less -> nearer(less.getArg1(), less.getArg2(), false);
      case E_LessThanOrEqual less -> nearer(less.getArg1(), less.getArg2(), true);
      case E_GreaterThan greater -> nearer(greater.getArg2(), greater.getArg1(), false);
      case E_GreaterThanOrEqual greater -> nearer(greater.getArg2(), greater.getArg1(), true);
      default -> Optional.empty();
    };
  }

  private static Optional<BoxCondition> relation(E_Function function) {
    if (function.getArgs().size() != 2) {
      return Optional.empty();
    }
    return Arrays.stream(Relation.Kind.values())
        .filter(kind -> GeometryCall.isNamed(function, kind.functionName()))
        .findFirst()
        .flatMap(
            kind ->
                GeometryCall.of(function)
                    .map(
                        call ->
                            new BoxCondition(
                                call.variable(),
                                call.constant(),
                                call.variableFirst()
                                    ? point -> kind.holds(point, call.constant())
                                    : point -> kind.holds(call.constant(), point))));
  }

  /// Compiles a condition that the distance is less than a constant.
  private static Optional<BoxCondition> nearer(Expr distance, Expr bound, boolean orEqual) {
    if (!(distance instanceof E_Function function)
        || !bound.isConstant()
        || !bound.getConstant().isNumber()) {
      return Optional.empty();
    }
    double most = bound.getConstant().getDouble();
    return GeometryCall.unit(function)
        .filter(_ -> Double.isFinite(most))
        .flatMap(
            unit ->
                GeometryCall.of(function)
                    .map(
                        call ->
                            new BoxCondition(
                                call.variable(),
                                around(call.constant(), most, unit),
                                point -> isLess(call.distance(point, unit), most, orEqual))));
  }

  private static boolean isLess(double distance, double most, boolean orEqual) {
    return orEqual ? distance <= most : distance < most;
  }

  private static List<Envelope> around(Geometry constant, double distance, Distance.Unit unit) {
    Envelope box = constant.getEnvelopeInternal();
    return switch (unit) {
      case METRE -> Surroundings.inMetres(box, distance);
      case DEGREE -> Surroundings.inDegrees(box, distance);
      case RADIAN -> Surroundings.inDegrees(box, Math.toDegrees(distance));
    };
  }

  /// Returns the variable.
  public Var variable() {
    return variable;
  }

  /// Returns true if the condition is false for all geometries that are far away.
  public boolean isLocal() {
    return !outside;
  }

  /// Returns the value for a geometry if its box decides it.
  ///
  /// @param i the number of the geometry
  public Optional<Boolean> byBox(Boxes table, int i) {
    return switch (table.kind(i)) {
      case POINT -> {
        if (isInside(table.x(i), table.y(i))) {
          yield decided(inside);
        }
        yield isNear(table, i) ? Optional.empty() : decided(outside);
      }
      case LARGER -> outside || isNear(table, i) ? Optional.empty() : FALSE;
      case EMPTY -> Optional.empty();
      case INVALID -> FALSE;
    };
  }

  private static Optional<Boolean> decided(boolean value) {
    return value ? TRUE : FALSE;
  }

  private boolean isInside(double x, double y) {
    return inner.getMinX() < x && x < inner.getMaxX() && inner.getMinY() < y && y < inner.getMaxY();
  }

  /// Returns the value for a geometry if it is a point.
  ///
  /// @param i the number of the geometry
  public Optional<Boolean> byPoint(Boxes table, int i) {
    return table.kind(i) == Boxes.Kind.POINT
        ? decided(exact.test(point(table.x(i), table.y(i))))
        : Optional.empty();
  }

  /// Returns the numbers of all geometries for which the condition may be true.
  public BitSet candidates(Boxes table) {
    BitSet found = new BitSet();
    for (int i = 0; i < table.size(); i++) {
      if (byBox(table, i).orElse(true)) {
        found.set(i);
      }
    }
    return found;
  }

  private boolean isNear(Boxes table, int i) {
    for (Envelope box : boxes) {
      if (table.meets(i, box)) {
        return true;
      }
    }
    return false;
  }

  private static Geometry point(double x, double y) {
    return GEOMETRIES.createPoint(new Coordinate(x, y));
  }
}
