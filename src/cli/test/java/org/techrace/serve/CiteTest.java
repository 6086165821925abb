package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.cli.Main;
import org.techrace.release.CitationLimit;
import org.techrace.release.Retention;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer is cited, a new release changes it, and the link still verifies.
final class CiteTest {
  private static final String QUERY =
      "SELECT ?n { ?f <https://w3id.org/techrace/ontology#staff> ?n }";
  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir private Path folder = Path.of("");
  private SealedReleases sealed = new SealedReleases(folder);
  private TestServer server = TestServer.small();

  @BeforeEach
  void start() throws Exception {
    server.close();
    sealed = new SealedReleases(folder);
    sealed.seal("2026-01-15", 100);
    server = sealed.serve(TestServer.OPTIONS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode cite(String parameters) throws Exception {
    return json(
        server.send(
            server
                .request("/cite")
                .header("Content-Type", FORM)
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(parameters))));
  }

  private String path(JsonNode cited) {
    return cited.get("link").asString().replace(server.uri("/").toString(), "/");
  }

  /// Promotes a new release and waits until it is served.
  private void publish(String day, int staff) throws Exception {
    String id = sealed.seal(day, staff);
    sealed.releases.promote(id);
    server.awaitRelease(id);
  }

  @Test
  void theLinkVerifiesAfterTheValueHasChanged() throws Exception {
    JsonNode cited = cite("query=" + encode(QUERY, UTF_8));
    assertThat(cited.get("release").asString()).isEqualTo(sealed.ids.getFirst());
    assertThat(cited.get("rows").asInt()).isEqualTo(1);
    assertThat(cited.get("kept").asBoolean()).isTrue();
    JsonNode before = json(server.get(path(cited), "application/json"));
    assertThat(before.get("verified").asBoolean()).isTrue();
    assertThat(before.get("current").get("same").asBoolean()).isTrue();

    publish("2026-02-15", 250);

    JsonNode after = json(server.get(path(cited), "application/json"));
    assertThat(after.get("verified").asBoolean()).isTrue();
    assertThat(after.get("current").get("same").asBoolean()).isFalse();
    assertThat(after.get("current").get("removedRows").get(0).asString()).startsWith("\"100\"");
    assertThat(after.get("current").get("addedRows").get(0).asString()).startsWith("\"250\"");
    String page = Jsoup.parse(server.get(path(cited), "text/html").body()).text();
    assertThat(page)
        .contains("Verified: same result.")
        .contains(
            "Release " + sealed.ids.getLast() + " has another answer; rows removed: 1, added: 1.")
        .contains("You see release " + sealed.ids.getFirst());
    assertThat(sealed.releases.prune(Retention.latest(1))).as("a cited release stays").isEmpty();
  }

  /// A page of another site lets its readers send the form.
  @Test
  void pageOfAnotherSiteKeepsNoRelease() throws Exception {
    for (String origin : List.of("https://evil.example", "null", "http://localhost:1")) {
      HttpResponse<String> refused =
          server.send(
              server
                  .request("/cite")
                  .header("Content-Type", FORM)
                  .header("Origin", origin)
                  .POST(BodyPublishers.ofString("query=" + encode(QUERY, UTF_8))));
      assertThat(refused.statusCode()).as(origin).isEqualTo(403);
    }
    assertThat(sealed.releases.cited()).isEmpty();
    HttpResponse<String> own =
        server.send(
            server
                .request("/cite")
                .header("Content-Type", FORM)
                .header("Origin", server.uri("/").toString().replaceFirst("/$", ""))
                .POST(BodyPublishers.ofString("query=" + encode(QUERY, UTF_8))));
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(sealed.releases.cited()).containsExactly(sealed.ids.getFirst());
  }

  @ParameterizedTest
  @CsvSource({"1, 10000000", "10, 1"})
  void keepsAsMuchAsTheOperatorAllows(int releases, long bytes) throws Exception {
    server.close();
    CitationLimit limit = new CitationLimit(releases, bytes);
    server = sealed.serve(TestServer.OPTIONS.edit().citations(limit).build());
    boolean first = cite("query=" + encode(QUERY, UTF_8)).get("kept").asBoolean();
    assertThat(first).isEqualTo(bytes > 1);
    publish("2026-02-15", 250);
    JsonNode second = cite("query=" + encode(QUERY, UTF_8));
    assertThat(second.get("kept").asBoolean()).isFalse();
    assertThat(second.get("release").asString()).isEqualTo(sealed.ids.getLast());
    assertThat(sealed.releases.cited()).hasSize(first ? 1 : 0);
  }

  @Test
  void operatorSeesAndDropsWhatIsKept() throws Exception {
    cite("query=" + encode(QUERY, UTF_8));
    String id = sealed.ids.getFirst();
    assertThat(run(0, "releases", "cited")).containsPattern("\\d KB  " + id).contains("in all");
    assertThat(run(3, "releases", "cited", "--drop", "2020-01-01-000000")).isEmpty();
    assertThat(run(0, "releases", "cited", "--drop", id)).contains(id);
    assertThat(sealed.releases.cited()).isEmpty();
    publish("2026-02-15", 250);
    assertThat(sealed.releases.prune(Retention.latest(1))).containsExactly(id);
  }

  @Test
  void aLinkWithAnotherHashOrQueryDoesNotVerify() throws Exception {
    String path = path(cite("query=" + encode(QUERY, UTF_8)));
    String other = path.replaceFirst("hash=[0-9a-f]{8}", "hash=00000000");
    assertThat(json(server.get(other, "application/json")).get("verified").asBoolean()).isFalse();
    assertThat(Jsoup.parse(server.get(other, "text/html").body()).text())
        .contains("Not the cited result.");
    String changed = path.replace("SELECT", "SELECT+DISTINCT+%28%3Fn+%2B+1+AS+%3Fm%29");
    assertThat(json(server.get(changed, "application/json")).get("verified").asBoolean()).isFalse();
    assertThat(
            server.get("/answer?hash=" + "0".repeat(64) + "&query=ASK%7B%7D", "*/*").statusCode())
        .as("no release")
        .isEqualTo(400);
    assertThat(server.get(path.replaceFirst("hash=[0-9a-f]+", "hash=x"), "*/*").statusCode())
        .isEqualTo(400);
  }

  @Test
  void theCommandVerifiesWithoutAServer() throws Exception {
    String link = cite("query=" + encode(QUERY, UTF_8)).get("link").asString();
    publish("2026-02-15", 250);
    server.close();
    String id = sealed.ids.getFirst();
    assertThat(verify(0, link))
        .isEqualTo(
            """
            verified: same result (1 rows, release %s)
            release %s has another answer: 1 rows removed, 1 added
            - "100"^^<http://www.w3.org/2001/XMLSchema#integer>
            + "250"^^<http://www.w3.org/2001/XMLSchema#integer>
            """
                .formatted(id, sealed.ids.getLast()));
    String dump = folder.resolve(id).resolve("data.nq.gz").toString();
    assertThat(verify(0, link, "--dump", dump)).startsWith("verified: same result (1 rows");
    assertThat(verify(1, link.replaceFirst("hash=[0-9a-f]{8}", "hash=00000000")))
        .startsWith("different:");
    assertThat(verify(2, "https://example.org/")).isEmpty();
  }

  private String verify(int code, String... arguments) {
    return run(
        code, Stream.concat(Stream.of("verify"), Stream.of(arguments)).toArray(String[]::new));
  }

  /// Runs a command on the releases and returns what it prints.
  private String run(int code, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--releases", folder.toString()))
            .toArray(String[]::new);
    assertThat(Main.run(all, new PrintWriter(out), new PrintWriter(err)))
        .as(out.toString() + err)
        .isEqualTo(code);
    return out.toString();
  }

  @Test
  void theCitationHasTheFormatsOfReferenceManagers() throws Exception {
    String asked = "/cite?query=" + encode(QUERY, UTF_8);
    JsonNode csl = JsonMapper.shared().readTree(server.get(asked + "&format=csl", "*/*").body());
    assertThat(csl.get(0).get("type").asString()).isEqualTo("dataset");
    assertThat(csl.get(0).get("version").asString()).isEqualTo(sealed.ids.getFirst());
    assertThat(csl.get(0).get("issued").get("date-parts").toString()).isEqualTo("[[2026,1,15]]");
    String link = csl.get(0).get("URL").asString();
    HttpResponse<String> bibtex = server.get(asked, "application/x-bibtex");
    assertThat(bibtex.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/x-bibtex");
    assertThat(bibtex.body())
        .startsWith("@misc{answer-" + sealed.ids.getFirst())
        .contains("url = {" + link + "}")
        .contains("year = {2026}");
    List<String> ris = server.get(asked + "&format=ris", "*/*").body().lines().toList();
    assertThat(ris).startsWith("TY  - DATA").contains("UR  - " + link).endsWith("ER  - ");
    assertThat(json(server.get(asked, "application/json")).get("kept").asBoolean())
        .as("GET has no effect")
        .isFalse();
    assertThat(sealed.releases.cited()).isEmpty();
  }

  @Test
  void aReaderOfReferencesReadsTheFormats() throws Exception {
    NodeClients.assumeInstalled();
    String address = server.uri("/cite?query=" + encode(QUERY, UTF_8)).toString();
    List<String> read = NodeClients.citation(address).lines().toList();
    assertThat(read).hasSize(3).allMatch(line -> line.contains("\t2026\thttp"));
    assertThat(read.stream().map(line -> line.substring(line.indexOf('\t'))).distinct()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT (NOW() AS ?n) {}, can change between runs",
    "SELECT (RAND() AS ?n) {}, can change between runs",
    "SELECT ?x {, error",
  })
  void refusesWhatCannotBeCited(String query, String reason) throws Exception {
    HttpResponse<String> answer =
        server.get("/cite?query=" + encode(query, UTF_8), "application/json");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(reason);
    assertThat(server.get("/cite", "application/json").statusCode()).isEqualTo(400);
  }

  @Test
  void theButtonOfAnAnswerCitesIt() throws Exception {
    String page = server.get("/sparql?format=html&query=" + encode(QUERY, UTF_8), "*/*").body();
    assertThat(Jsoup.parse(page).select("form[action=/cite][method=post] input[name=query]").val())
        .isEqualTo(QUERY);
    HttpResponse<String> citation =
        server.send(
            server
                .request("/cite")
                .header("Content-Type", FORM)
                .header("Accept", "text/html")
                .POST(BodyPublishers.ofString("query=" + encode(QUERY, UTF_8))));
    assertThat(citation.statusCode()).isEqualTo(200);
    String open = Jsoup.parse(citation.body()).select("a.button").attr("href");
    assertThat(Jsoup.parse(server.get(open, "text/html").body()).text())
        .contains("Verified: same result.");
  }

  @Test
  void aQuestionGivesItsTitle() throws Exception {
    JsonNode cited = cite("question=01-people-quoted");
    assertThat(cited.get("link").asString()).contains("&question=01-people-quoted&query=");
    String page = server.get("/questions/01-people-quoted", "text/html").body();
    String title = Jsoup.parse(page).select("h1").text();
    assertThat(cited.get("text").asString()).contains(title.replaceFirst("[?]$", ""));
    assertThat(Jsoup.parse(server.get(path(cited), "text/html").body()).select("h1").text())
        .isEqualTo(title);
    String other = path(cited).replaceFirst("query=.*", "query=" + encode(QUERY, UTF_8));
    assertThat(Jsoup.parse(server.get(other, "text/html").body()).select("h1").text())
        .as("the title of a question does not name the answer of another query")
        .isEqualTo("Answer to a SPARQL query");
    assertThat(Jsoup.parse(page).select("form[action=/cite] input[name=question]").val())
        .isEqualTo("01-people-quoted");
  }
}
