package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pages show what changed since an earlier release, and a chart of a page is cited.
final class SinceTest {
  private static final String QUESTION =
      """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix schema: <https://schema.org/> .
      @prefix sh: <http://www.w3.org/ns/shacl#> .
      <https://w3id.org/techrace/question/01-staff> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
          rdfs:label "How many staff does each firm have?"@en ;
          rdfs:comment "The newest numbers."@en ;
          schema:keywords "firms" ;
          sh:select \"""PREFIX tr: <https://w3id.org/techrace/ontology#>
      SELECT ?firm ?staff WHERE { ?firm tr:staff ?staff } ORDER BY ?firm
      \""" .
      """;
  private static final String ASK =
      QUESTION
          .replace("01-staff", "02-large")
          .replace("How many staff does each firm have?", "Does a firm have more than 150 staff?")
          .replace("SPARQLSelectExecutable", "SPARQLAskExecutable")
          .replace("sh:select", "sh:ask")
          .replace(
              "SELECT ?firm ?staff WHERE { ?firm tr:staff ?staff } ORDER BY ?firm",
              "ASK { ?firm tr:staff ?staff FILTER (?staff > 150) }");
  private static final String PANEL =
      """
      # Title: Staff
      # View: bars
      # Measured: Staff
      # Unit: persons
      # Time: this release
      PREFIX tr: <https://w3id.org/techrace/ontology#>
      SELECT ?thing ?series ?value WHERE { ?this tr:staff ?value BIND (?this AS ?thing) BIND (?this AS ?series) }
      """;

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Path queries = folder.resolve("queries");
    write(queries.resolve("questions/01-staff.ttl"), QUESTION);
    write(queries.resolve("questions/02-large.ttl"), ASK);
    write(queries.resolve("questions/topics.tsv"), "Firms\tfirms\n");
    write(queries.resolve("pages/entity/10-staff.rq"), PANEL);
    sealed = new SealedReleases(folder.resolve("releases"));
    String gone = " id:contract-gone rdfs:label \"Gone\"@en .";
    sealed.seal("2026-01-15", 100, "id:contract-one tr:with id:firm-one ; tr:worth 5 ." + gone);
    sealed.seal("2026-02-15", 200, "id:contract-one tr:with id:firm-one ; tr:worth 7 ." + gone);
    sealed.seal("2026-03-15", 200, "id:contract-one tr:with id:firm-one ; tr:worth 7 .");
    server = sealed.serve(TestServer.OPTIONS.edit().queries(queries).build());
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Document page(String path) throws Exception {
    HttpResponse<String> answer = server.get(path, "text/html");
    assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
    return Jsoup.parse(answer.body());
  }

  private static List<String> changes(Document page) {
    return page.select("section.since tbody tr").eachText();
  }

