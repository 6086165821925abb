package org.techrace.geo;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.Function;
import org.apache.jena.sparql.function.FunctionBase1;
import org.apache.jena.sparql.function.FunctionBase2;
import org.apache.jena.sparql.function.FunctionBase3;
import org.apache.jena.sparql.function.FunctionRegistry;
import org.apache.jena.sys.JenaSubsystemLifecycle;
import org.locationtech.jts.algorithm.ConvexHull;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/// Adds GeoSPARQL's common functions to ARQ. Jena finds this class through `META-INF/services` and
/// starts it. Geometries are read only when a query calls a function.
public final class GeoFunctions implements JenaSubsystemLifecycle {
  /// The namespace of the functions.
  public static final String NAMESPACE = "http://www.opengis.net/def/function/geosparql/";

  private static final int AFTER_ARQ = 500;

  @Override
  public void start() {
    for (Relation.Kind kind : Relation.Kind.values()) {
      register(kind.functionName(), () -> new Relation(kind));
    }
    register("distance", GeoFunctions::distance);
    register("metricDistance", GeoFunctions::metricDistance);
    register("getSRID", GeoFunctions::crs);
    register("isEmpty", GeoFunctions::isEmpty);
    register("envelope", () -> one(Geometry::getEnvelope));
    register("convexHull", () -> one(geometry -> new ConvexHull(geometry).getConvexHull()));
    register("centroid", () -> one(Geometry::getCentroid));
    register("boundary", () -> one(Geometry::getBoundary));
    register("intersection", () -> overlay(OverlayNG.INTERSECTION));
    register("union", () -> overlay(OverlayNG.UNION));
    register("difference", () -> overlay(OverlayNG.DIFFERENCE));
    register("symDifference", () -> overlay(OverlayNG.SYMDIFFERENCE));
  }

  private static void register(String name, Supplier<Function> function) {
    FunctionRegistry.get().put(NAMESPACE + name, _ -> function.get());
  }

  private static Function distance() {
    Distance distance = new Distance();
    return new FunctionBase3() {
      @Override
      public NodeValue exec(NodeValue one, NodeValue other, NodeValue unit) {
        return distance.in(one, other, unit);
      }
    };
  }

  private static Function metricDistance() {
    Distance distance = new Distance();
    return new FunctionBase2() {
      @Override
      public NodeValue exec(NodeValue one, NodeValue other) {
        return distance.inMetres(one, other);
      }
    };
  }

  private static Function crs() {
    return new FunctionBase1() {
      @Override
      public NodeValue exec(NodeValue value) {
        return NodeValue.makeNode(WktLiteral.of(value).crs().iri(), XSDDatatype.XSDanyURI);
      }
    };
  }

  private static Function isEmpty() {
    return new FunctionBase1() {
      @Override
      public NodeValue exec(NodeValue value) {
        return NodeValue.booleanReturn(WktLiteral.of(value).geometry().isEmpty());
      }
    };
  }

  private static Function one(UnaryOperator<Geometry> operation) {
    return new FunctionBase1() {
      @Override
      public NodeValue exec(NodeValue value) {
        WktLiteral literal = WktLiteral.of(value);
        return literal.with(operation.apply(literal.geometry()));
      }
    };
  }

  private static Function overlay(int operation) {
    Argument first = new Argument();
    Argument second = new Argument();
    return new FunctionBase2() {
      @Override
      public NodeValue exec(NodeValue one, NodeValue other) {
        WktLiteral a = first.of(one);
        Geometry b = second.of(other).geometry();
        Effort.checkOverlay(a.geometry(), b);
        return a.with(OverlayNGRobust.overlay(a.geometry(), b, operation));
      }
    };
  }

  @Override
  public void stop() {
    // The functions have no resources.
  }

  @Override
  public int level() {
    return AFTER_ARQ;
  }
}
