package org.techrace.geo;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprEvalTypeException;
import org.apache.jena.sparql.expr.NodeValue;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.io.WKTWriter;

/// A literal of the type `geo:wktLiteral` (GeoSPARQL 1.1, section 8.5.1): an optional IRI of a
/// coordinate reference system, and a geometry in well-known text. Longitudes and latitudes on WGS
/// 84 are understood, in both orders.
///
/// @param geometry the geometry, with the longitude as x and the latitude as y, in degrees
/// @param crs the coordinate reference system in which the literal was written
record WktLiteral(Geometry geometry, Crs crs) {
  /// The longest literal that is read, in characters. Reading it cannot be stopped.
  private static final int LONGEST = 250_000;

  /// How deep geometry collections can be nested.
  private static final int DEEPEST = 20;

  /// A point in the form of most literals, which is read faster than JTS does.
  private static final Pattern PLAIN_POINT =
      Pattern.compile("POINT ?\\((?<x>-?\\d++(\\.\\d++)?) (?<y>-?\\d++(\\.\\d++)?)\\)");

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /// A coordinate reference system.
  enum Crs {
    /// Longitude before latitude; the system of a literal that names none.
    CRS84("http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
    /// Latitude before longitude.
    EPSG4326("http://www.opengis.net/def/crs/EPSG/0/4326");

    private final String iri;

    Crs(String iri) {
      this.iri = iri;
    }

    String iri() {
      return iri;
    }

    private static Optional<Crs> of(String iri) {
      return Arrays.stream(values()).filter(crs -> crs.iri.equals(iri)).findFirst();
    }
  }

  /// Reads a literal. An empty one is an empty geometry.
  ///
  /// @throws ExprEvalException if the value has another type, is not well formed, is too long, or
  ///   has another coordinate reference system
  static WktLiteral of(NodeValue value) {
    if (!value.isLiteral() || !Boxes.WKT_LITERAL.equals(value.getDatatypeURI())) {
      throw new ExprEvalTypeException(
          "a literal of the type <%s> is expected, not %s".formatted(Boxes.WKT_LITERAL, value));
    }
    return of(value.asNode().getLiteralLexicalForm());
  }

  /// Reads the text of a literal of this type.
  ///
  /// @throws ExprEvalException as [#of(NodeValue)] does
  static WktLiteral of(String lexicalForm) {
    String text = lexicalForm.strip();
    if (text.length() > LONGEST) {
      throw new ExprEvalException(
          "a geometry has %,d characters; at most %,d are read".formatted(text.length(), LONGEST));
    }
    Crs crs = Crs.CRS84;
    if (text.startsWith("<")) {
      int end = text.indexOf('>');
      String iri = text.substring(1, Math.max(end, 1));
      crs =
          Crs.of(iri)
              .orElseThrow(
                  () ->
                      new ExprEvalException(
                          "the coordinate reference system <%s> is not known, only CRS84 and EPSG:4326"
                              .formatted(iri)));
      text = text.substring(end + 1).strip();
    }
    return new WktLiteral(read(text, crs), crs);
  }

  private static Geometry read(String text, Crs crs) {
    try {
      Geometry geometry = parse(text);
      if (crs == Crs.EPSG4326) {
        swap(geometry);
      }
      for (Coordinate at : geometry.getCoordinates()) {
        if (!(Math.abs(at.x) <= 360 && Math.abs(at.y) <= 90)) {
          throw new ExprEvalException(
              "longitude %s, latitude %s is not a place on Earth".formatted(at.x, at.y));
        }
      }
      return geometry;
    } catch (ParseException | IllegalArgumentException e) {
      throw new ExprEvalException("a geometry is not well-known text: " + e.getMessage(), e);
    }
  }

  private static Geometry parse(String text) throws ParseException {
    Matcher point = PLAIN_POINT.matcher(text);
    if (point.matches()) {
      return GEOMETRIES.createPoint(
          new Coordinate(
              Double.parseDouble(point.group("x")), Double.parseDouble(point.group("y"))));
    }
    checkDepth(text);
    return new WKTReader().read(text.isEmpty() ? "GEOMETRYCOLLECTION EMPTY" : text);
  }

  private static void checkDepth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new ExprEvalException("a geometry is nested more than %d deep".formatted(DEEPEST));
      }
    }
  }

  private static void swap(Geometry geometry) {
    geometry.apply(
        (CoordinateFilter)
            at -> {
              double x = at.x;
              at.x = at.y;
              at.y = x;
            });
    geometry.geometryChanged();
  }

  /// Returns a geometry as a literal in the coordinate reference system of this one.
  NodeValue with(Geometry result) {
    Geometry written = result;
    String prefix = "";
    if (crs != Crs.CRS84) {
      written = result.copy();
      swap(written);
      prefix = "<" + crs.iri + "> ";
    }
    return NodeValue.makeNode(
        prefix + new WKTWriter().write(written),
        TypeMapper.getInstance().getSafeTypeByName(Boxes.WKT_LITERAL));
  }
}
