package org.techrace.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.techrace.serve.HostileCase.AT_ONCE;
import static org.techrace.serve.HostileCase.get;
import static org.techrace.serve.HostileCase.raw;
import static org.techrace.serve.HostileCase.sent;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// Requests that violate the protocol, try to leave their folder, or contain active content.
final class MalformedRequests {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String QUERY = "application/sparql-query";

  private MalformedRequests() {}

  static List<HostileCase> all() {
    List<HostileCase> cases = new ArrayList<>();
    cases.addAll(malformed());
    cases.addAll(paths());
    cases.addAll(injecting());
    return cases;
  }

  private static List<HostileCase> malformed() {
    String group = "Malformed";
    return List.of(
        get(
            group,
            "invalid UTF-8 in the query string",
            "/sparql?query=%FF%FE",
            "not valid UTF-8",
            400),
        raw(group, "a percent sign without digits", RawHttp.get("/sparql?query=%zz"), "", 400),
        raw(group, "a percent sign at the end", RawHttp.get("/sparql?query=ASK%7B%7D%"), "", 400),
        sent(
            group,
            "invalid UTF-8 in a body",
            s ->
                s.send(
                    s.request("/sparql")
                        .header("Content-Type", QUERY)
                        .POST(BodyPublishers.ofByteArray(new byte[] {'A', 'S', 'K', (byte) 0xff}))),
            AT_ONCE,
            "not valid UTF-8",
            400),
        get(group, "two queries", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "there are 2", 400),
        get(group, "an empty query", "/sparql?query=", "error", 400),
        get(group, "NUL in a query", "/sparql?query=ASK%00%7B%7D", "error", 400),
        sent(
            group,
            "a form without a query",
            s -> s.post("/sparql", FORM, "format=json"),
            AT_ONCE,
            "there are 0",
            400),
        sent(
            group,
            "a form with an unknown parameter only",
            s -> s.post("/sparql", FORM, "x=y"),
            AT_ONCE,
            "There is no parameter 'x'; there are",
            400),
        sent(
            group,
            "a body of an unknown type",
            s -> s.post("/sparql", "application/x-unheard-of", "ASK{}"),
            AT_ONCE,
            "POST a query as",
            415),
        raw(
            group,
            "a body of no type",
            RawHttp.request("POST", "/sparql", "ASK{}", "Content-Length: 5"),
            "POST a query as",
            415),
        get(
            group,
            "an unknown format",
            "/sparql?query=ASK%7B%7D&format=doc",
            "Unknown format",
            400),
        sent(
            group,
            "an Accept that nothing meets",
            s -> s.get("/sparql?query=ASK%7B%7D", "image/png"),
            AT_ONCE,
            "Ask for one of",
            406),
        sent(
            group,
            "an Accept without sense",
            s -> s.get("/sparql?query=ASK%7B%7D", ";;;,/,q=x,*"),
            AT_ONCE,
            "true",
            200),
        sent(
            group,
            "an Accept of 5,000 ranges",
            s -> s.get("/sparql?query=ASK%7B%7D", "a/b,".repeat(5_000) + "*/*"),
            AT_ONCE,
            "true",
            200),
        raw(
            group,
            "an invalid chunked body",
            RawHttp.request(
                "POST",
                "/sparql",
                "zz\r\nASK{}",
                "Content-Type: " + QUERY,
                "Transfer-Encoding: chunked"),
            "",
            400),
        raw(
            group,
            "both Content-Length and chunked",
            RawHttp.request(
                "POST",
                "/sparql",
                "5\r\nASK{}\r\n0\r\n\r\n",
                "Content-Type: " + QUERY,
                "Content-Length: 3",
                "Transfer-Encoding: chunked"),
            "",
            400),
        raw(
            group,
            "two Content-Lengths",
            RawHttp.request(
                "POST",
                "/sparql",
                "ASK{}",
                "Content-Type: " + QUERY,
                "Content-Length: 5",
                "Content-Length: 6"),
            "",
            400),
        raw(
            group,
            "no Host",
            "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(UTF_8),
            "",
            400),
        raw(group, "HTTP/9.9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n".getBytes(UTF_8), "", 400, 505),
        raw(
            group,
            "no HTTP at all",
            "\u0016\u0003\u0001\u0002\r\n\r\n".getBytes(ISO_8859_1),
            "",
            0,
            400),
        raw(
            group,
            "a range no file has",
            RawHttp.get("/static/techrace.css", "Range: bytes=9999999-"),
            "",
            200,
            416));
  }

