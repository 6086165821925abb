package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kept release answers: queries, pages and data, by path and by parameter.
final class KeptReleasesTest {
  private static final String STAFF =
      "/sparql?query="
          + encode("SELECT ?n { ?f <https://w3id.org/techrace/ontology#staff> ?n }", UTF_8);

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    sealed = SealedReleases.monthly(folder, 6);
    server = sealed.serve(TestServer.OPTIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String id(int month) {
    return sealed.ids.get(month - 1);
  }

  private static HttpResponse<String> csv(String path) throws Exception {
    return server.get(path, "text/csv");
  }

  @Test
  void eachReleaseAnswersQueriesByPathAndByParameter() throws Exception {
    for (int month = 1; month <= 6; month++) {
      for (String path :
          List.of("/release/" + id(month) + STAFF, STAFF + "&release=" + id(month))) {
        HttpResponse<String> answer = csv(path);
        assertThat(answer.body())
            .as(path)
            .isEqualToNormalizingNewlines("n\n%d00\n".formatted(month));
        assertThat(answer.headers().firstValue("Techrace-Release")).hasValue(id(month));
      }
    }
    assertThat(csv(STAFF).body()).isEqualToNormalizingNewlines("n\n600\n");
  }

  @Test
  void aQueryPostedToAReleaseIsAnsweredFromIt() throws Exception {
    String query = "SELECT ?n { ?f <https://w3id.org/techrace/ontology#staff> ?n }";
    HttpResponse<String> answer =
        server.post("/release/" + id(2) + "/sparql", "application/sparql-query", query);
    assertThat(answer.body()).contains("\"200\"");
    HttpResponse<String> form =
        server.post(
            "/sparql",
            "application/x-www-form-urlencoded",
            "query=" + encode(query, UTF_8) + "&release=" + id(2));
    assertThat(form.statusCode()).as("never ignored").isEqualTo(400);
    assertThat(form.body()).contains("/release/ID/sparql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/release/%s/sparql?query=ASK%%7B%%7D", "/sparql?query=ASK%%7B%%7D&release=%s"})
  void anUnknownReleaseIs404WithTheNearestOnes(String path) throws Exception {
    HttpResponse<String> answer = server.get(path.formatted("2026-03-15-ffffff"), "text/plain");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("'2026-03-15-ffffff'").contains("are " + id(3) + ", ");
    assertThat(server.get(path.formatted("nonsense"), "text/plain").statusCode()).isEqualTo(404);
  }

  @Test
  void twoReleasesInOneAddressAreRefused() throws Exception {
    assertThat(csv("/release/" + id(1) + STAFF + "&release=" + id(2)).statusCode()).isEqualTo(400);
    assertThat(csv(STAFF + "&release=" + id(1) + "&release=" + id(2)).statusCode()).isEqualTo(400);
    assertThat(csv("/release/" + id(1) + STAFF + "&release=" + id(1)).statusCode()).isEqualTo(200);
  }

  @Test
  void thePageOfAThingStaysInItsRelease() throws Exception {
    HttpResponse<String> answer = server.get("/release/" + id(1) + "/page/firm-one", "text/html");
    assertThat(answer.statusCode()).isEqualTo(200);
    Document page = Jsoup.parse(answer.body());
    assertThat(page.text()).contains("100").contains("You see release " + id(1));
    assertThat(page.select("main a[href=/release/%s/page/firm-two]".formatted(id(1)))).isNotEmpty();
    Element latest = page.select("a[rel=latest-version]").getFirst();
    assertThat(latest.attr("href")).isEqualTo("/page/firm-one");
    assertThat(page.select("link[rel=stylesheet]").eachAttr("href"))
        .allMatch(href -> href.startsWith("/static/") || href.equals("/graph.css"));
    assertThat(page.select("form.find").attr("action")).isEqualTo("/release/" + id(1) + "/search");
    assertThat(answer.headers().firstValue("Link").orElseThrow())
        .contains("</release/" + id(1) + "/data/firm-one.ttl>");
    for (String link : page.select("a[href^=/]").eachAttr("href")) {
      assertThat(server.get(link, "text/html").statusCode()).as(link).isIn(200, 303);
    }
  }

  @Test
  void namesRedirectWithinTheirRelease() throws Exception {
    HttpResponse<String> name = server.get("/release/" + id(1) + "/id/firm-one", "text/turtle");
    assertThat(name.statusCode()).isEqualTo(303);
    String data = name.headers().firstValue("Location").orElseThrow();
    assertThat(data).isEqualTo("/release/" + id(1) + "/data/firm-one.ttl");
    assertThat(server.get(data, "*/*").body()).contains("100").doesNotContain("600");
    assertThat(server.get("/data/firm-one.ttl?release=" + id(2), "*/*").body()).contains("200");
  }

  @Test
  void theIriOfAnEarlierReleaseHasAPageAndData() throws Exception {
    assertThat(server.get("/release/" + id(2), "text/html").headers().firstValue("Location"))
        .hasValue("/page/release/" + id(2));
    assertThat(server.get("/page/release/" + id(2), "text/html").body()).contains("2026-02-15");
    assertThat(server.get("/data/release/" + id(2) + ".ttl", "*/*").body())
        .contains("2026-02-15T12:00:00");
  }

  @Test
  void pagesOfTheCurrentReleaseHaveNoNote() throws Exception {
    assertThat(server.get("/page/firm-one", "text/html").body())
        .contains("600")
        .doesNotContain("You see release")
        .doesNotContain("/release/" + id(6) + "/page/firm-two");
    assertThat(csv(STAFF + "&release=" + id(6)).body()).contains("600");
  }

  @Test
  void tagsDifferByRelease() throws Exception {
    HttpResponse<String> one = csv("/release/" + id(1) + STAFF);
    String tag = one.headers().firstValue("ETag").orElseThrow();
    assertThat(
            server
                .send(
                    server
                        .request("/release/" + id(1) + STAFF)
                        .header("Accept", "text/csv")
                        .header("If-None-Match", tag))
                .statusCode())
        .isEqualTo(304);
    assertThat(csv("/release/" + id(2) + STAFF).headers().firstValue("ETag").orElseThrow())
        .isNotEqualTo(tag);
  }

  /// More releases than may be open at once, and fewer requests at a time than one client may send.
  @Test
  void anyNumberOfReleasesAnswersWithFewOpen() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Callable<HttpResponse<String>> ask = ask(1 + i % 5);
        answers.add(threads.submit(ask));
      }
      for (int i = 0; i < 60; i++) {
        assertThat(answers.get(i).get().body())
            .isEqualToNormalizingNewlines("n\n%d00\n".formatted(1 + i % 5));
      }
    }
    assertThat(openReleases()).as("the current one and four others").hasSizeLessThanOrEqualTo(5);
  }

  /// Another process may delete a release. The server then closes its files, so that their space is
  /// freed, and forgets its name.
  @Test
  void aDeletedReleaseIsClosedAndForgotten() throws Exception {
    String id = sealed.seal("2025-12-15", 50);
    String path = "/release/" + id;
    assertThat(csv(path + STAFF).body()).as("a new one is found").contains("50");
    assertThat(server.get("/timemap/page/firm-one", "*/*").body()).contains(path);
    try (Stream<Path> files = Files.walk(folder.resolve(id))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    for (int i = 0; i < 500 && csv(path + STAFF).statusCode() != 404; i++) {
      Thread.sleep(20);
    }
    assertThat(csv(path + STAFF).statusCode()).isEqualTo(404);
    for (int i = 0; i < 500 && openReleases().contains(id); i++) {
      Thread.sleep(20);
    }
    assertThat(openReleases()).doesNotContain(id);
    assertThat(server.get("/timemap/page/firm-one", "*/*").body()).doesNotContain(path);
    sealed.ids.remove(id);
  }

  /// The releases with mapped files.
  private static Set<String> openReleases() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.exists(maps), "there is no /proc here");
    try (Stream<String> lines = Files.lines(maps)) {
      return lines
          .flatMap(line -> sealed.ids.stream().filter(id -> line.contains("/" + id + "/")))
          .collect(Collectors.toSet());
    }
  }

  /// Asks again while all releases that may be open are in use.
  private static Callable<HttpResponse<String>> ask(int month) {
    return () -> {
      HttpResponse<String> answer = csv("/release/" + id(month) + STAFF);
      for (int i = 0; i < 500 && answer.statusCode() == 503; i++) {
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        Thread.sleep(10);
        answer = csv("/release/" + id(month) + STAFF);
      }
      return answer;
    };
  }
}
