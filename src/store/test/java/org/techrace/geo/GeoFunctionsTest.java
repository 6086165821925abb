package org.techrace.geo;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests GeoSPARQL's functions with expressions and the values that they must have.
final class GeoFunctionsTest {
  private static final String PREFIXES =
      "PREFIX geof: <%s> PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/> "
              .formatted(GeoFunctions.NAMESPACE)
          + "PREFIX geo: <http://www.opengis.net/ont/geosparql#> ";

  private static final String SQUARE = "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))";

  /// Evaluates an expression in which `[…]` is a WKT literal and `SQUARE` a polygon.
  private static String value(String expression) {
    String wkt =
        expression
            .replace("SQUARE", "[" + SQUARE + "]")
            .replace("[", "\"")
            .replace("]", "\"^^geo:wktLiteral");
    Query query = QueryFactory.create(PREFIXES + "SELECT (STR(" + wkt + ") AS ?x) {}");
    try (QueryExec run = QueryExec.dataset(DatasetGraphFactory.empty()).query(query).build()) {
      Binding row = run.select().next();
      return row.isEmpty() ? "error" : row.get("x").getLiteralLexicalForm();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          geof:sfWithin([POINT(1 1)], SQUARE)                                   | true
          geof:sfWithin(SQUARE, [POINT(1 1)])                                   | false
          geof:sfContains(SQUARE, [POINT(1 1)])                                 | true
          geof:sfContains(SQUARE, [POINT(4 4)])                                 | false
          geof:sfTouches(SQUARE, [POINT(4 4)])                                  | true
          geof:sfIntersects(SQUARE, [LINESTRING(-1 2, 5 2)])                    | true
          geof:sfCrosses(SQUARE, [LINESTRING(-1 2, 5 2)])                       | true
          geof:sfDisjoint(SQUARE, [POINT(5 5)])                                 | true
          geof:sfOverlaps(SQUARE, [POLYGON((2 2, 6 2, 6 6, 2 6, 2 2))])         | true
          geof:sfEquals(SQUARE, [POLYGON((4 4, 4 0, 0 0, 0 4, 4 4))])           | true
          geof:sfIntersects([GEOMETRYCOLLECTION(POINT(9 9), POINT(1 1))], SQUARE) | true
          geof:distance([POINT(0 0)], [POINT(3 4)], uom:degree)                 | 5.0e0
          geof:distance(SQUARE, [POINT(7 2)], uom:degree)                       | 3.0e0
          geof:distance(SQUARE, [POINT(1 1)], uom:metre)                        | 0.0e0
          geof:envelope([LINESTRING(1 1, 3 2)])       | POLYGON ((1 1, 1 2, 3 2, 3 1, 1 1))
          geof:convexHull([MULTIPOINT(0 0, 2 0, 0 2, 0.5 0.5)]) | POLYGON ((0 0, 0 2, 2 0, 0 0))
          geof:centroid(SQUARE)                       | POINT (2 2)
          geof:boundary([LINESTRING(1 1, 3 2)])       | MULTIPOINT ((1 1), (3 2))
          geof:intersection(SQUARE, [POLYGON((2 2, 6 2, 6 6, 2 6, 2 2))]) | POLYGON ((4 4, 4 2, 2 2, 2 4, 4 4))
          geof:union([POINT(1 1)], [POINT(2 2)])      | MULTIPOINT ((1 1), (2 2))
          geof:difference([LINESTRING(0 0, 4 0)], [LINESTRING(2 0, 4 0)]) | LINESTRING (0 0, 2 0)
          geof:symDifference([POINT(1 1)], [POINT(1 1)]) | POINT EMPTY
          geof:getSRID([POINT(1 1)])                  | http://www.opengis.net/def/crs/OGC/1.3/CRS84
          geof:isEmpty([])                            | true
          geof:isEmpty(SQUARE)                        | false
          """)
  void hasTheValue(String expression, String value) {
    assertThat(value(expression)).isEqualTo(value);
  }

  /// The example of GeographicLib's documentation: from Wellington to Salamanca.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "geof:distance([POINT(174.81 -41.32)], [POINT(-5.50 40.96)], uom:metre)",
        "geof:metricDistance([POINT(174.81 -41.32)], [POINT(-5.50 40.96)])",
        "geof:metricDistance([<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(-41.32 174.81)],"
            + " [POINT(-5.50 40.96)])"
      })
  void distancesAreGeodesicsOnWgs84(String expression) {
    assertThat(Double.parseDouble(value(expression))).isBetween(19959679.26, 19959679.27);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          geof:centroid([<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(10 20)])          | <http://www.opengis.net/def/crs/EPSG/0/4326> POINT (10 20)
          geof:sfEquals([<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(10 20)], [POINT(20 10)]) | true
          geof:getSRID([<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(10 20)])           | http://www.opengis.net/def/crs/EPSG/0/4326
          """)
  void readsLatitudesFirstIfTheLiteralSaysSo(String expression, String value) {
    assertThat(value(expression)).isEqualTo(value);
  }

  /// Points in the usual form are read without JTS.
  @ParameterizedTest
  @ValueSource(strings = {"1.5 -2.25", "-0 0", "007.10 1", "12.345678901234567 9.9999999999999999"})
  void readsPointsAsJtsDoes(String coordinates) {
    assertThat(value("geof:envelope([POINT(" + coordinates + ")])"))
        .isEqualTo(value("geof:envelope([POINT(  " + coordinates + "  )])"))
        .startsWith("POINT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "geof:sfWithin(\"POINT(1 1)\", SQUARE)",
        "geof:sfWithin(<urn:x>, SQUARE)",
        "geof:sfWithin([POINT(1)], SQUARE)",
        "geof:sfWithin([POINT(NaN 1)], SQUARE)",
        "geof:sfWithin([POINT(1 91)], SQUARE)",
        "geof:sfWithin([<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(1 1)], SQUARE)",
        "geof:distance([POINT(1 1)], [], uom:metre)",
        "geof:distance([POINT(1 1)], [POINT(1 1)], uom:furlong)",
        "geof:distance([POINT(1 1)], [POINT(1 1)], \"metre\")",
        "geof:convexHull(\"<gml:Point/>\"^^geo:gmlLiteral)"
      })
  void isAnError(String expression) {
    assertThat(value(expression)).isEqualTo("error");
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 100_000})
  void refusesGeometriesNestedTooDeep(int depth) {
    String wkt = "GEOMETRYCOLLECTION(".repeat(depth) + "POINT(1 1)" + ")".repeat(depth);
    assertThat(value("geof:isEmpty([" + wkt + "])")).isEqualTo("error");
  }

  /// A comb whose teeth cross those of another one.
  private static String comb(int teeth, boolean upright) {
    StringBuilder wkt = new StringBuilder("[LINESTRING(");
    for (int i = 0; i <= teeth; i++) {
      double x = 80.0 * i / teeth;
      int y = i % 2 * 80;
      wkt.append(i == 0 ? "" : ", ").append(upright ? x + " " + y : y + " " + x);
    }
    return wkt.append(")]").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sfCrosses", "intersection", "union"})
  void refusesGeometriesThatCrossTooOften(String function) {
    assertThat(value("geof:%s(%s, %s)".formatted(function, comb(50, true), comb(50, false))))
        .isNotEqualTo("error");
    assertThat(value("geof:%s(%s, %s)".formatted(function, comb(1_000, true), comb(1_000, false))))
        .isEqualTo("error");
  }
}
