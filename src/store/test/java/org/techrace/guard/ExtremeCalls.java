package org.techrace.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.function.FunctionRegistry;
import org.techrace.geo.GeoFunctions;

/// Generates queries that call built-in functions with extreme arguments. Covers every SPARQL
/// function and every function with an IRI that [FunctionRules] allows.
final class ExtremeCalls {
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  static final String PREFIXES =
      "PREFIX : <http://example.org/> PREFIX xsd: <%s> ".formatted(XSD)
          + "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ";

  /// Each function with one letter per argument for its kind, see [#LEAVES].
  private static final String FUNCTIONS =
      """
      REGEX SR, REGEX SRF, REPLACE SRS, REPLACE SRSF, SUBSTR SN, SUBSTR SNN, STRLEN S, UCASE S,
      LCASE S, CONCAT SS, CONCAT SSS, CONTAINS SS, STRSTARTS SS, STRENDS SS, STRBEFORE SS,
      STRAFTER SS, ENCODE_FOR_URI S, LANGMATCHES SL, STRLANG SL, STRLANGDIR SLL, STRDT SU, IRI S,
      BNODE S, BNODE, STR A, LANG A, LANGDIR A, DATATYPE A, MD5 S, SHA1 S, SHA256 S, SHA384 S,
      SHA512 S, ABS N, CEIL N, FLOOR N, ROUND N, YEAR T, MONTH T, DAY T, HOURS T, MINUTES T,
      SECONDS T, TIMEZONE T, TZ T, isIRI A, isBLANK A, isLITERAL A, isNUMERIC A, isTRIPLE A,
      hasLANG A, hasLANGDIR A, IF AAA, COALESCE AA, sameTerm AA, TRIPLE UUA, SUBJECT A, PREDICATE A,
      OBJECT A, NOW, RAND, UUID, STRUUID\
      """;

  private static final String OPERATORS =
      "+ NN, - NN, * NN, / NN, + TD, - TD, - TT, + DD, - DD, * DN, / DN, / DD, + SS, = AA, != AA,"
          + " < AA, > AA, <= AA, >= AA, < DD, = DD, < TT, = TT, < NN, = NN, && AA, || AA";

