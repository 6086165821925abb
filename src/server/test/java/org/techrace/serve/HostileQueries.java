package org.techrace.serve;

import static java.util.stream.Collectors.joining;
import static org.techrace.serve.HostileCase.AT_ONCE;
import static org.techrace.serve.HostileCase.STOPPED;
import static org.techrace.serve.HostileCase.ask;
import static org.techrace.serve.HostileCase.query;
import static org.techrace.serve.HostileCase.sent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Queries that never end or whose values grow. The server has a chain of 20,000 steps (`:next`)
/// and one long text (`:text`).
final class HostileQueries {
  private static final String P = "PREFIX : <http://example.org/> ";
  private static final String STOP = "was stopped after 2.0 seconds";
  private static final String PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";

  /// A filter that needs each row of the product. Without it, the rows are counted in the index.
  private static final String EACH = " FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) != 'x')";

  /// A filter that no row of the product passes, and that needs each of them.
  private static final String NONE = " FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x')";

  /// A text and a pattern with back-references that backtracks without end.
  private static final String LONG = "'" + "a".repeat(60) + "b'";

  private static final String BACK = "'^(a*)*\\\\1(a*)*\\\\2c$'";

  private static final String INSIDE = "Inside one expression";
  private static final String FUNCTIONS =
      "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
          + "PREFIX fn: <http://www.w3.org/2005/xpath-functions#> "
          + "PREFIX math: <http://www.w3.org/2005/xpath-functions/math#> ";

  private HostileQueries() {}

  static List<HostileCase> all() {
    List<HostileCase> cases = new ArrayList<>();
    cases.addAll(endless());
    cases.addAll(growing());
    cases.addAll(insideOneExpression());
    return cases;
  }

  /// Returns calls of single functions that would run long without checking a signal.
  private static List<HostileCase> insideOneExpression() {
    String digits = longText("9999999999999999");
    String text = longText("aaaaaaaaaaaaaaaa");
    return List.of(
        refused(
            "a number of 900,000 digits",
            "SELECT (" + "9".repeat(900_000) + " + 1 AS ?x) {}",
            "digits allowed"),
        refused(
            "such a number as a literal",
            "SELECT * { ?a ?b '"
                + "9".repeat(900_000)
                + "' #\n ^^<http://www.w3.org/2001/XMLSchema#integer> }",
            "digits allowed"),
        refused(
            "a cast of a million digits",
            "SELECT (xsd:integer(?x16) + 1 AS ?x) {" + digits + "}",
            "digits allowed"),
        refused(
            "STRDT of a million digits",
            "SELECT (STRDT(?x16, xsd:decimal) + 1 AS ?x) {" + digits + "}",
            "digits allowed"),
        refused(
            "math:pow(10, 1000000000)",
            "SELECT (math:pow(10, 1000000000) AS ?x) {}",
            "digits allowed"),
        refused(
            "math:exp10(1000000000)", "SELECT (math:exp10(1000000000) AS ?x) {}", "digits allowed"),
        refused(
            "fn:round to 1,000,000,000 places",
            "SELECT (fn:round(1.5, 1000000000) AS ?x) {}",
            "digits allowed"),
        refused(
            "CONTAINS of half a million characters in a million",
            "SELECT (CONTAINS(?x16, CONCAT(?x15, 'b')) AS ?x) {" + text + "}",
            "too long"),
        refused(
            "STRAFTER of a long text",
            "SELECT (STRAFTER(?x16, CONCAT(?x15, 'b')) AS ?x) {" + text + "}",
            "too long"),
        refused(
            "fn:contains, which has no limit",
            "SELECT (fn:contains('a', 'b') AS ?x) {}",
            "not available"),
        refused(
            "REPLACE by a thousand times the match",
            "SELECT (REPLACE(?x16, '^.*$', '" + "$0".repeat(1000) + "', 's') AS ?x) {" + text + "}",
            "characters allowed"),
        refused(
            "GROUP_CONCAT with a long separator",
            "SELECT (GROUP_CONCAT(''; SEPARATOR='" + "s".repeat(200_000) + "') AS ?x) { ?a ?b ?c }",
            "characters allowed"),
        query(
            INSIDE,
            "EXISTS in EXISTS, 90 levels",
            P + "ASK {" + "?s :next ?o FILTER EXISTS {".repeat(90) + "?s :none ?o" + "}".repeat(91),
            AT_ONCE,
            "\"boolean\":",
            200),
        query(
            INSIDE,
            "LATERAL and EXISTS in EXISTS",
            P
                + "ASK { ?s :next ?o LATERAL { ?s :next ?p }"
                + "?s :next ?o FILTER EXISTS {".repeat(60)
                + "?s :none ?o"
                + "}".repeat(61),
            AT_ONCE,
            "\"boolean\":",
            200),
        query(
            INSIDE,
            "IN with 10,500 numbers",
            P + "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o IN (" + members() + ")) }",
            STOPPED,
            "",
            200,
            503),
        query(
            INSIDE,
            "a sum IN 10,500 numbers",
            P
                + "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRLEN(STR(?o)) + 0.5 IN ("
                + members()
                + ")) }",
            STOPPED,
            "",
            200,
            503),
        query(
            INSIDE,
            "NOT IN with 3,000 expressions",
            P
                + "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STR(?o) NOT IN ("
                + IntStream.range(0, 3_000)
                    .mapToObj("CONCAT(STR(?s), '%d')"::formatted)
                    .collect(joining(", "))
                + ")) }",
            STOPPED,
            "",
            200,
            503),
        query(
            INSIDE,
            "UCASE and LCASE of a million special characters",
            P
                + "SELECT (STRLEN(UCASE(?x16)) AS ?u) (STRLEN(LCASE(?y16)) AS ?l) {"
                + longText("ßßßßßßßßßßßßßßßß")
                + longText("ΣΣΣΣΣΣΣΣΣΣΣΣΣΣΣΣ").replace("?x", "?y")
                + "}",
            STOPPED,
            "",
            200,
            400,
            503),
        query(
            INSIDE,
            "TRIPLE that doubles",
            "SELECT ?x40 { BIND(TRIPLE(<a:a>, <a:b>, <a:c>) AS ?x0) "
                + chain(40, "TRIPLE(%1$s, <a:b>, %1$s)")
                + "}",
            AT_ONCE,
            "\"bindings\":[",
            200));
  }

