package org.techrace.serve;

import static org.techrace.serve.HostileCase.AT_ONCE;
import static org.techrace.serve.HostileCase.ask;
import static org.techrace.serve.HostileCase.query;
import static org.techrace.serve.HostileCase.sent;

import java.util.ArrayList;
import java.util.List;

/// Queries that try to reach classes, files or other machines.
final class HostileReaches {
  private static final String P = "PREFIX : <http://example.org/> ";

  private HostileReaches() {}

  /// Returns all cases.
  ///
  /// @param listener the address of a server on this machine that must not be called
  static List<HostileCase> all(String listener) {
    List<HostileCase> cases = new ArrayList<>();
    cases.addAll(reaching());
    cases.addAll(services(listener));
    return cases;
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
            "graphs are not fetched"),
        refused(
            group,
            "FROM a file",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
            "graphs are not fetched"),
        refused(
            group,
            "FROM NAMED a file",
            "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
            "graphs are not fetched"),
        query(
            group,
            "GRAPH of a file",
            "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
            AT_ONCE,
            "\"bindings\":[",
            200),
        sent(
            group,
            "default-graph-uri of a file",
            s -> ask(s, "SELECT * { ?s ?p ?o }", "&default-graph-uri=file:///etc/passwd"),
            AT_ONCE,
            "graphs are not fetched",
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
            "graphs are not fetched",
            400),
        refused(group, "LOAD as a query", "LOAD <http://localhost:1/x>", "read-only"),
        refused(group, "INSERT as a query", "INSERT DATA { <x:a> <x:b> <x:c> }", "read-only"),
        refused(group, "an undeclared prefix", "SELECT * { ?s nowhere:p ?o }", "error"),
        refused(group, "JSON {} as a query", "JSON { 'a' : ?s } WHERE { ?s ?p ?o }", "error"));
  }

  /// Returns private addresses that an operator listed by mistake. They must be refused, too.
  static List<String> listed(String listener) {
    return List.of(
        listener,
        listener.replace("localhost", "127.0.0.1"),
        listener.replace("localhost", "[::1]"),
        listener.replace("localhost", "[::ffff:127.0.0.1]"),
        listener.replace("localhost", "0.0.0.0"),
        listener.replace("localhost", "2130706433"),
        listener.replace("localhost", "127.1"),
        "http://localhost:1/closed",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/sparql",
        "http://192.168.0.1/sparql",
        "http://[fd00::1]/sparql",
        "file:///etc/passwd",
        "urn:x");
  }

  private static List<HostileCase> services(String listener) {
    String group = "SERVICE";
    List<HostileCase> cases = new ArrayList<>();
    List<String> targets = new ArrayList<>(listed(listener));
    targets.add("https://example.org/not-on-the-list");
    for (String target : targets) {
      cases.add(
          forbidden(
              group,
              "to " + target.replaceAll(":\\d{4,5}/", ":port/"),
              "SELECT * { SERVICE <" + target + "> { ?s ?p ?o } }"));
    }
    cases.add(
        query(
            group,
            "SILENT to this machine",
            "ASK { SERVICE SILENT <" + listener + "> { ?s ?p ?o } FILTER(!BOUND(?s)) }",
            AT_ONCE,
            "true",
            200));
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

  private static HostileCase refused(String group, String name, String query, String text) {
    return query(group, name, P + query, AT_ONCE, text, 400);
  }

  private static HostileCase forbidden(String group, String name, String query) {
    return query(group, name, query, AT_ONCE, "on this server's list", 403);
  }
}
