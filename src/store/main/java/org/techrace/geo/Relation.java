package org.techrace.geo;

import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionBase2;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.relateng.RelateNG;
import org.locationtech.jts.operation.relateng.RelatePredicate;
import org.locationtech.jts.operation.relateng.TopologyPredicate;

/// A topological relation of two geometries (GeoSPARQL 1.1, section 8.8: the family of Simple
/// Features), on the plane of longitudes and latitudes.
final class Relation extends FunctionBase2 {
  /// The relations by their names.
  enum Kind {
    EQUALS("sfEquals"),
    DISJOINT("sfDisjoint"),
    INTERSECTS("sfIntersects"),
    TOUCHES("sfTouches"),
    CROSSES("sfCrosses"),
    WITHIN("sfWithin"),
    CONTAINS("sfContains"),
    OVERLAPS("sfOverlaps");

    private final String functionName;

    Kind(String functionName) {
      this.functionName = functionName;
    }

    String functionName() {
      return functionName;
    }

    /// Returns true if the geometries have the relation.
    ///
    /// @throws ExprEvalException if it takes too long to compare them
    boolean holds(Geometry a, Geometry b) {
      Effort.check(a, b);
      return RelateNG.relate(a, b, predicate());
    }

    private TopologyPredicate predicate() {
      return switch (this) {
        case EQUALS -> RelatePredicate.equalsTopo();
        case DISJOINT -> RelatePredicate.disjoint();
        case INTERSECTS -> RelatePredicate.intersects();
        case TOUCHES -> RelatePredicate.touches();
        case CROSSES -> RelatePredicate.crosses();
        case WITHIN -> RelatePredicate.within();
        case CONTAINS -> RelatePredicate.contains();
        case OVERLAPS -> RelatePredicate.overlaps();
      };
    }
  }

  private final Kind kind;
  private final Argument first = new Argument();
  private final Argument second = new Argument();

  Relation(Kind kind) {
    this.kind = kind;
  }

  @Override
  public NodeValue exec(NodeValue one, NodeValue other) {
    return NodeValue.booleanReturn(
        kind.holds(first.of(one).geometry(), second.of(other).geometry()));
  }
}
