package org.techrace.serve;

import static org.techrace.serve.HostileCase.AT_ONCE;
import static org.techrace.serve.HostileCase.get;
import static org.techrace.serve.HostileCase.query;
import static org.techrace.serve.HostileCase.raw;
import static org.techrace.serve.HostileCase.sent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/// Requests that would write, and requests that are too large or too deeply nested.
final class HostileRequests {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String QUERY = "application/sparql-query";
  private static final String LONG = "SELECT * {} #" + "x".repeat(60_000_000);

  private HostileRequests() {}

  static List<HostileCase> all() {
    List<HostileCase> cases = new ArrayList<>();
    cases.addAll(writing());
    cases.addAll(large());
    return cases;
  }

  private static List<HostileCase> writing() {
    String group = "Writing";
    List<HostileCase> cases = new ArrayList<>();
    String update = "DROP ALL";
    cases.add(
        sent(
            group,
            "an update by POST",
            s -> s.post("/sparql", "application/sparql-update", update),
            AT_ONCE,
            "read-only",
            403));
    cases.add(
        sent(
            group,
            "an update by form",
            s -> s.post("/sparql", FORM, "update=DROP%20ALL"),
            AT_ONCE,
            "read-only",
            403));
    cases.add(get(group, "an update by GET", "/sparql?update=DROP%20ALL", "read-only", 403));
    cases.add(
        sent(
            group,
            "a query and an update in one form",
            s -> s.post("/sparql", FORM, "query=ASK%7B%7D&update=DROP%20ALL"),
            AT_ONCE,
            "read-only",
            403));
    for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "MKCOL", "BREW")) {
      for (String path : List.of("/sparql", "/graphs?default")) {
        cases.add(
            raw(
                group,
                method + " " + path,
                RawHttp.request(method, path, "", "Content-Length: 0"),
                "",
                400,
                405,
                501));
      }
    }
    cases.add(
        sent(
            group,
            "POST to /graphs",
            s -> s.post("/graphs?default", "text/turtle", "<x:a> <x:b> <x:c> ."),
            AT_ONCE,
            "not allowed",
            405));
    for (String path :
        List.of(
            "/$/ping",
            "/$/metrics",
            "/$/server",
            "/$/datasets",
            "/$/stats",
            "/$/compact/x",
            "/$/backup/x",
            "/$/tasks",
            "/$/sleep",
            "/update",
            "/data",
            "/upload",
            "/sparql/update")) {
      cases.add(get(group, "the address " + path, path, "", 404));
    }
    return cases;
  }

  private static List<HostileCase> large() {
    String group = "Too large, too deep";
    return List.of(
        sent(
            group,
            "a query of 60 MB",
            s -> s.post("/sparql", QUERY, LONG),
            AT_ONCE,
            "longer than",
            413),
        sent(
            group,
            "a query of 60 MB, in chunks",
            s ->
                s.send(
                    s.request("/sparql")
                        .header("Content-Type", QUERY)
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(LONG)))),
            AT_ONCE,
            "longer than",
            413),
        sent(
            group,
            "a query of 60 MB, after asking whether to send it",
            s ->
                s.send(
                    s.request("/sparql")
                        .header("Content-Type", QUERY)
                        .expectContinue(true)
                        .POST(BodyPublishers.ofString(LONG))),
            AT_ONCE,
            "longer than",
            413),
        sent(
            group,
            "60 MB of a type that is not read",
            s -> s.post("/sparql", "text/plain", LONG),
            AT_ONCE,
            "POST a query as",
            415),
        raw(
            group,
            "a body said to have 4 GB",
            RawHttp.request(
                "POST", "/sparql", "", "Content-Type: " + QUERY, "Content-Length: 4294967296"),
            "longer than",
            413),
        sent(
            group,
            "a gzip bomb",
            s ->
                s.send(
                    s.request("/sparql")
                        .header("Content-Type", QUERY)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(bomb()))),
            AT_ONCE,
            "without Content-Encoding",
            415),
        sent(
            group,
            "a deflated body",
            s ->
                s.send(
                    s.request("/sparql")
                        .header("Content-Type", QUERY)
                        .header("Content-Encoding", "deflate")
                        .POST(BodyPublishers.ofString("x"))),
            AT_ONCE,
            "without Content-Encoding",
            415),
        query(
            group,
            "20,000 parentheses",
            "SELECT (" + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " AS ?x) {}",
            AT_ONCE,
            "nested deeper",
            400),
        query(
            group,
            "20,000 groups",
            "SELECT * " + "{".repeat(20_000) + "}".repeat(20_000),
            AT_ONCE,
            "nested deeper",
            400),
        query(
            group,
            "20,000 collections",
            "SELECT * { ?s ?p " + "(".repeat(20_000) + ")".repeat(20_000) + " }",
            AT_ONCE,
            "nested deeper",
            400),
        query(
            group,
            "20,000 open brackets and no more",
            "SELECT * " + "{ [".repeat(10_000),
            AT_ONCE,
            "nested deeper",
            400),
        query(
            group,
            "brackets behind the quote of a local name",
            "PREFIX : <http://example.org/> ASK { :\\' ?p "
                + "(".repeat(20_000)
                + "1"
                + ")".repeat(20_000)
                + " }",
            AT_ONCE,
            "nested deeper",
            400),
        query(
            group,
            "20,000 variables",
            "SELECT * { "
                + IntStream.range(0, 20_000)
                    .mapToObj(i -> "?x" + i + " ?p ?x" + (i + 1) + " . ")
                    .collect(Collectors.joining())
                + "}",
            AT_ONCE,
            "variables allowed",
            400),
        query(
            group,
            "brackets hidden in strings count for nothing",
            "SELECT ('" + "(".repeat(1000) + "' AS ?x) {}",
            AT_ONCE,
            "results",
            200),
        query(
            group,
            "1+1+... 100,000 times",
            "SELECT (1" + "+1".repeat(100_000) + " AS ?x) {}",
            20,
            "",
            200,
            400),
        query(
            group,
            "!!!... 100,000 times",
            "SELECT (" + "!".repeat(100_000) + "true AS ?x) {}",
            20,
            "",
            200,
            400),
        query(
            group,
            "5,000 UNIONs",
            "SELECT * { {}" + " UNION {}".repeat(5_000) + " }",
            AT_ONCE,
            "groups allowed",
            400),
        query(
            group,
            "5,000 GRAPHs",
            "SELECT * {" + " GRAPH ?g { ?s ?p ?o }".repeat(5_000) + " }",
            AT_ONCE,
            "groups allowed",
            400),
        query(
            group,
            "a list of 20,000 members",
            "SELECT * { ?s ?p (" + " 1".repeat(20_000) + " ) }",
            HostileCase.STOPPED,
            "",
            200,
            503),
        query(
            group,
            "a path of 20,000 steps",
            "SELECT * { ?s <x:p>" + "/<x:p>".repeat(20_000) + " ?o }",
            20,
            "",
            200,
            400,
            503),
        raw(
            group,
            "a header of 600 KB",
            RawHttp.get("/", "X-Long: " + "x".repeat(600_000)),
            "",
            431),
        raw(
            group,
            "20,000 headers",
            RawHttp.get("/", "X-More: y\r\n".repeat(80_000).strip()),
            "",
            431),
        raw(
            group,
            "a query string of 600 KB",
            RawHttp.get("/sparql?query=" + "x".repeat(600_000)),
            "",
            414,
            431));
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] spaces = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(spaces);
      }
    }
    return bytes.toByteArray();
  }
}
