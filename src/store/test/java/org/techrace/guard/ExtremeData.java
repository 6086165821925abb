package org.techrace.guard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;

/// A graph of extreme literals, and the patterns that bind the variables of [ExtremeCalls] to them.
final class ExtremeData {
  private static final String NS = "http://example.org/";

  /// Values that are bound one at a time, by variable.
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.of(
              "a1k", "a".repeat(1_000),
              "a100k", "a".repeat(100_000),
              "a1m", "a".repeat(1_000_000),
              "percent400k", "%".repeat(400_000),
              "fdfa200k", "\uFDFA".repeat(200_000),
              "ab100k", "ab".repeat(50_000)));

  /// Lists of values, by variable; a query sees all of them.
  private static final Map<String, List<Node>> LISTS =
      Map.of(
          "number",
          List.of(
              typed("1", XSDDatatype.XSDinteger),
              typed("9".repeat(4_990), XSDDatatype.XSDinteger),
              typed("0." + "0".repeat(4_980) + "1", XSDDatatype.XSDdecimal),
              typed("1e308", XSDDatatype.XSDdouble),
              typed("NaN", XSDDatatype.XSDfloat)),
          "digits",
          List.of(typed("9".repeat(20_000), XSDDatatype.XSDinteger)),
          "time",
          List.of(
              typed("2020-01-01T00:00:00Z", XSDDatatype.XSDdateTime),
              typed("2020-01-01T00:00:00", XSDDatatype.XSDdateTime),
              typed("-99999999999999-12-31", XSDDatatype.XSDdate),
              typed("999999999-12-31", XSDDatatype.XSDdate),
              typed("24:00:00", XSDDatatype.XSDtime)),
          "duration",
          List.of(
              typed("P9999999999999999D", XSDDatatype.XSDdayTimeDuration),
              typed("-P2000000000D", XSDDatatype.XSDdayTimeDuration),
              typed("P2000000001D", XSDDatatype.XSDdayTimeDuration),
              typed("P99999999999999Y", XSDDatatype.XSDyearMonthDuration),
              typed("P1Y400D", XSDDatatype.XSDduration)),
          "geometry",
          List.of(
              wkt("LINESTRING", i -> 80.0 * i / 999, i -> i % 2 * 80, 1_000),
              wkt("LINESTRING", i -> i % 2 * 80, i -> 80.0 * i / 999, 1_000),
              wkt("LINESTRING", i -> 80.0 * i / 4_999, i -> i % 2 * 80, 5_000),
              wkt("LINESTRING", i -> i % 2 * 80, i -> 80.0 * i / 4_999, 5_000),
              wkt("LINESTRING", i -> i % 2 * 80, i -> i % 2 * 80 + 1e-13 * i, 1_000),
              wkt("LINESTRING", i -> 80 * Math.sin(i / 7.0), i -> 80 * Math.cos(i / 7.0), 6_000),
              wkt("MULTIPOINT", i -> 80 * Math.sin(i), i -> 80 * Math.cos(i), 6_000),
              wkt("MULTIPOINT", i -> 1.5 * Math.sin(i), i -> 1.5 * Math.cos(i), 2_000),
              ring(400),
              ring(6_000)));

  private ExtremeData() {}

  /// Returns the graph: `?s :value ?o` has all values of the lists but geometries, and each text
  /// has a property of its own.
  static DatasetGraph quads() {
    DatasetGraph dataset = DatasetGraphFactory.create();
    TEXTS.forEach((name, text) -> add(dataset, name, NodeFactory.createLiteralString(text)));
    LISTS.forEach(
        (name, values) ->
            values.forEach(
                value -> {
                  add(dataset, name, value);
                  if (!name.equals("geometry")) { // reading long ones again and again tests little
                    add(dataset, "value", value);
                  }
                }));
    add(dataset, "value", NodeFactory.createLiteralString("text"));
    add(dataset, "value", NodeFactory.createLiteralLang("text", "en"));
    add(dataset, "value", NodeFactory.createURI(NS));
    add(dataset, "value", NodeFactory.createBlankNode("b"));
    add(dataset, "text", NodeFactory.createLiteralString("text"));
    add(dataset, "text", NodeFactory.createLiteralLang("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "en"));
    return dataset;
  }

  /// Returns a graph of 5,000 things: `?s :next ?o` leads from each to three others, `?s :value ?v`
  /// to a number or text.
  static DatasetGraph network() {
    int things = 5_000;
    DatasetGraph dataset = DatasetGraphFactory.create();
    for (int i = 0; i < things; i++) {
      for (int next : List.of(i + 1, 7 * i, i * i % things)) {
        dataset.add(iri("g" + i % 9), iri("n" + i), iri("next"), iri("n" + next % things));
      }
      Node value =
          i % 2 == 0
              ? NodeFactory.createLiteralByValue(i)
              : NodeFactory.createLiteralLang("text " + i, "en");
      dataset.add(iri("g" + i % 9), iri("n" + i), iri("value"), value);
    }
    return dataset;
  }

  /// Returns a geometry of points whose coordinates are computed from their numbers.
  private static Node wkt(String kind, IntToDoubleFunction x, IntToDoubleFunction y, int points) {
    String list =
        IntStream.range(0, points)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT, "%.15f %.15f", x.applyAsDouble(i), y.applyAsDouble(i)))
            .collect(Collectors.joining(", ", "(", ")"));
    return wkt(kind + list);
  }

  /// Returns a polygon in the form of a star.
  private static Node ring(int points) {
    return wkt(
        IntStream.rangeClosed(0, points)
            .map(i -> i % points)
            .mapToObj(
                i -> {
                  double angle = 2 * Math.PI * i / points;
                  double radius = 40 + i % 2 * 40;
                  return String.format(
                      Locale.ROOT,
                      "%.15f %.15f",
                      radius * Math.cos(angle),
                      radius * Math.sin(angle));
                })
            .collect(Collectors.joining(", ", "POLYGON((", "))")));
  }

  private static Node wkt(String text) {
    return NodeFactory.createLiteralDT(
        text, NodeFactory.getType("http://www.opengis.net/ont/geosparql#wktLiteral"));
  }

  private static void add(DatasetGraph dataset, String property, Node value) {
    dataset.add(iri("g"), iri("s"), iri(property), value);
  }

  /// Returns patterns that bind the variables in an expression.
  static String patterns(String expression) {
    StringBuilder patterns = new StringBuilder();
    for (String name :
        List.of(
            "a1k",
            "a100k",
            "a1m",
            "percent400k",
            "fdfa200k",
            "ab100k",
            "number",
            "digits",
            "time",
            "duration",
            "geometry",
            "value",
            "other",
            "text")) {
      if (expression.matches("(?s).*\\?" + name + "\\b.*")) {
        String property = name.equals("other") ? "value" : name;
        patterns.append(":s :").append(property).append(" ?").append(name).append(" . ");
      }
    }
    return patterns.toString();
  }

  private static Node typed(String text, XSDDatatype datatype) {
    return NodeFactory.createLiteralDT(text, datatype);
  }

  private static Node iri(String name) {
    return NodeFactory.createURI(NS + name);
  }
}
