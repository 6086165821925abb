package org.techrace.geo;

import java.util.Optional;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;
import org.locationtech.jts.geom.Geometry;

/// A call of a function whose first arguments are a variable geometry and a constant one.
///
/// @param constant the constant geometry, which is not empty
/// @param variableFirst true if the variable is the first argument
record GeometryCall(Var variable, Geometry constant, boolean variableFirst) {

  /// Returns empty if the arguments have another form, or the constant is empty or functions cannot
  /// read it.
  static Optional<GeometryCall> of(E_Function function) {
    Expr first = function.getArg(1);
    Expr second = function.getArg(2);
    if (first.isVariable() && second.isConstant()) {
      return geometry(second.getConstant()).map(g -> new GeometryCall(first.asVar(), g, true));
    }
    if (first.isConstant() && second.isVariable()) {
      return geometry(first.getConstant()).map(g -> new GeometryCall(second.asVar(), g, false));
    }
    return Optional.empty();
  }

  private static Optional<Geometry> geometry(NodeValue value) {
    try {
      return Optional.of(WktLiteral.of(value).geometry()).filter(g -> !g.isEmpty());
    } catch (ExprEvalException e) {
      return Optional.empty();
    }
  }

  /// Returns the unit of a function that measures a distance, or empty for any other function.
  static Optional<Distance.Unit> unit(E_Function function) {
    int arguments = function.getArgs().size();
    if (arguments == 2 && isNamed(function, "metricDistance")) {
      return Optional.of(Distance.Unit.METRE);
    }
    return arguments == 3 && isNamed(function, "distance") && function.getArg(3).isConstant()
        ? Distance.Unit.of(function.getArg(3).getConstant())
        : Optional.empty();
  }

  static boolean isNamed(E_Function function, String name) {
    return function.getFunctionIRI().equals(GeoFunctions.NAMESPACE + name);
  }

  /// Returns the distance of the constant from a geometry in place of the variable.
  double distance(Geometry geometry, Distance.Unit unit) {
    return variableFirst
        ? Distance.between(geometry, constant, unit)
        : Distance.between(constant, geometry, unit);
  }
}