  /// Kinds of the arguments of functions with an IRI, by local name; other functions take any kind.
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("format-number", "NP"),
          Map.entry("pow", "NN"),
          Map.entry("atan2", "NN"),
          Map.entry("round", "NN"),
          Map.entry("round-half-to-even", "NN"),
          Map.entry("numeric-mod", "NN"),
          Map.entry("numeric-integer-divide", "NN"),
          Map.entry("adjust-dateTime-to-timezone", "TD"),
          Map.entry("adjust-date-to-timezone", "TD"),
          Map.entry("adjust-time-to-timezone", "TD"),
          Map.entry("dateTime", "TT"),
          Map.entry("substring", "SNN"),
          Map.entry("normalize-unicode", "SL"),
          Map.entry("starts-with", "SS"),
          Map.entry("ends-with", "SS"));

  /// Kinds of the arguments of functions on geometries; the others take two geometries.
  private static final Map<String, String> GEO_KINDS =
      Map.of(
          "distance", "GGM",
          "getSRID", "G",
          "isEmpty", "G",
          "envelope", "G",
          "convexHull", "G",
          "centroid", "G",
          "boundary", "G");

  private static final String NINES = "9".repeat(4_990);

  /// Arguments by kind. [ExtremeData] binds the variables.
  private static final Map<Character, List<String>> LEAVES =
      Map.of(
          'N',
          List.of(
              "0",
              "1",
              "-1",
              "2",
              "10",
              "1e0",
              "1e308",
              "-1e308",
              "1e-320",
              "1e9",
              "0.1",
              "-2.5",
              "2147483647",
              "-2147483648",
              "9223372036854775807",
              "9223372036854775808",
              NINES,
              "-" + NINES,
              "0." + "0".repeat(4_980) + "1",
              NINES + ".5",
              typed("INF", "double"),
              typed("NaN", "double"),
              typed("-0", "float"),
              typed("3.4e38", "float"),
              typed("007", "integer"),
              typed("x", "integer"),
              typed("255", "unsignedByte"),
              "?number",
              "?digits"),
          'S',
          List.of(
              "\"\"",
              "\"a\"",
              "\"ab\"@en",
              "\"a\"@en--ltr",
              "\"ß\"",
              "\"\\uFDFA\"",
              "\"\\uD83D\"",
              "\"\\u0000\\uFFFE\"",
              "?a1k",
              "?a100k",
              "?a1m",
              "?percent400k",
              "?fdfa200k",
              "?ab100k",
              "?text"),
          'R',
          List.of(
              "\"a\"",
              "\"^(a*)*\\\\1(a*)*\\\\2c$\"",
              "\"(a|a)*b\"",
              "\"(a|aa)+$\"",
              "\".*.*.*b\"",
              "\"(((){2147483647}){2147483647}){2147483647}b\"",
              "\"(x+x+)+y\"",
              "\"\"",
              "\"" + "(|)".repeat(40) + "x\"",
              "\"(?<=(?:|(?!)a{2000000}))b\"",
              "\"(?:a?){30}a{30}\"",
              "\"[" + "\\uFDFA".repeat(200) + "]*b\"",
              "\"(\"",
              "\"(?x) a # b\"",
              "\"((a{1,99}){1,99})b\"",
              "\"" + "(".repeat(500) + "a" + ")*".repeat(500) + "b\"",
              "\"\\\\X*\\\\Xb\"",
              "?a1k",
              "?a100k",
              "\"a{2147483647}\"",
              "\"(?i:ß|ss)*x\"",
              "\"\\\\p{L}+\\\\d\""),
          'F',
          List.of("\"\"", "\"i\"", "\"s\"", "\"m\"", "\"x\"", "\"q\"", "\"isxm\"", "\"z\""),
          'T',
          List.of(
              typed("2020-01-01T00:00:00Z", "dateTime"),
              typed("2020-02-29T24:00:00", "dateTime"),
              typed("999999999-12-31T23:59:59.999Z", "dateTime"),
              typed("-99999999999999999999-01-01T00:00:00Z", "dateTime"),
              typed("2020-01-01T00:00:00." + "9".repeat(4_900) + "Z", "dateTime"),
              typed("2020-01-01", "date"),
              typed("999999999-01-01", "date"),
              typed("-999999999-01-01+14:00", "date"),
              typed("10:00:00", "time"),
              typed("24:00:00", "time"),
              typed("2020", "gYear"),
              typed("9".repeat(400), "gYear"),
              typed("--02-29", "gMonthDay"),
              typed("2020-02", "gYearMonth"),
              typed("x", "date"),
              "?time"),
          'D',
          List.of(
              typed("P1D", "dayTimeDuration"),
              typed("P9999999999999999D", "dayTimeDuration"),
              typed("-P9999999999999999D", "dayTimeDuration"),
              typed("PT0S", "dayTimeDuration"),
              typed("P2000000000D", "dayTimeDuration"),
              typed("P2000000001D", "dayTimeDuration"),
              typed("PT999999999999999999999S", "dayTimeDuration"),
              typed("PT0.0000000000001S", "dayTimeDuration"),
              typed("PT14H", "dayTimeDuration"),
              typed("P" + NINES + "D", "dayTimeDuration"),
              typed("P1Y", "yearMonthDuration"),
              typed("P999999999999999Y", "yearMonthDuration"),
              typed("-P" + NINES + "M", "yearMonthDuration"),
              typed("P1Y2M3DT4H5M6.7S", "duration"),
              typed("P2147483647Y2147483647M2147483647D", "duration"),
              typed("PT2147483647H2147483647M2147483647.2147483647S", "duration"),
              "?duration"),
          'L',
          List.of("\"en\"", "\"*\"", "\"\"", "\"ltr\"", "\"NFKD\"", "\"NFC\"", "\"x-\"", "?a100k"),
          'P',
          List.of(
              "\"0\"",
              "\"#,##0.00\"",
              "\"0.##E0\"",
              "\"'\"",
              "\"%\"",
              "\"0;(0)\"",
              "\"\"",
              "\"" + "0".repeat(900) + "\"",
              "\"#." + "#".repeat(900) + "\"",
              "?a1k"),
          'U',
          List.of(
              "xsd:integer",
              "xsd:decimal",
              "xsd:double",
              "xsd:dateTime",
              "xsd:dayTimeDuration",
              "rdf:XMLLiteral",
              "rdf:HTML",
              "rdf:JSON",
              "rdf:langString",
              "xsd:base64Binary",
              "<http://w3id.org/awslabs/neptune/SPARQL-CDTs/List>",
              "<x:y>",
              "xsd:gMonthDay"),
          'A',
          List.of(
              "true",
              "?value",
              "?other",
              "<http://example.org/>",
              "\"<a><b/></a>\"^^rdf:XMLLiteral",
              "\"<!DOCTYPE a [<!ENTITY b '"
                  + "b".repeat(99)
                  + "'><!ENTITY c '"
                  + "&b;".repeat(99)
                  + "'>]><a>"
                  + "&c;".repeat(99)
                  + "</a>\"^^rdf:XMLLiteral",
              "\"<p>" + "<div>".repeat(500) + "\"^^rdf:HTML",
              "\""
                  + "[".repeat(900)
                  + "]".repeat(900)
                  + "\"^^<http://w3id.org/awslabs/neptune/SPARQL-CDTs/List>",
              "\"" + "[".repeat(900) + "]".repeat(900) + "\"^^rdf:JSON",
              typed("AAAA", "base64Binary"),
              typed("0A", "hexBinary"),
              "\"x\"^^<x:y>",
              "<<( <a:a> <a:b> <<( <a:a> <a:b> 1e308 )>> )>>",
              "?unbound"));

  private static final String METRE = "<http://www.opengis.net/def/uom/OGC/1.0/metre>";

  /// Arguments of the functions on geometries.
  private static final List<String> GEOMETRIES =
      List.of(
          wkt("POINT(1 2)"),
          wkt("POINT(180 90)"),
          wkt("POINT(1e400 NaN)"),
          wkt(""),
          wkt("GEOMETRYCOLLECTION EMPTY"),
          wkt("GEOMETRYCOLLECTION(".repeat(500) + "POINT(1 1)" + ")".repeat(500)),
          wkt("POLYGON((0 0, 40 0, 0 40, 40 40, 0 0))"),
          wkt("POLYGON((0 0, 80 0, 80 80, 0 80, 0 0), (0 0, 90 1, 1 90, 0 0))"),
          wkt("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(90 180)"),
          wkt("<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(1 1)"),
          wkt("<POINT(1 1)"),
          METRE,
          "?geometry");

  private static final List<String> PATTERNS =
      List.of(
          "a", "b", "a|", "|", ".", "[ab]", "^", "$", "\\b", "\\1", "\\p{L}", "a*", "b?", "aa|a");

  private static final List<String> GROUPS =
      List.of("(", "(", "(?:", "(?=", "(?!", "(?>", "(?<=a|", "(?i:", "(|");

  private static final List<String> COUNTS =
      List.of(
          "",
          "",
          "",
          "*",
          "+",
          "?",
          "*?",
          "*+",
          "{2}",
          "{0,3}",
          "{1,1000}",
          "{99}",
          "{2147483647}");

  private record Call(String name, boolean operator, String kinds) {}

  private final List<Call> calls = new ArrayList<>();
  private final Random random;

  ExtremeCalls(long seed) {
    this.random = new Random(seed);
    for (String function : FUNCTIONS.split(",\\s+", -1)) {
      calls.add(call(function.strip(), false));
    }
    for (String operator : OPERATORS.split(",\\s+", -1)) {
      calls.add(call(operator, true));
    }
    allowed().forEach(iri -> calls.add(new Call("<" + iri + ">", false, kinds(iri))));
  }

  private static Call call(String text, boolean operator) {
    String[] parts = text.split(" ", 2);
    return new Call(parts[0], operator, parts.length == 1 ? "" : parts[1]);
  }

  /// Returns the functions with an IRI that queries may call.
  private static List<String> allowed() {
    List<String> iris = new ArrayList<>();
    FunctionRegistry.get().keys().forEachRemaining(iris::add);
    return iris.stream().filter(ExtremeCalls::isAllowed).sorted().toList();
  }

  private static boolean isAllowed(String iri) {
    try {
      FunctionRules.check(
          OpExtend.create(OpTable.unit(), Var.alloc("x"), new E_Function(iri, new ExprList())));
      return true;
    } catch (QueryRefusedException e) {
      return false;
    }
  }

  private static String kinds(String iri) {
    String name = iri.substring(iri.lastIndexOf('#') + 1);
    if (iri.startsWith(XSD)) {
      return "A";
    }
    if (name.endsWith("-from-duration")) {
      return "D";
    }
    if (name.contains("-from-") || name.startsWith("timezone")) {
      return "T";
    }
    if (iri.startsWith(GeoFunctions.NAMESPACE)) {
      return GEO_KINDS.getOrDefault(iri.substring(GeoFunctions.NAMESPACE.length()), "GG");
    }
    return KINDS.getOrDefault(name, iri.contains("/math#") ? "N" : "S");
  }

  /// Returns the number of functions and operators.
  int size() {
    return calls.size();
  }

  /// Returns the names of all functions and operators, sorted.
  List<String> names() {
    return calls.stream().map(Call::name).distinct().sorted().toList();
  }

  private static String wkt(String text) {
    return "\"" + text + "\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>";
  }

  private static String typed(String text, String datatype) {
    return "\"" + text + "\"^^xsd:" + datatype;
  }

  /// Returns a query that calls one function with random arguments.
  ///
  /// @param number selects the function, modulo the number of functions
  String query(int number) {
    Call call = calls.get(number % calls.size());
    String e = expression(call, random.nextInt(3));
    String other = random.nextInt(3) == 0 ? expression(random.nextInt(2)) : leaf('A');
    String query =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> "SELECT (%s AS ?x) { %s }".formatted(e, ExtremeData.patterns(e));
          case 3 -> "SELECT * { %s FILTER(%s) }".formatted(ExtremeData.patterns(e), e);
          case 4 ->
              "SELECT * { %s FILTER(%s %s %s) }"
                  .formatted(ExtremeData.patterns(e + other), e, comparison(), other);
          case 5 ->
              "SELECT * { %s FILTER(%s IN (%s, ?value, 1)) }"
                  .formatted(ExtremeData.patterns(e + other + " ?value "), e, other);
          case 6 ->
              "SELECT ?value { %s } ORDER BY DESC(%s) ?value"
                  .formatted(ExtremeData.patterns(e + " ?value "), e);
          case 7 ->
              "SELECT (%s(%s) AS ?x) (MIN(?value) AS ?y) { %s }"
                  .formatted(aggregate(), e, ExtremeData.patterns(e + " ?value "));
          case 8 ->
              "SELECT ?g (COUNT(DISTINCT ?value) AS ?n) { %s } GROUP BY (%s AS ?g)"
                  .formatted(ExtremeData.patterns(e + " ?value "), e);
          case 9 ->
              "SELECT DISTINCT ?x { %s BIND(%s AS ?x) FILTER(?x != ?value || ?value < %s) }"
                  .formatted(ExtremeData.patterns(e + other + " ?value "), e, other);
          case 10 ->
              "SELECT * { %s VALUES ?x { 1 2 } FILTER EXISTS { ?s :value ?y FILTER(%s = ?y) } }"
                  .formatted(ExtremeData.patterns(e), e);
          default -> repeated(call);
        };
    return PREFIXES + query;
  }

  /// Applies the function 30 times to its own result.
  private String repeated(Call call) {
    if (call.kinds.isEmpty()) {
      return "SELECT (%s AS ?x) {}".formatted(expression(call, 0));
    }
    String start = leaf(call.kinds.charAt(0));
    StringBuilder binds = new StringBuilder("BIND(" + start + " AS ?x0) ");
    StringBuilder used = new StringBuilder(start);
    for (int i = 0; i < 30; i++) {
      String x = "?x" + i;
      List<String> arguments = new ArrayList<>();
      arguments.add(x);
      for (int j = 1; j < call.kinds.length(); j++) {
        String more = random.nextInt(3) == 0 ? leaf(call.kinds.charAt(j)) : x;
        used.append(' ').append(more);
        arguments.add(more);
      }
      binds.append("BIND(%s AS ?x%d) ".formatted(applied(call, arguments), i + 1));
    }
    return "SELECT (STRLEN(STR(?x30)) AS ?n) { %s %s }"
        .formatted(ExtremeData.patterns(used + " "), binds);
  }

  private String expression(int depth) {
    return expression(calls.get(random.nextInt(calls.size())), depth);
  }

  private String expression(Call call, int depth) {
    return applied(
        call,
        call.kinds
            .chars()
            .mapToObj(
                kind ->
                    depth > 0 && random.nextInt(3) == 0 ? expression(depth - 1) : leaf((char) kind))
            .toList());
  }

  private static String applied(Call call, List<String> arguments) {
    return call.operator
        ? "(" + String.join(" " + call.name + " ", arguments) + ")"
        : call.name + arguments.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  private String leaf(char kind) {
    List<Character> kinds = LEAVES.keySet().stream().sorted().toList();
    char chosen = random.nextInt(8) == 0 ? kinds.get(random.nextInt(kinds.size())) : kind;
    if (chosen == 'R' && random.nextBoolean()) {
      return "\"" + pattern(1 + random.nextInt(5)).replace("\\", "\\\\") + "\"";
    }
    List<String> leaves =
        chosen == 'G'
            ? GEOMETRIES
            : LEAVES.getOrDefault(chosen, List.of(chosen == 'M' ? METRE : "1"));
    return leaves.get(random.nextInt(leaves.size()));
  }

  /// Returns a regular expression with nested groups, empty alternatives and counts.
  private String pattern(int depth) {
    StringBuilder pattern = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String part =
          depth == 0 || random.nextInt(3) == 0
              ? PATTERNS.get(random.nextInt(PATTERNS.size()))
              : GROUPS.get(random.nextInt(GROUPS.size())) + pattern(depth - 1) + ")";
      pattern.append(part).append(COUNTS.get(random.nextInt(COUNTS.size())));
    }
    return pattern.toString();
  }

  private String comparison() {
    return List.of("=", "!=", "<", ">=").get(random.nextInt(4));
  }

  private String aggregate() {
    return List.of("MAX", "MIN", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT", "COUNT")
        .get(random.nextInt(7));
  }
}
