package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the Memento protocol (RFC 7089) on releases of 15 January to 15 April.
final class MementoTest {
  private static final String QUERY =
      "SELECT ?n { ?f <https://w3id.org/techrace/ontology#staff> ?n }";
  private static final String STAFF = "/sparql?query=" + encode(QUERY, UTF_8);

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    sealed = SealedReleases.monthly(folder, 4);
    server = sealed.serve(TestServer.OPTIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> at(String time, String path) throws Exception {
    return server.send(
        server
            .request(path)
            .header("Accept-Datetime", time)
            .header("Accept", "text/csv, */*;q=0.1"));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String site() {
    return server.uri("/").toString().replaceFirst("/$", "");
  }

  @ParameterizedTest
  @CsvSource({
    "'Sun, 15 Mar 2026 12:00:00 GMT', 3",
    "'Sun, 15 Mar 2026 11:59:59 GMT', 2",
    "'Wed, 01 Apr 2026 00:00:00 GMT', 3",
    "'Thu, 01 Jan 2015 00:00:00 GMT', 1",
    "'Fri, 01 Jan 2049 00:00:00 GMT', 4",
  })
  void redirectsToTheReleaseOfTheTime(String time, int month) throws Exception {
    for (String path : List.of(STAFF, "/page/firm-one", "/data/firm-one.ttl", "/id/firm-one")) {
      HttpResponse<String> gate = at(time, path);
      assertThat(gate.statusCode()).isEqualTo(302);
      String memento = "/release/" + sealed.ids.get(month - 1) + path;
      assertThat(header(gate, "Location")).isEqualTo(memento);
      assertThat(header(gate, "Vary")).contains("Accept-Datetime");
      assertThat(header(gate, "Link"))
          .contains("<" + path + ">; rel=\"original timegate\"")
          .contains("</timemap" + path + ">; rel=\"timemap\"");
      assertThat(gate.headers().firstValue("Memento-Datetime")).isEmpty();
    }
    String rows = server.get(header(at(time, STAFF), "Location"), "text/csv").body();
    assertThat(rows).isEqualToNormalizingNewlines("n\n%d00\n".formatted(month));
  }

  @Test
  void aMementoHasItsTimeAndItsNeighbours() throws Exception {
    String path = "/release/" + sealed.ids.get(1) + "/page/firm-one";
    HttpResponse<String> memento = server.get(path, "text/html");
    assertThat(header(memento, "Memento-Datetime")).isEqualTo("Sun, 15 Feb 2026 12:00:00 GMT");
    assertThat(header(memento, "Link"))
        .contains("</page/firm-one>; rel=\"original timegate\"")
        .contains(link(0, "first prev memento", "Thu, 15 Jan 2026 12:00:00 GMT"))
        .contains(link(1, "memento", "Sun, 15 Feb 2026 12:00:00 GMT"))
        .contains(link(2, "next memento", "Sun, 15 Mar 2026 12:00:00 GMT"))
        .contains(link(3, "last memento", "Wed, 15 Apr 2026 12:00:00 GMT"));
    HttpResponse<String> ignored = at("Thu, 01 Jan 2015 00:00:00 GMT", path);
    assertThat(ignored.statusCode()).as("a memento ignores the time").isEqualTo(200);
    assertThat(header(ignored, "Memento-Datetime")).startsWith("Sun, 15 Feb 2026");
  }

  private static String link(int n, String relation, String time) {
    return "</release/%s/page/firm-one>; rel=\"%s\"; datetime=\"%s\""
        .formatted(sealed.ids.get(n), relation, time);
  }

  private static String listed(int n, String relation, String time) {
    return link(n, relation, time).replace("</", "<" + site() + "/");
  }

  @Test
  void anOriginalLinksToItsTimeGateAndTimeMap() throws Exception {
    HttpResponse<String> page = server.get("/page/firm-one?x=1", "text/html");
    assertThat(header(page, "Link"))
        .contains("</page/firm-one?x=1>; rel=\"original timegate\"")
        .contains("</timemap/page/firm-one?x=1>; rel=\"timemap\"");
    assertThat(page.headers().firstValue("Memento-Datetime")).isEmpty();
    assertThat(header(server.get("/static/techrace.css", "*/*"), "Link"))
        .doesNotContain("timegate");
  }

  @Test
  void aTimeMapListsAllMementos() throws Exception {
    HttpResponse<String> map = server.get("/timemap/page/firm-one", "*/*");
    assertThat(map.statusCode()).isEqualTo(200);
    assertThat(header(map, "Content-Type")).startsWith("application/link-format");
    assertThat(map.body().lines())
        .containsExactly(
            "<" + site() + "/page/firm-one>; rel=\"original timegate\",",
            "<%s/timemap/page/firm-one>; rel=\"self\"; type=\"application/link-format\"; from=\"Thu, 15 Jan 2026 12:00:00 GMT\"; until=\"Wed, 15 Apr 2026 12:00:00 GMT\","
                .formatted(site()),
            listed(0, "first memento", "Thu, 15 Jan 2026 12:00:00 GMT") + ",",
            listed(1, "memento", "Sun, 15 Feb 2026 12:00:00 GMT") + ",",
            listed(2, "memento", "Sun, 15 Mar 2026 12:00:00 GMT") + ",",
            listed(3, "last memento", "Wed, 15 Apr 2026 12:00:00 GMT"));
    assertThat(server.get("/timemap/static/techrace.css", "*/*").statusCode()).isEqualTo(404);
  }

  @Test
  void aPostedQueryIsRedirectedWithItsBody() throws Exception {
    HttpResponse<String> gate =
        server.send(
            server
                .request("/sparql")
                .header("Accept-Datetime", "Sun, 15 Feb 2026 12:00:00 GMT")
                .header("Content-Type", "application/sparql-query")
                .POST(HttpRequest.BodyPublishers.ofString(QUERY)));
    assertThat(gate.statusCode()).isEqualTo(307);
    assertThat(header(gate, "Location")).isEqualTo("/release/" + sealed.ids.get(1) + "/sparql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-02-15", "Sun, 99 Feb 2026 12:00:00 GMT"})
  void refusesOtherDates(String time) throws Exception {
    assertThat(at(time, "/page/firm-one").statusCode()).isEqualTo(400);
  }

  /// Addresses that would break the syntax or the length of a header.
  @Test
  void headersStaySound() throws Exception {
    String odd = "/sparql?query=" + encode("ASK{}", UTF_8) + "&x=%3E%22";
    assertThat(server.get(odd, "*/*").statusCode()).isEqualTo(200);
    String large = STAFF + encode("#" + "x".repeat(6_000), UTF_8);
    assertThat(server.get(large, "text/csv").statusCode()).isEqualTo(200);
    assertThat(at("Sun, 15 Feb 2026 12:00:00 GMT", large).statusCode()).isEqualTo(400);
    HttpResponse<String> memento = server.get("/release/" + sealed.ids.get(1) + large, "text/csv");
    assertThat(memento.body()).isEqualToNormalizingNewlines("n\n200\n");
    assertThat(header(memento, "Memento-Datetime")).startsWith("Sun, 15 Feb 2026");
  }
}
