package org.techrace.serve;

import static org.techrace.serve.HostileCase.AT_ONCE;
import static org.techrace.serve.HostileCase.STOPPED;
import static org.techrace.serve.HostileCase.ask;
import static org.techrace.serve.HostileCase.query;
import static org.techrace.serve.HostileCase.sent;

import java.util.ArrayList;
import java.util.List;

/// Queries that never end, that grow, or that reach for what is not theirs. The server holds a
/// chain of 20,000 steps (`:next`) and nothing else.
final class HostileQueries {
  private static final String P = "PREFIX : <http://example.org/> ";
  private static final String STOP = "was stopped after 2.0 seconds";
  private static final String PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";

  /// Text and a pattern with back-references, on which backtracking takes for ever.
  private static final String LONG = "'" + "a".repeat(60) + "b'";

  private static final String BACK = "'^(a*)*\\\\1(a*)*\\\\2c$'";

  private HostileQueries() {}

  static List<HostileCase> all(String listener) {
    List<HostileCase> cases = new ArrayList<>();
    cases.addAll(endless());
    cases.addAll(growing());
    cases.addAll(reaching());
    cases.addAll(services(listener));
    return cases;
  }

  private static List<HostileCase> endless() {
    String group = "Queries without end";
    return List.of(
        stopped(group, "COUNT of a product", "SELECT (COUNT(*) AS ?n) { " + PRODUCT + " }"),
        stopped(
            group, "SUM over a product", "SELECT (SUM(STRLEN(STR(?a))) AS ?n) { " + PRODUCT + " }"),
        stopped(
            group,
            "a product in sub-selects",
            "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } { SELECT"
                + " * { ?g ?h ?i } } }"),
        stopped(
            group,
            "a product under FILTER",
            "SELECT * { " + PRODUCT + " FILTER(STR(?a) = STR(?f) && STR(?d) = ?nothing) }"),
        stopped(
            group,
            "a product under NOT EXISTS",
            "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?c = :nothing && ?f"
                + " = ?g) } }"),
        stopped(
            group,
            "a product under MINUS",
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f MINUS { ?a ?b ?c . ?d ?x ?f } }"),
        stopped(
            group,
            "a product of OPTIONALs",
            "SELECT (COUNT(*) AS ?n) { OPTIONAL { ?a ?b ?c } OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h"
                + " ?i } }"),
        stopped(group, "ASK that never finds", "ASK { " + PRODUCT + " FILTER(STR(?a) = STR(?h)) }"),
        stopped(
            group, "CONSTRUCT of a product", "CONSTRUCT { ?a :x ?i } WHERE { " + PRODUCT + " }"),
        stopped(
            group,
            "DESCRIBE after a product",
            "DESCRIBE ?a { " + PRODUCT + " FILTER(STR(?a) = STR(?h)) }"),
        stopped(group, "nested paths ((p*)*)*", "SELECT (COUNT(*) AS ?n) { ?a ((:next*)*)* ?b }"),
        stopped(
            group,
            "all pairs of a long path",
            "SELECT (COUNT(*) AS ?n) { ?a :next+ ?b . ?c :next+ ?d }"),
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
            s -> ask(s, "SELECT (COUNT(*) AS ?n) { " + PRODUCT + " }", "&timeout=0.5"),
            STOPPED,
            "after 0.5 seconds",
            503),
        sent(
            group,
            "a client that asks for a year",
            s -> ask(s, "SELECT (COUNT(*) AS ?n) { " + PRODUCT + " }", "&timeout=31536000"),
            STOPPED,
            STOP,
            503),
        sent(
            group,
            "timeout=soon",
            s -> ask(s, "ASK {}", "&timeout=soon"),
            AT_ONCE,
            "no number of seconds",
            400),
        sent(
            group,
            "timeout=-1",
            s -> ask(s, "ASK {}", "&timeout=-1"),
            AT_ONCE,
            "no number of seconds",
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
            "characters allowed",
            400),
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
            "SELECT (COUNT(*) AS ?n) { " + values("a") + values("b") + values("c") + " }",
            STOPPED + 4,
            STOP,
            503));
  }

  private static List<HostileCase> reaching() {
    String group = "Queries that reach out";
    return List.of(
        refused(
            group,
            "a java: function",
            "SELECT (<java:java.lang.Runtime>() AS ?x) {}",
            "not available"),
        refused(
            group,
            "a java: function in a FILTER EXISTS",
            "SELECT * { ?a ?b ?c FILTER EXISTS { ?a ?b ?d FILTER(<java:org.example.X>(?d)) } }",
            "not available"),
        refused(
            group,
            "a java: function in an aggregate",
            "SELECT (SUM(<java:org.example.X>(?c)) AS ?n) { ?a ?b ?c }",
            "not available"),
        refused(
            group,
            "a java: function in ORDER BY",
            "SELECT * { ?a ?b ?c } ORDER BY <java:org.example.X>(?c)",
            "not available"),
        refused(
            group,
            "a java: function in HAVING",
            "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING(<java:org.example.X>(COUNT(*)))",
            "not available"),
        refused(
            group, "a java: property", "SELECT * { ?a <java:org.example.X> ?b }", "not available"),
        refused(
            group,
            "a java: property in a path",
            "SELECT * { ?a <java:org.example.X>/:next ?b }",
            "not available"),
        refused(
            group,
            "a java: property in a closure",
            "SELECT * { ?a <java:org.example.X>+ ?b }",
            "not available"),
        refused(
            group,
            "afn:wait",
            "SELECT (<http://jena.apache.org/ARQ/function#wait>(100000) AS ?x) {}",
            "not available"),
        refused(
            group,
            "a JavaScript function",
            "SELECT (<http://jena.apache.org/ARQ/jsFunction#toCamelCase>('a') AS ?x) {}",
            "not available"),
        refused(
            group,
            "fn:apply",
            "SELECT (<http://www.w3.org/2005/xpath-functions#apply>(<java:org.example.X>) AS ?x)"
                + " {}",
            "not available"),
        refused(
            group,
            "fn:matches, which has no stop",
            "SELECT (<http://www.w3.org/2005/xpath-functions#matches>('aaaa', '(a|a)*$') AS ?x) {}",
            "not available"),
        refused(
            group,
            "a property function of ARQ",
            "SELECT * { 'a b' <http://jena.apache.org/ARQ/property#strSplit> (?a ' ') }",
            "not available"),
        refused(
            group,
            "FROM a web address",
            "SELECT * FROM <http://localhost:1/x> { ?s ?p ?o }",
            "no named graph"),
        refused(
            group,
            "FROM a file",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
            "no named graph"),
        refused(
            group,
            "FROM NAMED a file",
            "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
            "no named graph"),
        query(
            group,
            "GRAPH of a file",
            "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
            AT_ONCE,
            "\"bindings\": [",
            200),
        sent(
            group,
            "default-graph-uri of a file",
            s -> ask(s, "SELECT * { ?s ?p ?o }", "&default-graph-uri=file:///etc/passwd"),
            AT_ONCE,
            "no named graph",
            400),
        sent(
            group,
            "named-graph-uri of a web address",
            s ->
                ask(
                    s,
                    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
                    "&named-graph-uri=http://localhost:1/"),
            AT_ONCE,
            "no named graph",
            400),
        refused(group, "LOAD as a query", "LOAD <http://localhost:1/x>", "error"),
        refused(group, "INSERT as a query", "INSERT DATA { <x:a> <x:b> <x:c> }", "error"),
        refused(group, "an undeclared prefix", "SELECT * { ?s nowhere:p ?o }", "error"),
        refused(group, "JSON {} as a query", "JSON { 'a' : ?s } WHERE { ?s ?p ?o }", "error"));
  }

  private static List<HostileCase> services(String listener) {
    String group = "SERVICE";
    List<HostileCase> cases = new ArrayList<>();
    for (String target :
        List.of(
            listener,
            listener.replace("localhost", "127.0.0.1"),
            listener.replace("localhost", "[::1]"),
            listener.replace("localhost", "0.0.0.0"),
            listener.replace("localhost", "2130706433"),
            listener.replace("localhost", "127.1"),
            "http://localhost:1/closed",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/sparql",
            "http://192.168.0.1/sparql",
            "http://[fd00::1]/sparql",
            "https://example.org/not-on-the-list",
            "file:///etc/passwd",
            "urn:x")) {
      cases.add(
          forbidden(
              group,
              "to " + target.replaceAll(":\\d{4,5}/", ":port/"),
              "SELECT * { SERVICE <" + target + "> { ?s ?p ?o } }"));
    }
    cases.add(
        forbidden(
            group,
            "SILENT to this machine",
            "SELECT * { SERVICE SILENT <" + listener + "> { ?s ?p ?o } }"));
    cases.add(
        forbidden(
            group,
            "to a variable",
            "SELECT * { BIND(<" + listener + "> AS ?x) SERVICE ?x { ?s ?p ?o } }"));
    cases.add(
        forbidden(
            group,
            "inside FILTER EXISTS",
            "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <" + listener + "> { ?s ?p ?o } } }"));
    cases.add(
        forbidden(
            group,
            "inside a sub-select inside OPTIONAL",
            "SELECT * { OPTIONAL { { SELECT * { SERVICE <" + listener + "> { ?s ?p ?o } } } } }"));
    return cases;
  }

  private static HostileCase stopped(String group, String name, String query) {
    return query(group, name, P + query, STOPPED, STOP, 503);
  }

  private static HostileCase refused(String group, String name, String query, String text) {
    return query(group, name, P + query, AT_ONCE, text, 400);
  }

  private static HostileCase forbidden(String group, String name, String query) {
    return query(group, name, query, AT_ONCE, "on this server's list", 403);
  }

  /// A chain of BINDs, each made from the one before.
  private static String doubling(String next, String first) {
    StringBuilder query =
        new StringBuilder("SELECT (STRLEN(STR(?x40)) AS ?n) { BIND(" + first + " AS ?x0) ");
    for (int i = 1; i <= 40; i++) {
      query.append("BIND(%s AS ?x%d) ".formatted(next.formatted("?x" + (i - 1)), i));
    }
    return query.append("}").toString();
  }

  private static String values(String variable) {
    StringBuilder values = new StringBuilder("VALUES ?" + variable + " { ");
    for (int i = 0; i < 20_000; i++) {
      values.append(i).append(' ');
    }
    return values.append("} ").toString();
  }
}