  /// Returns the members of a list.
  private static String members() {
    return IntStream.range(0, 10_500).mapToObj(String::valueOf).collect(joining(","));
  }

  private static HostileCase refused(String name, String query, String why) {
    return query(INSIDE, name, FUNCTIONS + query, AT_ONCE, why, 400);
  }

  /// Returns BINDs, the last of which, ?x16, creates a text of one million characters.
  private static String longText(String sixteen) {
    return "BIND('" + sixteen + "' AS ?x0) " + chain(16, "CONCAT(%1$s, %1$s)");
  }

  private static List<HostileCase> endless() {
    String group = "Queries without end";
    return List.of(
        stopped(group, "COUNT of a product", "SELECT (COUNT(*) AS ?n) { " + PRODUCT + EACH + " }"),
        stopped(
            group,
            "SUM over a product",
            "SELECT (SUM(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i)))) AS ?n) { " + PRODUCT + " }"),
        stopped(
            group,
            "a product in sub-selects",
            "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } { SELECT"
                + " * { ?g ?h ?i } }"
                + EACH
                + " }"),
        stopped(group, "a product under FILTER", "SELECT * { " + PRODUCT + NONE + " }"),
        stopped(
            group,
            "a product under NOT EXISTS",
            "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?c = :nothing && ?f"
                + " = ?g) } }"),
        query(
            group,
            "a product under MINUS",
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?b ?c . ?d ?x ?f } }",
            STOPPED,
            "",
            503),
        query(
            group,
            "a product of OPTIONALs", // the memory limit may come before the time limit
            "SELECT (COUNT(*) AS ?n) { OPTIONAL { ?a ?b ?c } OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h"
                + " ?i }"
                + EACH
                + " }",
            STOPPED,
            "",
            503),
        stopped(group, "ASK that never finds", "ASK { " + PRODUCT + NONE + " }"),
        stopped(
            group, "CONSTRUCT of a product", "CONSTRUCT { ?a :x ?i } WHERE { " + PRODUCT + " }"),
        stopped(group, "DESCRIBE after a product", "DESCRIBE ?a { " + PRODUCT + NONE + " }"),
        stopped(group, "nested paths ((p*)*)*", "SELECT (COUNT(*) AS ?n) { ?a ((:next*)*)* ?b }"),
        stopped(
            group,
            "all pairs of a long path",
            "SELECT (COUNT(*) AS ?n) { ?a :next+ ?b . ?c :next+ ?d FILTER(STR(?b) < STR(?c)) }"),
        stopped(
            group,
            "a path of alternatives",
            "SELECT (COUNT(*) AS ?n) { ?a (:next|^:next|!:x)* ?b }"),
        query(
            group,
            "a path over 20,000 steps",
            P + "SELECT (COUNT(*) AS ?n) { :n0 :next* ?b }",
            STOPPED,
            "\"20001\"",
            200),
        stopped(
            group,
            "REGEX that backtracks",
            "SELECT * { BIND(CONCAT(" + LONG + ", STR(1)) AS ?t) FILTER REGEX(?t, " + BACK + ") }"),
        stopped(
            group,
            "REGEX that backtracks, all constant",
            "SELECT * { FILTER REGEX(" + LONG + ", " + BACK + ") }"),
        stopped(
            group,
            "REGEX that reads a long text of the graph again and again",
            "SELECT * { ?a :text ?t FILTER REGEX(?t, 'a.*a.*a.*b') }"),
        stopped(
            group,
            "REGEX in an aggregate",
            "SELECT (SUM(REGEX(" + LONG + ", " + BACK + ")) AS ?n) {}"),
        stopped(
            group,
            "REGEX in ORDER BY",
            "SELECT * { VALUES ?x { 1 2 } } ORDER BY REGEX(CONCAT("
                + LONG
                + ", STR(?x)), "
                + BACK
                + ")"),
        stopped(
            group,
            "REGEX in EXISTS",
            "SELECT * { ?a ?b ?c FILTER EXISTS { ?a ?d ?e FILTER REGEX(CONCAT("
                + LONG
                + ", STR(?e)), "
                + BACK
                + ") } }"),
        stopped(
            group,
            "REGEX in HAVING",
            "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING(REGEX(CONCAT("
                + LONG
                + ", STR(?a)), "
                + BACK
                + "))"),
        stopped(
            group,
            "REGEX in a projection of a sub-select",
            "SELECT * { { SELECT (REGEX(CONCAT("
                + LONG
                + ", STR(?a)), "
                + BACK
                + ") AS ?x) { ?a ?b ?c } } }"),
        stopped(
            group,
            "REPLACE that backtracks",
            "SELECT (REPLACE(" + LONG + ", " + BACK + ", 'b') AS ?r) {}"),
        sent(
            group,
            "a client that asks for half a second",
            s -> ask(s, "SELECT (COUNT(*) AS ?n) { " + PRODUCT + EACH + " }", "&timeout=0.5"),
            STOPPED,
            "after 0.5 seconds",
            503),
        sent(
            group,
            "a client that asks for a year",
            s -> ask(s, "SELECT (COUNT(*) AS ?n) { " + PRODUCT + EACH + " }", "&timeout=31536000"),
            STOPPED,
            STOP,
            503),
        sent(
            group,
            "timeout=soon",
            s -> ask(s, "ASK {}", "&timeout=soon"),
            AT_ONCE,
            "must be a number of seconds",
            400),
        sent(
            group,
            "timeout=-1",
            s -> ask(s, "ASK {}", "&timeout=-1"),
            AT_ONCE,
            "must be a number of seconds",
            400));
  }

  private static List<HostileCase> growing() {
    String group = "Answers that grow";
    return List.of(
        query(
            group,
            "a product streamed without LIMIT",
            "SELECT * { ?a ?b ?c . ?d ?e ?f }",
            STOPPED,
            "",
            400,
            503),
        query(
            group,
            "ORDER BY over a product",
            "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a",
            STOPPED,
            "",
            503),
        query(
            group,
            "DISTINCT over a product",
            "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }",
            STOPPED,
            "",
            400,
            503),
        query(
            group,
            "GROUP BY over a product",
            "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
            STOPPED,
            "",
            503),
        query(
            group,
            "COUNT(DISTINCT *) of a product",
            "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
            STOPPED,
            "",
            503),
        query(
            group,
            "GROUP_CONCAT over a product",
            "SELECT (GROUP_CONCAT(STR(?c)) AS ?t) { ?a ?b ?c . ?d ?e ?f }",
            STOPPED,
            "",
            400,
            503),
        query(
            group,
            "GROUP_CONCAT(DISTINCT) over a product",
            "SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?c), STR(?f))) AS ?t) { ?a ?b ?c . ?d ?e ?f"
                + " }",
            STOPPED,
            "",
            400,
            503),
        query(
            group,
            "CONCAT that doubles",
            doubling("CONCAT(%1$s, %1$s)", "'aaaaaaaaaaaaaaaa'"),
            STOPPED,
            "characters allowed",
            400),
        query(
            group,
            "REPLACE that doubles",
            doubling("REPLACE(%1$s, 'a', 'aa')", "'aaaaaaaaaaaaaaaa'"),
            STOPPED,
            "",
            400,
            503),
        query(
            group,
            "integers that are squared",
            doubling("%1$s * %1$s", "99"),
            STOPPED,
            "digits allowed",
            400),
        query(
            group,
            "decimals that are squared",
            doubling("%1$s * %1$s", "9.9"),
            STOPPED,
            "digits allowed",
            400),
        query(
            group,
            "VALUES of 20,000 times 20,000",
            "SELECT (COUNT(*) AS ?n) { " + values("a") + values("d") + values("g") + EACH + " }",
            STOPPED + 4,
            STOP,
            503));
  }

  private static HostileCase stopped(String group, String name, String query) {
    return query(group, name, P + query, STOPPED, STOP, 503);
  }

  /// Returns a chain of BINDs in which each uses the one before.
  private static String doubling(String next, String first) {
    return "SELECT (STRLEN(STR(?x40)) AS ?n) { BIND(" + first + " AS ?x0) " + chain(40, next) + "}";
  }

  private static String chain(int length, String next) {
    StringBuilder binds = new StringBuilder();
    for (int i = 1; i <= length; i++) {
      binds.append("BIND(%s AS ?x%d) ".formatted(next.formatted("?x" + (i - 1)), i));
    }
    return binds.toString();
  }

  private static String values(String variable) {
    StringBuilder values = new StringBuilder("VALUES ?" + variable + " { ");
    for (int i = 0; i < 20_000; i++) {
      values.append(i).append(' ');
    }
    return values.append("} ").toString();
  }
}
