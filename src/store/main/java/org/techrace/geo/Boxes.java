package org.techrace.geo;

import java.util.Arrays;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;

/// The boxes of geometries: the smallest and largest longitude and latitude of each. A point takes
/// 16 bytes, any other geometry 48. Filled by one thread; then safe for use by several.
public final class Boxes {
  /// The datatype of geometries in well-known text.
  public static final String WKT_LITERAL = "http://www.opengis.net/ont/geosparql#wktLiteral";

  /// The bytes of a point.
  public static final int POINT_BYTES = 2 * Double.BYTES;

  private static final int SIDES = 4;

  /// The longitude of a point, or the number of a larger box, or one of the marks below.
  private final double[] x;

  /// The latitude of a point, or NaN.
  private final double[] y;

  /// The sides of the boxes of geometries that are not points.
  private double[] larger = {};

  private int size;
  private int largerSize;

  /// Marks a literal that is not a geometry: functions fail for it.
  private static final double INVALID = -1;

  /// Marks an empty geometry, which has no box.
  private static final double EMPTY = -2;

  /// The kinds of geometries in the table.
  enum Kind {
    POINT,
    LARGER,
    EMPTY,
    INVALID
  }

  /// Creates a table without boxes.
  ///
  /// @param capacity the maximum number of boxes
  public Boxes(int capacity) {
    this.x = new double[capacity];
    this.y = new double[capacity];
  }

  /// Returns the number of boxes.
  public int size() {
    return size;
  }

  /// Returns the number of bytes that the table takes.
  public long bytes() {
    return (long) POINT_BYTES * x.length + (long) Double.BYTES * larger.length;
  }

  /// Adds the box of a geometry.
  ///
  /// @param wkt the text of a literal of the type [#WKT_LITERAL]
  public void add(String wkt) {
    double at = INVALID;
    double latitude = Double.NaN;
    try {
      Geometry geometry = WktLiteral.of(wkt).geometry();
      if (geometry.isEmpty()) {
        at = EMPTY;
      } else if (geometry instanceof Point point) {
        at = point.getX();
        latitude = point.getY();
      } else {
        at = addLarger(geometry.getEnvelopeInternal());
      }
    } catch (ExprEvalException _) {
      // Functions fail with the same error.
    }
    x[size] = at;
    y[size++] = latitude;
  }

  private int addLarger(Envelope box) {
    int end = SIDES * largerSize;
    if (end == larger.length) {
      larger = Arrays.copyOf(larger, Math.max(SIDES * 64, 2 * end));
    }
    larger[end] = box.getMinX();
    larger[end + 1] = box.getMinY();
    larger[end + 2] = box.getMaxX();
    larger[end + 3] = box.getMaxY();
    return largerSize++;
  }

  Kind kind(int i) {
    if (!Double.isNaN(y[i])) {
      return Kind.POINT;
    }
    return x[i] == INVALID ? Kind.INVALID : x[i] == EMPTY ? Kind.EMPTY : Kind.LARGER;
  }

  /// Returns the longitude of a point.
  double x(int i) {
    return x[i];
  }

  /// Returns the latitude of a point.
  double y(int i) {
    return y[i];
  }

  /// Returns true if the box of a geometry that is neither empty nor invalid meets another box.
  boolean meets(int i, Envelope box) {
    if (!Double.isNaN(y[i])) {
      return x[i] >= box.getMinX()
          && x[i] <= box.getMaxX()
          && y[i] >= box.getMinY()
          && y[i] <= box.getMaxY();
    }
    int at = SIDES * (int) x[i];
    return larger[at] <= box.getMaxX()
        && larger[at + 2] >= box.getMinX()
        && larger[at + 1] <= box.getMaxY()
        && larger[at + 3] >= box.getMinY();
  }
}
