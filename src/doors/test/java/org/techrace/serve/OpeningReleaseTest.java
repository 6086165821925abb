package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.FreePort;

/// Nothing is answered from a part of a release that is still opening: a request sent at the first
/// moment gets the answer of later, or 503 with `Retry-After`.
@Tag("long")
final class OpeningReleaseTest {
  private static final String PREFIXES =
      """
      PREFIX tr: <https://w3id.org/techrace/ontology#>
      PREFIX id: <https://w3id.org/techrace/id/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX text: <http://jena.apache.org/text#>
      PREFIX geo: <http://www.opengis.net/ont/geosparql#>
      PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
      """;
  private static final String COUNT_OF_WORD = "SELECT (COUNT(*) AS ?n) { ?s text:query \"firm\" }";
  private static final String MCP =
      """
      {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
       "params": {"name": "find", "arguments": {"text": "firm"}}}
      """;

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void seal() throws IOException {
    sealed = SealedReleases.monthly(folder.resolve("releases"), 3);
    sealed.releases.promote(sealed.ids.getLast());
  }

  @AfterAll
  static void closeClient() {
    client.close();
  }

  private static String sparql(String query) {
    return "sparql?query=" + encode(PREFIXES + query, UTF_8);
  }

  /// The requests of each kind, by name.
  private static Map<String, HttpRequest.Builder> requests(URI server) {
    String earlier = "release/" + sealed.ids.getFirst() + "/";
    Map<String, String> csv = new LinkedHashMap<>();
    csv.put("text:query", sparql(COUNT_OF_WORD));
    csv.put("text:query joined", sparql("SELECT ?l { ?s text:query \"one\" ; rdfs:label ?l }"));
    csv.put("text:query of an earlier release", earlier + sparql(COUNT_OF_WORD));
    csv.put(
        "spatial function",
        sparql(
            "SELECT (geof:sfWithin(\"POINT(1 1)\"^^geo:wktLiteral, \"POLYGON((0 0, 0 2, 2 2, 2 0, 0"
                + " 0))\"^^geo:wktLiteral) AS ?w) {}"));
    csv.put(
        "across releases",
        sparql(
            "SELECT ?a ?b FROM NAMED <https://w3id.org/techrace/release/%s/graph> FROM NAMED <https://w3id.org/techrace/release/%s/graph> { GRAPH <https://w3id.org/techrace/release/%1$s/graph> { id:firm-one tr:staff ?a } GRAPH <https://w3id.org/techrace/release/%2$s/graph> { id:firm-one tr:staff ?b } }"
                .formatted(sealed.ids.getFirst(), sealed.ids.getLast())));
    Map<String, HttpRequest.Builder> all = new LinkedHashMap<>();
    csv.forEach((name, path) -> all.put(name, get(server, path).header("Accept", "text/csv")));
    for (String path :
        List.of(
            "",
            "page/firm-one",
            "data/firm-one?format=ttl",
            "ontology",
            "search?q=firm",
            "search?q=firm&format=json",
            "suggest?q=fir",
            "api/v1/search?q=firm",
            "list/Firm",
            "tables",
            "downloads",
            "llms.txt",
            "graphs?default",
            "reconcile?queries=" + encode("{\"q0\": {\"query\": \"Firm One\"}}", UTF_8),
            "reconcile/suggest/entity?prefix=fir",
            sparql("SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s") + "&format=html",
            earlier + "page/firm-one",
            earlier + "search?q=firm&format=json")) {
      all.put("/" + path, get(server, path));
    }
    all.put(
        "mcp",
        get(server, "mcp")
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(MCP)));
    return all;
  }

  private static HttpRequest.Builder get(URI server, String path) {
    return HttpRequest.newBuilder(server.resolve(path));
  }

  private static Map<String, CompletableFuture<HttpResponse<String>>> send(
      Map<String, HttpRequest.Builder> requests) {
    Map<String, CompletableFuture<HttpResponse<String>>> sent = new LinkedHashMap<>();
    requests.forEach(
        (name, request) ->
            sent.put(name, client.sendAsync(request.build(), BodyHandlers.ofString())));
    return sent;
  }

  /// Starts a server in the background, on a thread of its own: the client needs those of the
  /// common pool.
  private static CompletableFuture<Server> start(Options options) {
    CompletableFuture<Server> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                started.complete(Server.start(options, sealed.releases));
              } catch (IOException | RuntimeException | Error e) {
                started.completeExceptionally(e);
              }
            });
    return started;
  }

  /// Waits for the first moment at which a server accepts a connection.
  private static void awaitPort(int port, CompletableFuture<Server> starting) throws Exception {
    while (true) {
      try (Socket socket = new Socket("localhost", port)) {
        if (socket.getLocalPort() != port) { // nobody listens yet, and it is connected to itself
          return;
        }
      } catch (IOException e) {
        assertThat(starting).isNotCompletedExceptionally();
        Thread.sleep(1);
      }
    }
  }

  private static void assertSameAsLater(
      Map<String, CompletableFuture<HttpResponse<String>>> first, URI uri) throws Exception {
    // One client may have a limited number of requests under way.
    first.values().forEach(CompletableFuture::join);
    for (var later : send(requests(uri)).entrySet()) {
      HttpResponse<String> expected = later.getValue().get();
      HttpResponse<String> answer = Objects.requireNonNull(first.get(later.getKey())).get();
      assertThat(expected.statusCode()).as(later.getKey()).isEqualTo(200);
      if (answer.statusCode() == 503) {
        assertThat(answer.headers().firstValue("Retry-After")).as(later.getKey()).isPresent();
      } else {
        assertThat(answer.statusCode()).as(later.getKey()).isEqualTo(200);
        assertThat(answer.body()).as(later.getKey()).isEqualTo(expected.body());
      }
    }
  }

  @RepeatedTest(20)
  void answersAtTheStartAreThoseOfLater() throws Exception {
    int port = FreePort.find();
    CompletableFuture<Server> starting = start(TestServer.OPTIONS.withPort(port));
    awaitPort(port, starting);
    URI uri = URI.create("http://localhost:" + port + "/");
    var first = send(requests(uri));
    try (Server server = starting.get()) {
      assertThat(server).isNotNull();
      assertSameAsLater(first, uri);
    }
  }

  /// A release stays as it was opened. What is sent as a file is gone, and an earlier release that
  /// nobody has named before.
  @Test
  void answersAreTheSameAfterTheFilesWereDeleted() throws Exception {
    SealedReleases own = SealedReleases.monthly(folder.resolve("to-delete"), 3);
    own.releases.promote(own.ids.getLast());
    Map<String, CompletableFuture<HttpResponse<String>>> before;
    try (Server server = Server.start(TestServer.OPTIONS, own.releases)) {
      before = send(requests(server.uri()));
      before.values().forEach(CompletableFuture::join);
    }
    try (Server server = Server.start(TestServer.OPTIONS, own.releases)) {
      delete(own.releases.folder(own.ids.getLast()));
      for (var after : send(requests(server.uri())).entrySet()) {
        if (List.of("/downloads", "/tables").contains(after.getKey())) {
          continue; // says which files there are
        }
        HttpResponse<String> expected = Objects.requireNonNull(before.get(after.getKey())).get();
        HttpResponse<String> answer = after.getValue().get();
        String body =
            expected.body().replace(expected.uri().getAuthority(), server.uri().getAuthority());
        assertThat(answer.statusCode()).as(after.getKey()).isEqualTo(200);
        assertThat(answer.body()).as(after.getKey()).isEqualTo(body);
      }
    }
  }

  /// Each answer is that of the release that it names, also in the moment of a promotion or of a
  /// roll back, and the new release is served at last.
  @Test
  void answersOfAPromotionAreThoseOfTheReleaseThatTheyName() throws Exception {
    SealedReleases own = SealedReleases.monthly(folder.resolve("to-promote"), 3);
    List<String> two = own.ids.subList(1, 3);
    Map<String, Map<String, String>> right = new LinkedHashMap<>();
    for (String release : two) {
      own.releases.promote(release);
      try (Server server = Server.start(TestServer.OPTIONS, own.releases)) {
        right.put(release, bodies(server.uri()));
      }
    }
    try (Server server = Server.start(TestServer.OPTIONS, own.releases)) {
      for (int i = 0; i < 6; i++) {
        String promoted = two.get(i % 2);
        own.releases.promote(promoted);
        Set<String> named = Set.of();
        while (!named.contains(promoted)) {
          named = new HashSet<>();
          for (var sent : send(requests(server.uri())).entrySet()) {
            HttpResponse<String> answer = sent.getValue().get();
            String release = answer.headers().firstValue("Techrace-Release").orElse(promoted);
            named.add(release);
            assertThat(answer.statusCode()).as(sent.getKey()).isEqualTo(200);
            if (right.containsKey(release)) {
              assertThat(body(answer, server.uri()))
                  .as("%s of %s", sent.getKey(), release)
                  .isEqualTo(Objects.requireNonNull(right.get(release)).get(sent.getKey()));
            }
          }
        }
      }
      assertThat(bodies(server.uri())).isEqualTo(right.get(two.get(1)));
    }
  }

  private static Map<String, String> bodies(URI server) throws Exception {
    Map<String, String> bodies = new LinkedHashMap<>();
    for (var sent : send(requests(server)).entrySet()) {
      bodies.put(sent.getKey(), body(sent.getValue().get(), server));
    }
    return bodies;
  }

  private static String body(HttpResponse<String> answer, URI server) {
    return answer.body().replace(server.getAuthority(), "server");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// A named pipe among the queries of pages holds the start back: everything that is opened late
  /// is opened after these queries.
  @Test
  void queriesAreRightWhilePagesAreStillOpening() throws Exception {
    Path questions = Files.createDirectories(folder.resolve("queries/questions"));
    Path pipe = questions.resolve("topics.tsv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    int port = FreePort.find();
    CompletableFuture<Server> starting =
        start(TestServer.OPTIONS.withPort(port).edit().queries(folder.resolve("queries")).build());
    awaitPort(port, starting);
    URI uri = URI.create("http://localhost:" + port + "/");
    var first = send(requests(uri));
    assertThat(Objects.requireNonNull(first.get("text:query")).get().body())
        .isEqualToNormalizingNewlines("n\n2\n");
    assertThat(Objects.requireNonNull(first.get("spatial function")).get().body())
        .isEqualToNormalizingNewlines("w\ntrue\n");
    HttpResponse<String> page = Objects.requireNonNull(first.get("/page/firm-one")).get();
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    assertThat(page.body()).contains("still being opened");
    assertThat(starting).isNotDone();
    CompletableFuture<HttpResponse<String>> waiting =
        client.sendAsync(get(uri, "page/firm-one").build(), BodyHandlers.ofString());
    Files.writeString(pipe, "");
    try (Server server = starting.get()) {
      assertThat(waiting.get().statusCode()).as("waits until it is open").isEqualTo(200);
      assertThat(server).isNotNull();
      assertSameAsLater(first, uri);
    }
  }
}
