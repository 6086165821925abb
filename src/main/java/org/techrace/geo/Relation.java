package org.techrace.geo;

import java.util.function.Supplier;
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
    EQUALS("sfEquals", RelatePredicate::equalsTopo),
    DISJOINT("sfDisjoint", RelatePredicate::disjoint),
    INTERSECTS("sfIntersects", RelatePredicate::intersects),
    TOUCHES("sfTouches", RelatePredicate::touches),
    CROSSES("sfCrosses", RelatePredicate::crosses),
    WITHIN("sfWithin", RelatePredicate::within),
    CONTAINS("sfContains", RelatePredicate::contains),
    OVERLAPS("sfOverlaps", RelatePredicate::overlaps);

    private final String functionName;
    private final Supplier<TopologyPredicate> predicate;

    Kind(String functionName, Supplier<TopologyPredicate> predicate) {
      this.functionName = functionName;
      this.predicate = predicate;
    }

    String functionName() {
      return functionName;
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
    Geometry a = first.of(one).geometry();
    Geometry b = second.of(other).geometry();
    Effort.check(a, b);
    return NodeValue.booleanReturn(RelateNG.relate(a, b, kind.predicate.get()));
  }
}