  /// A thing that is gone leads to the last release with it; what never was is not found.
  @Test
  void aThingThatIsGoneLeadsToTheLastReleaseWithIt() throws Exception {
    String last = sealed.ids.get(1);
    String there = "/release/" + last + "/page/contract-gone";
    for (String path :
        List.of("id/contract-gone", "page/contract-gone", "data/contract-gone.ttl")) {
      HttpResponse<String> answer = server.get("/" + path, "text/plain");
      assertThat(answer.statusCode()).as(path).isEqualTo(410);
      assertThat(answer.body())
          .isEqualTo(
              "https://w3id.org/techrace/id/contract-gone is no longer in the graph. The last kept"
                  + " release with it is %s: %s\n".formatted(last, there));
    }
    for (String language : List.of("en", "de", "zh")) {
      HttpResponse<String> page = server.get("/page/contract-gone?lang=" + language, "text/html");
      assertThat(page.statusCode()).isEqualTo(410);
      Element sentence = Jsoup.parse(page.body()).expectFirst("p.sentence");
      assertThat(sentence.attr("lang")).isEqualTo(language);
      assertThat(sentence.expectFirst("a").attr("href")).isEqualTo(there);
    }
    assertThat(page(there).text()).contains("Gone");
    for (String never : List.of("/id/contract-never", "/release/" + last + "/id/contract-never")) {
      assertThat(server.get(never, "text/plain").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void thePageOfAThingShowsWhatChangedAndWhichSourceChangedIt() throws Exception {
    Document plain = page("/page/firm-one");
    Element form = plain.select("section.since form").getFirst();
    assertThat(form.select("option").eachAttr("value"))
        .containsExactly(sealed.ids.get(1), sealed.ids.get(0));
    assertThat(changes(plain)).isEmpty();
    Document page = page("/page/firm-one?since=" + sealed.ids.getFirst());
    assertThat(changes(page))
        .anySatisfy(row -> assertThat(row).startsWith("removed").contains("100").endsWith("source"))
        .anySatisfy(row -> assertThat(row).startsWith("added").contains("200").endsWith("source"))
        .anySatisfy(row -> assertThat(row).startsWith("removed contract-one").contains("5"))
        .anySatisfy(row -> assertThat(row).startsWith("added contract-one").contains("7"))
        .hasSize(4);
    assertThat(page.select("section.since option[selected]").val())
        .isEqualTo(sealed.ids.getFirst());
    assertThat(page("/page/firm-one?since=" + sealed.ids.get(1)).select("section.since").text())
        .contains("Nothing changed.");
  }

  @Test
  void thePageOfAQuestionShowsWhatChangedAndWhichSourceChangedIt() throws Exception {
    Document page = page("/questions/01-staff?since=" + sealed.ids.getFirst());
    assertThat(changes(page)).containsExactly("removed Firm One 100", "added Firm One 200");
    assertThat(page.select("section.since li").eachText()).containsExactly("source +1 −1");
    Document same = page("/questions/01-staff?since=" + sealed.ids.get(1));
    assertThat(changes(same)).isEmpty();
    assertThat(same.select("section.since").text())
        .contains("Release " + sealed.ids.get(1) + " has the same answer.");
  }

  @Test
  void anAnswerThatIsNotATableIsCompared() throws Exception {
    Document page = page("/questions/02-large?since=" + sealed.ids.getFirst());
    assertThat(changes(page)).containsExactly("removed false", "added true");
  }

  @Test
  void onlyEarlierReleasesCanBeChosen() throws Exception {
    for (String id : List.of(sealed.ids.getLast(), "nonsense")) {
      assertThat(server.get("/page/firm-one?since=" + id, "text/html").statusCode())
          .as(id)
          .isEqualTo(404);
    }
    assertThat(page("/release/" + sealed.ids.getFirst() + "/page/firm-one").select("section.since"))
        .isEmpty();
  }

  @Test
  void aChartOfAPageIsCited() throws Exception {
    Element form = page("/page/firm-one").select("form.save[action=/cite]").getFirst();
    StringBuilder body = new StringBuilder();
    for (Element input : form.select("input")) {
      body.append(input.attr("name")).append('=').append(encode(input.val(), UTF_8)).append('&');
    }
    HttpResponse<String> answer =
        server.post("/cite", "application/x-www-form-urlencoded", body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode cited = JsonMapper.shared().readTree(answer.body());
    assertThat(cited.get("text").asString()).contains("Firm One: Staff");
    assertThat(cited.get("bib").asString()).contains("title = {Firm One: Staff}");
    assertThat(cited.get("query").asString()).contains("firm-one").doesNotContain("?this");
    String path = cited.get("link").asString().replace(server.uri("/").toString(), "/");
    Document verified = page(path);
    assertThat(verified.text()).contains("Verified: same result.");
    assertThat(verified.select("h1").text()).isEqualTo("Firm One: Staff");
    String picture = verified.select("main img").attr("src");
    assertThat(picture).startsWith("/release/" + sealed.ids.getLast() + "/embed/entity/10-staff?");
    assertThat(server.get(picture, "*/*").body()).contains("<svg").contains("200");
  }
}
