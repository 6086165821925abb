package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.serve.http.Route;

/// Tests HTTP on every route: methods, headers, revalidation, compression.
final class HttpTest {
  private static final String ASK = "/sparql?query=ASK%7B%7D";
  @RegisterExtension private static final TestServer server = TestServer.small();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        ASK,
        "/sparql",
        "/page/firm-huawei",
        "/data/firm-huawei.ttl",
        "/ontology",
        "/graphs?default",
        "/.well-known/void",
        "/.well-known/sparql-examples",
        "/workbench.json",
        "/questions",
        "/static/workbench.js",
        "/static/lib/d3-geo.js",
        "/static/techrace.css",
        "/build",
        "/robots.txt"
      })
  void everyRouteIsWellBehaved(String path) throws Exception {
    HttpResponse<String> get = server.get(path, "*/*");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(header(get, "Techrace-Release")).isEqualTo(TestServer.RELEASE);
    assertThat(header(get, "Content-Type")).matches("[a-z]+/[a-z.+-]+; ?charset=utf-8");
    assertThat(header(get, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(get, "Content-Security-Policy"))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(header(get, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(get, "Cache-Control")).startsWith("public");
    assertThat(get.headers().allValues("Server")).isEmpty();

    assertThat(header(get, "Link"))
        .contains("</.well-known/void>; rel=\"describedby\"")
        .contains("<" + TestServer.LICENCE + ">; rel=\"license\"");

    String etag = header(get, "ETag");
    assertThat(etag).startsWith("\"");
    assertThat(server.get(path, "*/*").body()).as("a strong ETag").isEqualTo(get.body());
    HttpResponse<String> again =
        server.send(server.request(path).header("Accept", "*/*").header("If-None-Match", etag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(etag);

    HttpResponse<String> head = server.send(server.request(path).header("Accept", "*/*").HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String same : List.of("Content-Type", "ETag", "Content-Length", "Cache-Control")) {
      assertThat(header(head, same)).as(same).isEqualTo(header(get, same));
    }

    HttpResponse<String> options =
        server.send(server.request(path).method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "Allow")).startsWith("GET, HEAD, OPTIONS");
    assertThat(header(options, "Access-Control-Allow-Methods")).contains("GET");

    HttpResponse<String> delete = server.send(server.request(path).DELETE());
    assertThat(delete.statusCode()).isEqualTo(405);
    assertThat(header(delete, "Allow")).isEqualTo(header(options, "Allow"));
  }

  @Test
  void etagDependsOnFormatAndQuery() throws Exception {
    assertThat(
            List.of(
                header(server.get(ASK, "application/sparql-results+json"), "ETag"),
                header(server.get(ASK, "application/sparql-results+xml"), "ETag"),
                header(server.get("/sparql?query=ASK%7B%20%7D", "*/*"), "ETag")))
        .doesNotHaveDuplicates();
  }

  /// RFC 9110, section 13.2.1: a redirect takes precedence over 304.
  @Test
  void redirectsIgnoreIfNoneMatch() throws Exception {
    String thing = "/id/firm-huawei";
    String etag = header(server.get(thing, "text/turtle"), "ETag");
    assertThat(etag).isNotEmpty();
    HttpResponse<String> again =
        server.send(
            server.request(thing).header("Accept", "text/turtle").header("If-None-Match", etag));
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(header(again, "Location")).isEqualTo("/data/firm-huawei.ttl");
  }

  @Test
  void combinesHeadersSentInSeveralLines() throws Exception {
    HttpResponse<String> csv =
        server.send(
            server
                .request("/sparql?query=SELECT%20%2A%20%7B%7D")
                .header("Accept", "text/nothing")
                .header("Accept", "text/csv"));
    assertThat(header(csv, "Content-Type")).startsWith("text/csv");
    HttpResponse<String> known =
        server.send(
            server
                .request(ASK)
                .header("If-None-Match", "\"other\"")
                .header("If-None-Match", header(server.get(ASK, "*/*"), "ETag")));
    assertThat(known.statusCode()).isEqualTo(304);
  }

  /// Blank nodes of a template have new labels each time, so the bytes differ.
  @Test
  void sendsNoEtagForBlankNodesOfATemplate() throws Exception {
    String made =
        "/sparql?query=CONSTRUCT%20%7B%20%5B%5D%20a%20%3Fc%20%7D%20%7B%20%3Fs%20a%20%3Fc%20%7D";
    assertThat(header(server.get(made, "application/n-triples"), "ETag")).isEmpty();
    double evaluated = server.metric("techrace_queries_seconds_count");
    server.get(made, "application/n-triples");
    assertThat(server.metric("techrace_queries_seconds_count")).isEqualTo(evaluated);
    String same = made.replace("%5B%5D", "%3Fs");
    assertThat(header(server.get(same, "application/n-triples"), "ETag")).isNotEmpty();
  }

  @Test
  void returns404ForAnUnknownFormatOfTheOntology() throws Exception {
    assertThat(server.get("/ontology.nt", "*/*").statusCode()).isEqualTo(200);
    assertThat(server.get("/ontology.foo", "*/*").statusCode()).isEqualTo(404);
  }

  @Test
  void answersThatChangeAreNotCached() throws Exception {
    HttpResponse<String> now =
        server.get("/sparql?query=SELECT%20(NOW()%20AS%20%3Fn)%7B%7D", "*/*");
    assertThat(header(now, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(now, "ETag")).isEmpty();
  }

  @Test
  void compressesAnswers() throws Exception {
    String plain = server.get("/graphs?default", "application/n-triples").body();
    HttpResponse<byte[]> gzip = coded("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .asString(UTF_8)
        .isEqualTo(plain);
    HttpResponse<byte[]> zstd = coded("gzip, zstd");
    assertThat(new ZstdInputStream(new ByteArrayInputStream(zstd.body())).readAllBytes())
        .asString(UTF_8)
        .isEqualTo(plain);
    assertThat(zstd.body().length).isLessThan(plain.length() / 2);
    assertThat(header(zstd, "Content-Encoding")).isEqualTo("zstd");
    assertThat(header(zstd, "ETag")).isNotEqualTo(header(gzip, "ETag"));
    assertThat(header(zstd, "Vary")).contains("Accept-Encoding");
    assertThat(header(coded("gzip, zstd;q=0.9"), "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(coded("gzip;q=0.1, zstd;Q=0.9"), "Content-Encoding")).isEqualTo("zstd");
    for (String none : List.of("gzip;q=0", "gzip;q=0.000, zstd;q=0", "br", "*")) {
      assertThat(header(coded(none), "Content-Encoding")).as(none).isEmpty();
    }
  }

  @Test
  void sendsLinkHeaders() throws Exception {
    String link = header(server.get("/page/firm-huawei", "text/html"), "Link");
    assertThat(link)
        .contains("</data/firm-huawei.ttl>; rel=\"alternate\"; type=\"text/turtle\"")
        .contains("<https://w3id.org/techrace/id/firm-huawei>; rel=\"cite-as\"")
        .contains("</.well-known/void>; rel=\"describedby\"");
  }

  @Test
  void queryAnswersLinkToReleaseAndOtherFormats() throws Exception {
    String link = header(server.get(ASK, "application/sparql-results+json"), "Link");
    assertThat(link)
        .contains(
            "<https://w3id.org/techrace/release/" + TestServer.RELEASE + ">; rel=\"cite-as\"");
    Matcher xml =
        Pattern.compile(
                "<(\\?[^>]+)>; rel=\"alternate\"; type=\"application/sparql-results\\+xml\"")
            .matcher(link);
    assertThat(xml.find()).as(link).isTrue();
    assertThat(server.get("/sparql" + xml.group(1), "*/*").body()).contains("<boolean>true");
  }

  @Test
  void servesIconAndRobotsTxt() throws Exception {
    HttpResponse<String> icon = server.get("/favicon.ico", "image/*");
    assertThat(icon.statusCode()).isEqualTo(200);
    assertThat(header(icon, "Content-Type")).isEqualTo("image/svg+xml");
    assertThat(icon.body()).isEqualTo(server.get("/static/icon.svg", "*/*").body());
    assertThat(server.get("/logo", "*/*").body()).isEqualTo(icon.body());
    assertThat(server.get("/", "text/html").body()).contains("<link rel=\"icon\" href=\"/logo\">");
    assertThat(server.get("/robots.txt", "*/*").body())
        .startsWith("#")
        .contains("User-agent: *\n", "Disallow: /sparql?\n", "Disallow: /search\n");
  }

  @Test
  void answersPreflightsForUnknownPaths() throws Exception {
    HttpResponse<String> options =
        server.send(
            server
                .request("/nowhere")
                .header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "accept")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(header(options, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(options, "Access-Control-Allow-Headers")).isEqualTo("*");
    HttpResponse<String> get = server.get("/nowhere", "*/*");
    assertThat(get.statusCode()).isEqualTo(404);
    assertThat(header(get, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reconcile/match", "/reconcile/extend"})
  void returns405ForGetOnPostRoutes(String path) throws Exception {
    HttpResponse<String> get = server.get(path, "*/*");
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(header(get, "Allow")).isEqualTo("OPTIONS, POST");
    HttpResponse<String> options =
        server.send(server.request(path).method("OPTIONS", BodyPublishers.noBody()));
    assertThat(header(options, "Allow")).isEqualTo("OPTIONS, POST");
  }

  /// RFC 9110, section 9.3.7.
  @Test
  void answersOptionsForTheServer() throws Exception {
    byte[] asked = RawHttp.request("OPTIONS", "*", "");
    assertThat(RawHttp.send(server.uri("/"), asked).text())
        .startsWith("HTTP/1.1 204 ")
        .contains("Allow: GET, HEAD, OPTIONS, POST\r\n", "Access-Control-Allow-Origin: *\r\n");
  }

  @Test
  void returnsErrorsAsTextJsonOrPage() throws Exception {
    assertThat(header(server.get("/nowhere", "*/*"), "Content-Type")).startsWith("text/plain");
    HttpResponse<String> json = server.get("/nowhere", "application/json");
    assertThat(header(json, "Content-Type")).startsWith("application/json");
    assertThat(json.body()).contains("\"status\"", "404");
    assertThat(server.get("/nowhere", "text/html").body()).contains("<h1>Error 404</h1>");
  }

  /// Jetty itself answers requests that it cannot parse.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n",
        "\u0016\u0003\r\n\r\n"
      })
  void answersMalformedRequestsWithOneLine(String sent) throws Exception {
    String answer = RawHttp.send(server.uri("/"), sent.getBytes(UTF_8)).text();
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("Content-Type: text/plain;")
        .contains("X-Content-Type-Options: nosniff", "Access-Control-Allow-Origin: *");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(body).matches("Bad Request(: [^<>\n]+)?\\.\n").doesNotContain("Exception", "java.");
  }

  /// RFC 9110, section 13.1.1.
  @Test
  void ifMatchNamesTheAnswerThatTheClientHas() throws Exception {
    for (String path : List.of("/ontology", ASK, "/static/workbench.js")) {
      String etag = header(get(path), "ETag");
      assertThat(get(path, "If-Match", etag).statusCode()).isEqualTo(200);
      assertThat(get(path, "If-Match", "\"x\", " + etag).statusCode()).isEqualTo(200);
      assertThat(get(path, "If-Match", "*").statusCode()).isEqualTo(200);
      for (String other : List.of("\"x\"", "W/" + etag)) {
        HttpResponse<String> failed = get(path, "If-Match", other);
        assertThat(failed.statusCode()).isEqualTo(412);
        assertThat(failed.body()).contains("If-Match");
        assertThat(get(path, "If-Match", other, "If-None-Match", etag).statusCode()).isEqualTo(412);
      }
      assertThat(get(path, "If-Match", etag, "If-None-Match", etag).statusCode()).isEqualTo(304);
    }
    assertThat(get("/nowhere", "If-Match", "\"x\"").statusCode()).isEqualTo(404);
  }

  /// RFC 9110, section 14.
  @Test
  void aPartOfAnAnswerIsGiven() throws Exception {
    HttpResponse<String> whole = get("/static/page.js");
    String text = whole.body();
    int size = text.getBytes(UTF_8).length;
    assertThat(text).hasSize(size);
    assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
    HttpResponse<String> middle = get("/static/page.js", "Range", "bytes=5-14");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo(text.substring(5, 15));
    assertThat(header(middle, "Content-Range")).isEqualTo("bytes 5-14/" + size);
    assertThat(header(middle, "Content-Length")).isEqualTo("10");
    assertThat(header(middle, "ETag")).isEqualTo(header(whole, "ETag"));
    assertThat(get("/static/page.js", "Range", "bytes=-7").body())
        .isEqualTo(text.substring(size - 7));
    assertThat(get("/static/page.js", "Range", "bytes=" + (size - 3) + "-").body())
        .isEqualTo(text.substring(size - 3));
    assertThat(get("/static/page.js", "Range", "bytes=0-999999999").body()).isEqualTo(text);
    for (String range : List.of("bytes=" + size + "-", "bytes=-0")) {
      HttpResponse<String> none = get("/static/page.js", "Range", range);
      assertThat(none.statusCode()).as(range).isEqualTo(416);
      assertThat(header(none, "Content-Range")).isEqualTo("bytes */" + size);
    }
    for (String ignored : List.of("bytes=0-1,5-6", "lines=1-2", "bytes=9-1", "bytes=-", "x")) {
      HttpResponse<String> all = get("/static/page.js", "Range", ignored);
      assertThat(all.statusCode()).as(ignored).isEqualTo(200);
      assertThat(all.body()).isEqualTo(text);
    }
  }

  @Test
  void aPartOfAnotherAnswerIsNotGiven() throws Exception {
    String etag = header(get("/static/page.js"), "ETag");
    String[] part = {"Range", "bytes=0-1", "If-Range", etag};
    assertThat(get("/static/page.js", part).statusCode()).isEqualTo(206);
    part[3] = "\"x\"";
    assertThat(get("/static/page.js", part).statusCode()).isEqualTo(200);
    String[] packed = {"Range", "bytes=0-1", "Accept-Encoding", "gzip"};
    assertThat(get("/static/page.js", packed).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = server.request(path);
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  /// The client sends a second request while the first is evaluated. The server closes the
  /// connection after the first answer and the client repeats the second (RFC 9112, section 9.3.2).
  @Test
  void clientRepeatsAPipelinedRequest() throws Exception {
    String slow =
        "GET /sparql?timeout=2&query="
            + "SELECT%20(COUNT(*)%20AS%20%3Fn)%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi.%3Fj%20%3Fk%20%3Fl%7D"
            + " HTTP/1.1\r\n"
            + "Host: localhost\r\n\r\n";
    String next = "GET " + ASK + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers;
    try (Socket socket = new Socket("localhost", server.uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(slow.getBytes(UTF_8));
      await("techrace_queries_running", 1);
      socket.getOutputStream().write(next.getBytes(UTF_8));
      answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
    assertThat(answers).startsWith("HTTP/1.1 ").contains("Connection: close");
    assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSize(2);
  }

  @Test
  void answersARepeatedQueryFromTheCache() throws Exception {
    String query = "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D";
    String first = server.get(query, "text/csv").body();
    double evaluated = server.metric("techrace_queries_seconds_count");
    String spaces = query.replace("%3Fs%20", "%3Fs%20%20%20");
    assertThat(server.get(spaces, "text/csv").body()).isEqualTo(first);
    assertThat(server.metric("techrace_queries_seconds_count")).isEqualTo(evaluated);
    server.get(query, "text/tab-separated-values");
    assertThat(server.metric("techrace_queries_seconds_count")).isEqualTo(evaluated + 1);
  }

  @Test
  void servesPingAndMetricsOnTheOperationsPort() throws Exception {
    assertThat(server.server.operationsUri().getHost()).isEqualTo("localhost");
    assertThat(server.server.operationsUri().getPort()).isNotEqualTo(server.uri("/").getPort());
    // A request counts as running until its answer is logged, a moment after the client has it.
    await("techrace_requests_under_way", 0);
  }

  private static void await(String metric, double value) throws Exception {
    for (int i = 0; i < 500 && server.metric(metric) != value; i++) {
      Thread.sleep(20);
    }
    assertThat(server.metric(metric)).as(metric).isEqualTo(value);
  }

  private static HttpResponse<byte[]> coded(String accepted) throws Exception {
    return server.sendForBytes(
        server
            .request("/graphs?default")
            .header("Accept", "application/n-triples")
            .header("Accept-Encoding", accepted));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /// The last section of `docs/http-api.md` lists the routes; `-Dgolden.update=true` writes it.
  /// Each address in the other tables is that of a route, with its methods.
  @Test
  void theDocumentHasAllAddresses() throws Exception {
    Path page = Path.of("docs/http-api.md");
    String heading = "## All addresses\n";
    String text = Files.readString(page);
    String described = text.substring(0, text.indexOf(heading));
    StringBuilder all = new StringBuilder("\n| Address | Methods |\n|---|---|\n");
    server.server.routes().stream()
        .sorted(Comparator.comparing(Route::pattern))
        .forEach(
            route ->
                all.append("| `%s` | %s |%n".formatted(route.pattern(), methods(route.methods()))));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(page, described + heading + all);
    }
    assertThat(Files.readString(page)).isEqualTo(described + heading + all);

    Matcher row =
        Pattern.compile("(?m)^\\| (`/[^|]*`) \\| ((?:GET|POST)[^|]*) \\|").matcher(described);
    while (row.find()) {
      for (String cell : row.group(1).split(", ", -1)) {
        String address = cell.replace("`", "").replaceFirst("\\?.*", "");
        if (address.startsWith("/")) {
          List<Route> routes = routes(address.replace("/release/ID/", "/"));
          assertThat(routes).as("routes of " + address).isNotEmpty();
          assertThat(routes)
              .extracting(route -> methods(route.methods()))
              .as(address)
              .contains(row.group(2).strip());
        }
      }
    }
    Set<Route> seen = new HashSet<>();
    Matcher named = Pattern.compile("`(/[^`?]*)[^`]*`").matcher(described);
    while (named.find()) {
      seen.addAll(routes(named.group(1).replace("/release/ID/", "/").replace("PATH", "*")));
    }
    assertThat(server.server.routes())
        .filteredOn(route -> !seen.contains(route))
        .extracting(Route::pattern)
        .as("not described in %s", page)
        .isEmpty();
  }

  private static String methods(Set<String> methods) {
    return methods.stream().sorted().collect(Collectors.joining(", "));
  }

  /// Returns the routes that a described address stands for.
  private static List<Route> routes(String address) {
    List<Route> all = server.server.routes();
    String start = address.replace("*", "");
    List<Route> named =
        all.stream()
            .filter(
                one ->
                    one.pattern().equals(address)
                        || (address.endsWith("*") && one.pattern().startsWith(start)))
            .toList();
    return named.isEmpty()
        ? all.stream()
            .filter(one -> one.pattern().endsWith("*"))
            .filter(one -> start.startsWith(one.pattern().replace("*", "")))
            .limit(1)
            .toList()
        : named;
  }
}