  private static List<HostileCase> paths() {
    String group = "Paths";
    List<HostileCase> cases = new ArrayList<>();
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/static/../../../../etc/passwd",
            "/static/%2e%2e/%2e%2e/logback.xml",
            "/static/..%2f..%2flogback.xml",
            "/static/..%5c..%5clogback.xml",
            "/static/....//logback.xml",
            "/static//etc/passwd",
            "/static/%00.css",
            "/static/techrace.css%00.png",
            "/static/%c0%ae%c0%ae/logback.xml",
            "/data/../../../etc/passwd.ttl",
            "/page/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/id/..;/..;/etc/passwd",
            "/WEB-INF/web.xml",
            "/page/graph/..%2f..%2f",
            "/%2e%2e/logback.xml")) {
      cases.add(raw(group, path, RawHttp.get(path), "", 400, 404));
    }
    return cases;
  }

  private static List<HostileCase> injecting() {
    String group = "Injection";
    String script = "%3Cscript%3Ealert(1)%3C/script%3E";
    return List.of(
        without(
            group,
            "?stylesheet= is ignored",
            "/sparql?query=ASK%7B%7D&format=xml&stylesheet=%22%3E" + script,
            "xml-stylesheet",
            200),
        without(
            group,
            "?callback= is ignored",
            "/sparql?query=ASK%7B%7D&format=json&callback=alert(1)//",
            "alert",
            200),
        without(
            group,
            "a script in the query, as a page",
            "/sparql?format=html&query=" + script,
            "<script>",
            400),
        without(group, "a script in a path, as a page", "/page/" + script, "<script>", 404),
        without(
            group,
            "a script in a literal, as a table",
            "/sparql?format=html&query=SELECT%20(%22" + script + "%22%20AS%20%3Fx)%7B%7D",
            "<script>",
            200),
        without(
            group,
            "a javascript: IRI in a table",
            "/sparql?format=html&query=SELECT%20(%3Cjavascript:alert(1)%3E%20AS%20%3Fx)%7B%7D",
            "href=\"javascript",
            200),
        raw(
            group,
            "CRLF in a parameter",
            RawHttp.get("/sparql?query=ASK%7B%7D&format=json%0d%0aX-Evil:%201"),
            "",
            400),
        raw(group, "CRLF in a path", RawHttp.get("/id/x%0d%0aX-Evil:%201"), "", 400, 404),
        raw(
            group,
            "a forged X-Forwarded-Host",
            RawHttp.get("/sparql", "X-Forwarded-Host: evil.example", "Accept: text/turtle"),
            "http://localhost",
            200),
        raw(
            group,
            "a Host that is none",
            "GET /sparql HTTP/1.1\r\nHost: evil.example\"><script>\r\nConnection: close\r\n\r\n"
                .getBytes(UTF_8),
            "",
            400));
  }

  private static HostileCase without(
      String group, String name, String path, String forbidden, int status) {
    return sent(
        group,
        name,
        server -> {
          HttpResponse<String> response = server.get(path, "*/*;q=0.1, text/html;q=0.2");
          if (response.body().contains(forbidden)) {
            throw new AssertionError("the body has " + forbidden);
          }
          List<String> active = ActiveContent.in(response);
          if (!active.isEmpty()) {
            throw new AssertionError("the page would run " + active);
          }
          return response;
        },
        AT_ONCE,
        "",
        status);
  }
}
