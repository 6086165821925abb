package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.cli.Project;
import org.techrace.serve.work.Limits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests the REST interface with a small project of its own: a question with a parameter, and a
/// page.
final class ApiTest {
  private static final String QUESTION =
      """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix sh: <http://www.w3.org/ns/shacl#> .
      @prefix tool: <https://w3id.org/techrace/tool#> .
      <https://example.org/staff> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
        rdfs:label "How many staff does Firm One have?"@en ;
        rdfs:comment "A number for each firm."@en ;
        tool:parameters "firm" ;
        sh:select \"\"\"PREFIX tr: <https://w3id.org/techrace/ontology#>
      PREFIX id: <https://w3id.org/techrace/id/>
      SELECT ?firm ?partner ?staff WHERE {
        VALUES ?firm { id:firm-one }
        ?firm a tr:Firm . OPTIONAL { ?firm tr:staff ?staff ; tr:partner ?partner }
      } ORDER BY ?firm\"\"\" .
      """;

  private static final String PAGE =
      """
      # Title: Firms
      # Topic: Test
      # View: table
      SELECT ?firm ?number WHERE {
        ?firm a <https://w3id.org/techrace/ontology#Firm> .
        VALUES ?number { 1 2 3 4 5 6 7 8 9 10 }
      } ORDER BY ?firm ?number
      """;

  private static final String PANEL =
      """
      # Title: Staff
      # View: table
      SELECT ?partner ?staff WHERE {
        ?this <https://w3id.org/techrace/ontology#staff> ?staff ; <https://w3id.org/techrace/ontology#partner> ?partner
      }
      """;

  private static final String LONG_PAGE =
      """
      # Title: Places
      # Topic: Test
      # View: table
      SELECT ?place ?number WHERE {
        ?place a <https://w3id.org/techrace/ontology#Place> .
        VALUES ?number { 1 2 }
      } ORDER BY ?place ?number
      """;

  /// More places than are read at a time.
  private static final int PLACES = 1_001;

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Project project = Project.at(folder);
    project.write("queries/questions/01-staff.ttl", QUESTION);
    project.write("queries/pages/explore/firms.rq", PAGE);
    project.write("queries/pages/explore/places.rq", LONG_PAGE);
    project.write("queries/pages/entity/staff.rq", PANEL);
    project.write(
        "queries/pages/limits.rq",
        """
        SELECT ?about ?limit ?selection WHERE {
          VALUES ?about { } ?about <https://w3id.org/techrace/ontology#staff> ?staff
          BIND (true AS ?selection)
          BIND (CONCAT("the staff of ", STR(?about), " is planned") AS ?limit)
        }
        """);
    sealed = new SealedReleases(folder.resolve("releases"));
    sealed.seal("2026-01-15", 100);
    sealed.seal("2026-02-15", 250, places());
    server = sealed.serve(TestServer.OPTIONS.edit().queries(folder.resolve("queries")).build());
  }

  private static String places() {
    StringBuilder places = new StringBuilder("PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n");
    Map<String, String> prefixes = Map.of("id", "id/", "tr", "ontology#");
    prefixes.forEach(
        (prefix, end) ->
            places.append(
                """
                <https://w3id.org/techrace/prefix/%1$s> <http://www.w3.org/ns/shacl#prefix> "%1$s" ;
                  <http://www.w3.org/ns/shacl#namespace> "https://w3id.org/techrace/%2$s" .
                """
                    .formatted(prefix, end)));
    places.append("id:firm-two tr:code \"F2\" .\n");
    places.append("tr:Firm <http://www.w3.org/2004/02/skos/core#definition> \"A company.\"@en .\n");
    places.append("tr:Place a <http://www.w3.org/2002/07/owl#Class> ; rdfs:label \"place\"@en .\n");
    for (int i = 1; i <= PLACES; i++) {
      places.append(
          """
          id:place-%d a tr:Place ; rdfs:label "Place %d"@en ;
            tr:opened "2001-05-%02d"^^xsd:date ; tr:began "2001"^^xsd:gYear .
          """
              .formatted(i, i, 1 + i % 28));
    }
    return places.toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return server.get("/api/v1" + path, "application/json");
  }

  /// Returns a cursor of the same list at another place.
  private static String moved(String cursor, long place) {
    String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.replaceFirst("\\d+", "" + place).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void aQuestionAnswersWithNamesAndNumbers() throws Exception {
    JsonNode answer = json(get("/staff"));
    assertThat(answer.get("title").asString()).isEqualTo("How many staff does Firm One have?");
    assertThat(answer.get("parameters").toString()).isEqualTo("{\"firm\":[\"firm-one\"]}");
    assertThat(answer.get("rows").toString())
        .isEqualTo(
            "[{\"firm\":{\"id\":\"https://w3id.org/techrace/id/firm-one\",\"label\":\"Firm"
                + " One\"},\"partner\":{\"id\":\"https://w3id.org/techrace/id/firm-two\",\"label\":\"Firm"
                + " Two\"},\"staff\":250}]");
    assertThat(answer.get("cut").asBoolean()).isFalse();
    assertThat(answer.get("query").asString()).contains("id:firm-one");
    assertThat(answer.get("limits").toString())
        .isEqualTo("[\"the staff of https://w3id.org/techrace/id/firm-one is planned\"]");
  }

  @Test
  void theToolsForLanguageModelsAreAddresses() throws Exception {
    JsonNode found = json(get("/find?text=firm%20one&limit=1"));
    assertThat(found.get("columns").toString()).isEqualTo("[\"id\",\"label\",\"kind\",\"about\"]");
    assertThat(found.get("rows").get(0).get(0).asString()).contains("firm-one");
    assertThat(json(get("/classes")).get("rows").toString()).contains("Firm");
    String query =
        "PREFIX tr: <https://w3id.org/techrace/ontology#> PREFIX id:"
            + " <https://w3id.org/techrace/id/> SELECT ?f { ?f a tr:Firm FILTER NOT EXISTS { ?f"
            + " tr:partner id:firm-one } }";
    JsonNode others = json(get("/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
    assertThat(others.get("rows").toString()).contains("Firm One");
    assertThat(others.get("limits").toString()).contains("absence from it proves nothing");
    JsonNode coverage =
        json(get("/coverage?iri=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Ffirm-one"));
    assertThat(coverage.get("limits").toString()).contains("is planned");
    assertThat(
            json(get("/explain?iri=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Ffirm-one")).get("rows"))
        .isNotEmpty();
    assertThat(get("/find").statusCode()).isEqualTo(400);
    assertThat(get("/find?txt=x").body()).contains("did you mean 'text'?");
    assertThat(get("/find?text=x&limit=0").body()).contains("must be a number from 1 to 50");
  }

  @Test
  void theDescriptionHasTagsAndTheTools() throws Exception {
    JsonNode api = json(get("/openapi.json"));
    assertThat(api.at("/paths/~1find/get/parameters/0/name").asString()).isEqualTo("text");
    assertThat(api.at("/paths/~1find/get/responses/200/content/application~1json/schema/required"))
        .isNotEmpty();
    api.get("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> assertThat(operation.get("tags")).as(path.toString()).hasSize(1)));
  }

  @Test
  void aParameterHasTypedChoices() throws Exception {
    JsonNode choices = json(get("/staff/parameters")).get("firm");
    assertThat(choices.toString())
        .isEqualTo(
            "[{\"value\":\"firm-one\",\"label\":\"Firm"
                + " One\",\"usual\":true},{\"value\":\"firm-two\",\"label\":\"Firm"
                + " Two\",\"usual\":false}]");
    JsonNode other = json(get("/staff?firm=firm-two"));
    assertThat(other.get("rows").toString())
        .isEqualTo(
            "[{\"firm\":{\"id\":\"https://w3id.org/techrace/id/firm-two\",\"label\":\"Firm"
                + " Two\"}}]");
    assertThat(other.get("title").asString()).contains("Firm Two");
  }

  @Test
  void errorsAreProblems() throws Exception {
    for (String path :
        new String[] {
          "/staff?firm=nobody", "/staff?frim=firm-one", "/staff?limit=0", "/staff?filter.x=1"
        }) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
      JsonNode problem = JsonMapper.shared().readTree(answer.body());
      assertThat(problem.get("status").asInt()).isEqualTo(400);
      assertThat(problem.get("title").asString()).isEqualTo("Bad Request");
    }
    assertThat(get("/staff?frim=firm-one").body()).contains("did you mean 'firm'?");
    assertThat(get("/staff?firm=firm-on").body())
        .contains("'firm' = 'firm-on'; values are, for example, firm-one");
    assertThat(get("/staff?firm=nobody").body()).contains("values are, for example, firm-");
    HttpResponse<String> unknown = get("/stuff");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("did you mean 'staff'?");
    HttpResponse<String> earlier =
        server.get("/release/2020/api/v1/find?text=x", "application/json");
    assertThat(earlier.statusCode()).isEqualTo(404);
    assertThat(earlier.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
  }

  @Test
  void rowsArePagedAndFiltered() throws Exception {
    HttpResponse<String> first = get("/explore/firms?limit=15");
    JsonNode page = json(first);
    assertThat(page.get("rows").size()).isEqualTo(15);
    assertThat(page.get("total").asInt()).isEqualTo(20);
    assertThat(first.headers().firstValue("Link").orElseThrow())
        .contains("</api/v1/explore/firms?limit=15&offset=15>; rel=\"next\"");
    JsonNode second =
        json(server.send(HttpRequest.newBuilder(URI.create(page.get("next").asString()))));
    assertThat(second.get("rows").size()).isEqualTo(5);
    assertThat(second.has("next")).isFalse();
    assertThat(second.get("limits").toString()).doesNotContain("offset");
    assertThat(json(get("/explore/firms?offset=20")).at("/limits/0").asString())
        .isEqualTo("the query has 20 rows, and the offset 20 is after the last one");
    assertThat(json(get("/explore/firms?filter.firm=Firm+Two&filter.number=7")).get("rows").size())
        .isEqualTo(1);
    assertThat(json(get("/explore/firms?filter.firm=firm-two")).get("total").asInt()).isEqualTo(10);
    for (String other : List.of("place-1", "Place+1")) {
      assertThat(json(get("/explore/firms?filter.firm=" + other)).get("total").asInt())
          .as("a thing, but none of these rows")
          .isZero();
    }
  }

  @Test
  void answersAreCsvAndJsonLdToo() throws Exception {
    assertThat(server.get("/api/v1/staff", "text/csv").body())
        .isEqualToNormalizingNewlines(
            """
            firm,firm_iri,partner,partner_iri,staff
            Firm One,https://w3id.org/techrace/id/firm-one,Firm Two,https://w3id.org/techrace/id/firm-two,250
            """);
    HttpResponse<String> linked = server.get("/api/v1/staff?format=jsonld", "*/*");
    assertThat(linked.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/ld+json");
    Graph graph = RDFParser.fromString(linked.body(), Lang.JSONLD).toGraph();
    assertThat(graph.size()).as("three cells, two labels").isEqualTo(5);
  }

  @Test
  void answersAreParquetToo(@TempDir Path folder) throws Exception {
    HttpResponse<byte[]> answer =
        server.sendForBytes(server.request("/api/v1/staff?format=parquet"));
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.apache.parquet");
    Path file = Files.write(folder.resolve("staff.parquet"), answer.body());
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
        RowReader rows = reader.buildRowReader().build()) {
      rows.next();
      assertThat(rows.getString("firm")).isEqualTo("Firm One");
      assertThat(rows.getString("firm_iri")).isEqualTo("https://w3id.org/techrace/id/firm-one");
      assertThat(rows.getLong("staff")).isEqualTo(250);
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void aListAsATableIsWholeUnlessItHasALimit() throws Exception {
    HttpResponse<String> whole = get("/things/Place?format=csv&sort=-opened");
    assertThat(whole.body().lines()).hasSize(1 + PLACES).doesNotHaveDuplicates();
    assertThat(whole.body()).startsWith("id,label,type,type_iri,began,opened\r\n");
    assertRows(whole, PLACES, false);
    HttpResponse<String> part = get("/things/Place?format=csv&limit=10");
    assertThat(part.body().lines()).hasSize(11);
    assertRows(part, PLACES, true);
    assertThat(part.headers().firstValue("Link").orElseThrow()).contains("rel=\"next\"");
    assertRows(get("/things/Firm?format=parquet"), 2, false);
    assertThat(json(get("/things/Place")).get("rows").size()).isEqualTo(100);
    assertThat(json(get("/things/Place?from.opened=2001-05-02&to.opened=2001")).get("total"))
        .isEqualTo(json(get("/things/Place?from.opened=2001-05-02")).get("total"));
  }

  @Test
  void anAnswerAsATableIsWholeUnlessItHasALimit() throws Exception {
    assertRows(get("/explore/firms?format=csv&limit=15"), 20, true);
    assertRows(get("/explore/firms?format=csv"), 20, false);
    HttpResponse<String> tooLong = get("/explore/places?format=csv");
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(tooLong.body()).contains("more than the 1,000 rows", "/sparql");
    assertRows(get("/explore/places?format=csv&limit=1000"), 1000, true);
  }

  private static void assertRows(HttpResponse<String> answer, int total, boolean cut) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Techrace-Total")).hasValue(String.valueOf(total));
    assertThat(answer.headers().firstValue("Techrace-Cut")).hasValue(String.valueOf(cut));
  }

  @Test
  void theTotalOfAToolIsNotTheLimitOfTheQuery() throws Exception {
    for (String limit : List.of("", "LIMIT 4")) {
      HttpResponse<String> answer =
          server.post(
              "/mcp",
              "application/json",
              """
              {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "query",
               "arguments": {"limit": 2, "query": "SELECT ?firm ?n { ?firm a \
              <https://w3id.org/techrace/ontology#Firm> VALUES ?n { 1 2 3 } } ORDER BY ?firm ?n %s"}}}
              """
                  .formatted(limit));
      JsonNode rows = json(answer).at("/result/structuredContent");
      assertThat(rows.path("next").asInt()).as(answer.body()).isEqualTo(2);
      assertThat(rows.path("total").asInt(-1)).isEqualTo(limit.isEmpty() ? 6 : -1);
    }
  }

  @Test
  void thingsSearchAndEarlierReleases() throws Exception {
    assertThat(server.get("/api/v1/entities/firm-one", "text/turtle").body()).contains("250");
    HttpResponse<String> linked = get("/entities/firm-one?format=jsonld");
    assertThat(RDFParser.fromString(linked.body(), Lang.JSONLD).toGraph().isEmpty()).isFalse();
    assertThat(get("/search?q=Firm+Two").body()).contains("firm-two");
    JsonNode earlier =
        json(server.get("/release/" + sealed.ids.getFirst() + "/api/v1/staff", "*/*"));
    assertThat(earlier.get("rows").toString()).contains("\"staff\":100");
    String tag = get("/staff").headers().firstValue("ETag").orElseThrow();
    assertThat(
            server
                .send(
                    server
                        .request("/api/v1/staff")
                        .header("Accept", "application/json")
                        .header("If-None-Match", tag))
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void thingsOfAClassAreListedWithNamesNextToIris() throws Exception {
    JsonNode classes = json(get("/things")).get("classes");
    assertThat(classes.get(0).get("name").asString()).isEqualTo("Firm");
    assertThat(classes.get(0).get("fields").toString())
        .isEqualTo("[\"type\",\"label\",\"code\",\"partner\",\"staff\"]");
    JsonNode firms = json(get("/things/Firm?fields=partner,staff"));
    assertThat(firms.get("total").asInt()).isEqualTo(2);
    assertThat(firms.get("rows").toString())
        .isEqualTo(
            "[{\"id\":\"https://w3id.org/techrace/id/firm-one\",\"label\":\"Firm One\","
                + "\"partner\":{\"id\":\"https://w3id.org/techrace/id/firm-two\",\"label\":\"Firm"
                + " Two\"},\"staff\":250},"
                + "{\"id\":\"https://w3id.org/techrace/id/firm-two\",\"label\":\"Firm Two\"}]");
    assertThat(firms.get("limits")).isEmpty();
    assertThat(json(get("/things/Firm?fields=label&limit=1")).get("rows").toString())
        .isEqualTo("[{\"id\":\"https://w3id.org/techrace/id/firm-one\",\"label\":\"Firm One\"}]");
    // A thing that no row has keeps what is said of it, also by its label.
    for (String one : List.of("firm-one", "Firm+One", "id:firm-one")) {
      assertThat(json(get("/things/Firm?filter.partner=" + one)).get("limits").toString())
          .as(one)
          .isEqualTo(
              "[\"Nothing has tr:partner id:firm-one; with the class tr:Firm, tr:partner is Firm"
                  + " Two.\",\"the staff of https://w3id.org/techrace/id/firm-one is"
                  + " planned\",\"firm: 1 of 2 (50 %) have tr:partner; the others can have one that"
                  + " is not in the graph\"]");
    }
    HttpResponse<String> named = server.get("/api/v1/things/Firm?fields=staff", "text/csv");
    // The query behind the list reads the fields that were asked for.
    assertThat(
            URLDecoder.decode(
                String.join(" ", named.headers().allValues("Link")), StandardCharsets.UTF_8))
        .contains("OPTIONAL { ?thing <https://w3id.org/techrace/ontology#staff> ?staff }");
    assertThat(named.body())
        .isEqualToNormalizingNewlines(
            """
            id,label,staff
            https://w3id.org/techrace/id/firm-one,Firm One,250
            https://w3id.org/techrace/id/firm-two,Firm Two,
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "filter.partner=Place+1, 0",
    "filter.partner=firm-two, 1",
    "filter.partner=Firm+Two, 1",
    "filter.partner=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Ffirm-two, 1",
    "filter.staff=250.0, 1",
    "filter.staff=250&filter.staff=100, 1",
    "filter.staff=100, 0",
    "from.staff=200&to.staff=300, 1",
    "to.staff=200, 0",
    "filter.label=Firm+One, 1"
  })
  void listsAreFiltered(String conditions, int total) throws Exception {
    assertThat(json(get("/things/Firm?" + conditions)).get("total").asInt()).isEqualTo(total);
  }

  @Test
  void listsAreSortedAndPagedWithinARelease() throws Exception {
    JsonNode first = json(get("/things/Firm?sort=-label&limit=1&fields=staff"));
    assertThat(first.get("rows").toString()).contains("firm-two").doesNotContain("firm-one");
    String next = first.get("next").asString();
    assertThat(next).contains("/release/" + sealed.ids.getLast() + "/api/v1/things/Firm?sort=-");
    JsonNode second = json(server.send(HttpRequest.newBuilder(URI.create(next))));
    assertThat(second.get("rows").toString()).contains("firm-one").doesNotContain("firm-two");
    assertThat(second.has("next")).isFalse();
    // What has no value is last in both orders.
    for (String order : List.of("staff", "-staff")) {
      assertThat(json(get("/things/Firm?sort=" + order)).at("/rows/0/label").asString())
          .isEqualTo("Firm One");
    }
    String cursor = next.replaceFirst(".*cursor=", "");
    for (String other :
        List.of("/things/Firm?", "/things/Place?sort=-label&", "/things/Firm?sort=label&")) {
      assertThat(get(other + "cursor=" + cursor).body())
          .contains("The cursor is one of another list");
    }
    HttpResponse<String> last =
        get("/things/Firm?limit=9&fields=label&sort=-label&cursor=" + cursor);
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(last.body()).doesNotContain("after the last one");
    assertThat(
            json(get("/things/Firm?sort=-label&cursor=" + moved(cursor, 2)))
                .at("/limits/0")
                .asString())
        .isEqualTo("the list has 2 rows, and the offset 2 is after the last one");
    assertThat(
            server
                .get(
                    "/release/" + sealed.ids.getFirst() + "/api/v1/things/Firm?cursor=" + cursor,
                    "application/json")
                .body())
        .contains("The cursor is one of the release " + sealed.ids.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "/things/Frim~ 404~ did you mean 'Firm'?",
        "/things/Company~ 404~ did you mean 'Firm'?",
        "/things/Frims~ 404~ did you mean 'Firm'?",
        "/things/firm-two~ 404~ The thing 'firm-two' has the address /api/v1/entities/firm-two.",
        "/things/Firm/id:firm-two~ 404~ has the address /api/v1/entities/id:firm-two.",
        "/things/Xyzzy~ 404~ There is no class 'Xyzzy' with things; there are: ",
        "/things/Firm?fields=name~ 400~ did you mean 'label'?",
        "/things/Firm?sort=Staffs~ 400~ did you mean 'staff'?",
        "/things/Firm?sort=tr:staff~ 400~ did you mean 'staff'?",
        "/query?sparql=ASK+%7B%7D~ 400~ did you mean 'query'?",
        "/query?query=ASK+%7B%7D&max=3~ 400~ There is no parameter 'max'; there are: ",
        "/find?q=x~ 400~ did you mean 'text'?",
        "/things/Firm?filter.partner=F2~ 400~ did you mean 'Firm Two'?",
        "/things/Firm?filter.partnr=x~ 400~ did you mean 'partner'?",
        "/things/Firm?filter.partner=Firm+Tow~ 400~ did you mean 'Firm Two'?",
        "/things/Firm?fields=stuff~ 400~ did you mean 'staff'?",
        "/things/Firm?from.staff=many~ 400~ 'staff' must be a number, not 'many'.",
        "/things/Firm?from.partner=a~ 400~ Use 'filter.partner'.",
        "/things/Firm?sotr=staff~ 400~ did you mean 'sort'?",
        "/things/Firm?partner=F2~ 400~ did you mean 'filter.partner'?",
        "/things/Firm?partnr=F2~ 400~ did you mean 'filter.partner'?",
        "/things/Firm?staff%5Bgt%5D=2~ 400~ did you mean 'filter.staff'?",
        "/things/Firm?staff.from=2~ 400~ did you mean 'filter.staff'?",
        "/thing/Firm~ 404~ did you mean 'things'?",
        "/serch?q=x~ 404~ did you mean 'search'?",
        "/indicators-of-mine~ 404~ there are: batch, classes, coverage, entities, explain, find,"
            + " openapi.json, query, search, things, the questions and pages that /api/v1 lists",
        "/things/Firm?cursor=x~ 400~ 'cursor' must be one of an answer",
        "/things/Firm?offset=9~ 400~ 'next' of an answer is the address of the next things",
        "/things/Firm?from.staff=9&to.staff=8~ 400~ at least '9' and at most '8'; exchange them",
        "/things/Firm?filter.label=Firm+Tow~ 400~ did you mean 'Firm Two'?",
        "/things/Place?from.opened=abc~ 400~ 'opened' must be a date, such as 2026, 2026-07",
        "/things/Place?to.opened=2026-13-45~ 400~ not '2026-13-45'.",
        "/things/Place?filter.began=abc~ 400~ 'began' must be a date",
        "/things/Place?from.opened=2003&to.opened=2002-07~ 400~ exchange them",
        "/things/Place?from.opened=12003~ 400~ 'opened' must be a date",
        "/things/Firm?limit=1&limit=2~ 400~ 'limit' has several values; give one.",
        "/entities/~ 400~ Name the thing",
        "/explore/firms?filter.firm=Firm+Tow~ 400~ did you mean 'Firm Two'?",
        "/explore/firms?filter.number=many~ 400~ 'number' must be a number, not 'many'.",
        "/search~ 400~ Give 'q', the words to search for",
        "/things/Firm?limit=0~ 400~ 'limit' must be a number from 1 to 1000"
      })
  void errorsOfListsSayWhatIsExpected(String path, int status, String sentence) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(sentence);
  }

  @Test
  void statementsAboutAThingHaveNamesNextToIris() throws Exception {
    JsonNode thing = json(get("/entities/firm-one"));
    assertThat(thing.get("label").asString()).isEqualTo("Firm One");
    assertThat(thing.get("statements").valueStream().map(JsonNode::toString))
        .contains(
            "{\"property\":{\"id\":\"https://w3id.org/techrace/ontology#partner\",\"label\":\"partner\"},"
                + "\"values\":[{\"id\":\"https://w3id.org/techrace/id/firm-two\",\"label\":\"Firm"
                + " Two\"}]}",
            "{\"property\":{\"id\":\"http://www.w3.org/2000/01/rdf-schema#label\",\"label\":\"label\"},\"values\":[{\"value\":\"Firm"
                + " One\",\"language\":\"en\"}]}");
    assertThat(get("/entities/nobody").statusCode()).isEqualTo(404);
  }

  /// Each address that takes a thing takes each form of its name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/entities?iri=%s",
        "/api/v1/coverage?iri=%s",
        "/api/v1/explain?iri=%s",
        "/compare?thing=%s&thing=firm-two",
        "/page?iri=%s",
        "/data?iri=%s",
        "/embed/entity/staff?of=%s",
        "/embed/around?of=%s",
        "/embed/around?of=firm-two&open=%s",
        "/cite?panel=entity/staff&of=%s"
      })
  void aThingIsNamedInEachForm(String path) throws Exception {
    String iri = "https://w3id.org/techrace/id/firm-one";
    for (String form : List.of(iri, "<" + iri + ">", "id:firm-one", "firm-one")) {
      HttpResponse<String> answer =
          server.get(path.formatted(URLEncoder.encode(form, StandardCharsets.UTF_8)), "*/*");
      assertThat(answer.statusCode()).as(form).isIn(200, 303);
      assertThat(answer.statusCode() == 200 ? answer.body() : answer.headers().toString())
          .as(form)
          .containsAnyOf("Firm One", "page/firm-one");
    }
    HttpResponse<String> misspelt = server.get(path.formatted("id:firm-onee"), "*/*");
    assertThat(misspelt.statusCode()).isIn(400, 404);
    assertThat(misspelt.body()).contains("id/firm-one");
  }

  @Test
  void aThingInThePathIsNamedInEachForm() throws Exception {
    JsonNode one = json(get("/entities/firm-one"));
    assertThat(json(get("/entities/id:firm-one"))).isEqualTo(one);
    assertThat(json(get("/entities/id%3Afirm-one"))).isEqualTo(one);
    assertThat(json(get("/entities/tr:Firm"))).isEqualTo(json(get("/entities/Firm")));
    assertThat(get("/entities/firm-onne").body()).contains("the nearest are", "id/firm-one");
    String iri = "https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Ffirm-one";
    assertThat(json(get("/entities/" + iri))).isEqualTo(one);
    assertThat(json(get("/entities/%3C" + iri.replace("%2F", "%2f") + "%3E"))).isEqualTo(one);
    assertThat(server.get("/api/v1/entities/" + iri, "text/turtle").body())
        .isEqualTo(server.get("/api/v1/entities/firm-one", "text/turtle").body());
  }

  /// An encoded slash is part of a name: it separates no parts of a route.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api%2Fv1/staff",
        "/api/v1%2Fstaff",
        "/embed/entity%2Fstaff?of=firm-one",
        "/questions%2F01-staff",
        "/questions/..%2F01-staff",
        "/questions/../x%2F",
        "/release%2F2020/sparql",
        "/static%2Ftechrace.css",
        "/static/..%2Fstatic%2Ftechrace.css",
        "/api/v1/things%2FFirm"
      })
  void anEncodedSlashLeadsToNoRoute(String path) throws Exception {
    assertThat(server.get(path, "*/*").statusCode()).isEqualTo(404);
  }

  /// Each address that takes a class takes each form of its name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/things/%s",
        "/api/v1/classes?class=%s",
        "/api/v1/find?text=One&class=%s",
        "/list/%s?format=csv",
        "/build?kind=%s"
      })
  void aClassIsNamedInEachForm(String path) throws Exception {
    // Links to the same page in another language repeat the parameter.
    assertSame(
        path,
        "Firm",
        List.of("firm", "tr:Firm", "tr:firm", "https://w3id.org/techrace/ontology#Firm"),
        "kind=[^&\"]*");
    for (String misspelt : List.of("Frim", "tr:Frim", "xx:Frim")) {
      HttpResponse<String> answer = server.get(path.formatted(misspelt), "*/*");
      assertThat(answer.statusCode()).isIn(400, 404);
      assertThat(answer.body().replace("&#39;", "'"))
          .contains(misspelt.contains(":") ? "did you mean 'tr:Firm'?" : "did you mean 'Firm'?");
    }
  }

  /// Each filter and each parameter that takes a thing takes each form of its name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/things/Firm?filter.partner=%s",
        "/api/v1/staff?firm=firm-one&filter.partner=%s",
        "/api/v1/staff?firm=%s",
        "/api/v1/explore/firms?filter.firm=%s",
        "/embed/questions/01-staff?firm=%s"
      })
  void aValueIsNamedInEachForm(String path) throws Exception {
    String iri = "https://w3id.org/techrace/id/firm-two";
    assertSame(path, "firm-two", List.of(iri, "<" + iri + ">", "id:firm-two", "Firm Two"), "(?!)");
    HttpResponse<String> misspelt = server.get(path.formatted("Firm+Tow"), "*/*");
    assertThat(misspelt.statusCode()).isEqualTo(400);
    assertThat(misspelt.body()).containsAnyOf("Firm Two", "firm-two");
  }

  /// Asserts that each form of a name has the answer of the usual one.
  ///
  /// @param left matches what is left out of the comparison
  private static void assertSame(String path, String usual, List<String> forms, String left)
      throws Exception {
    String accept = "application/json, */*";
    HttpResponse<String> expected = server.get(path.formatted(usual), accept);
    assertThat(expected.statusCode()).isEqualTo(200);
    for (String form : forms) {
      HttpResponse<String> answer =
          server.get(path.formatted(URLEncoder.encode(form, StandardCharsets.UTF_8)), accept);
      assertThat(answer.statusCode()).as(form).isEqualTo(200);
      assertThat(answer.body().replaceAll(left, ""))
          .as(form)
          .isEqualTo(expected.body().replaceAll(left, ""));
    }
  }

  /// The nearest name is found without the right prefix.
  @Test
  void theNearestThingMayHaveAnotherPrefix() throws Exception {
    for (String name : List.of("id:Firm", "id:Frim", "xx:Firm", "tr:firm-two", "firm-tow", "F2")) {
      assertThat(get("/entities?iri=" + name).body())
          .as(name)
          .contains("the nearest are", name.matches(".*F.*m") ? "ontology#Firm" : "id/firm-two");
    }
  }

  /// Each address that names a thing or a panel in its path, and each that takes it as a parameter.
  @ParameterizedTest
  @CsvSource({
    "/id/firm-tow, id/firm-two",
    "/page/firm-tow, id/firm-two",
    "/data/firm-tow.ttl, id/firm-two",
    "/embed/around?of=firm-tow, id/firm-two",
    "/embed/entity/staf?of=firm-two, entity/staff",
    "/cite?panel=entity/staf&of=firm-two, entity/staff",
    "/api/v1/entities/firm-tow, id/firm-two",
    "/api/v1/coverage?iri=firm-tow, id/firm-two",
    "/api/v1/explain?iri=firm-tow, id/firm-two",
    "/api/v1/coverage?iri=firm_tow, id/firm-two",
    "/api/v1/coverage?iri=thing-two, id/firm-two",
    "/api/v1/coverage?iri=patents%20of%20China, Look words up with find.",
    "/graphs?graph=g:sorce, graph/source"
  })
  void whatDoesNotExistIs404WithTheNearest(String path, String nearest) throws Exception {
    HttpResponse<String> answer = server.get(path, "*/*");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains(nearest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/query?query=SELECT+*+%7B?s+?p+?o%7D+LIMIT+1",
        "/find?text=One",
        "/classes",
        "/things",
        "/staff/parameters"
      })
  void anAddressWithJsonOnlyRefusesOtherFormats(String path) throws Exception {
    HttpResponse<String> csv = server.get("/api/v1" + path, "text/csv");
    assertThat(csv.statusCode()).isEqualTo(406);
    assertThat(csv.body()).contains("application/json");
    assertThat(server.get("/api/v1" + path, "text/csv, */*;q=0.1").statusCode()).isEqualTo(200);
  }

  @Test
  void aGraphIsNamedInEachForm() throws Exception {
    String graph = "https://w3id.org/techrace/graph/source";
    String usual = server.get("/graphs?graph=" + graph, "text/turtle").body();
    assertThat(usual).contains("firm-one");
    assertThat(server.get("/graphs?graph=source", "text/turtle").body()).isEqualTo(usual);
    HttpResponse<String> misspelt = server.get("/graphs?graph=" + graph + "t", "text/turtle");
    assertThat(misspelt.statusCode()).isEqualTo(404);
    assertThat(misspelt.body()).contains("did you mean '" + graph + "'?");
  }

  /// Each address that takes a question takes each form of its name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/%s",
        "/api/v1/%s/parameters",
        "/questions/%s",
        "/embed/questions/%s",
        "/cite?question=%s"
      })
  void aQuestionIsNamedInEachForm(String path) throws Exception {
    HttpResponse<String> usual = server.get(path.formatted("01-staff"), "*/*");
    assertThat(usual.statusCode()).isEqualTo(200);
    for (String form : List.of("staff", "01", "1")) {
      HttpResponse<String> answer = server.get(path.formatted(form), "*/*");
      assertThat(answer.statusCode()).as(form).isEqualTo(200);
      assertThat(
              answer
                  .body()
                  .replaceAll(
                      Pattern.quote(path.formatted(form)) + "(?![\\w-])",
                      path.formatted("01-staff")))
          .as(form)
          .isEqualTo(usual.body());
    }
    HttpResponse<String> misspelt = server.get(path.formatted("01-staf"), "*/*");
    assertThat(misspelt.statusCode()).isIn(400, 404);
    assertThat(misspelt.body()).contains("did you mean", "staff");
  }

  @Test
  void answersWithoutAPlaceForLimitsLinkToThem() throws Exception {
    for (String path :
        List.of(
            "/api/v1/things/Firm?format=csv",
            "/api/v1/things/Firm?format=parquet",
            "/api/v1/staff?format=csv",
            "/sparql?query=SELECT+*+%7B+?firm+?property+%3Chttps://w3id.org/techrace/id/firm-one%3E+%7D")) {
      HttpResponse<byte[]> answer = server.sendForBytes(server.request(path));
      String limits =
          answer.headers().allValues("Link").stream()
              .flatMap(
                  links ->
                      Pattern.compile("<(/sparql/limits[^>]*)>; rel=\"describedby\"")
                          .matcher(links)
                          .results()
                          .map(link -> link.group(1)))
              .findFirst()
              .orElseThrow();
      JsonNode described = json(server.get(limits, "*/*"));
      if (!path.contains("things")) {
        assertThat(described.get("limits").toString()).as(path).contains("is planned");
      }
      assertThat(described.get("limits").isArray()).isTrue();
      assertThat(described.get("sources").isArray()).isTrue();
      assertThat(described.get("query").asString()).containsIgnoringCase("firm");
    }
  }

  /// The size is known before anything is written.
  @Test
  void aGraphThatIsTooLongIsRefusedWithTheAddressOfTheDump() throws Exception {
    Limits limits = new TestLimits().answerBytes(1 << 17).build();
    try (TestServer small = sealed.serve(TestServer.OPTIONS.edit().limits(limits).build())) {
      for (String format : List.of("ttl", "nt", "nq", "jsonld")) {
        HttpResponse<String> answer = small.get("/graphs?default&format=" + format, "*/*");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
            .contains("statements", "131,072 bytes", "/downloads/" + sealed.ids().getLast());
        assertThat(server.get("/graphs?default&format=" + format, "*/*").statusCode())
            .isEqualTo(200);
      }
    }
  }

  /// The longest statements may be next to each other.
  @Test
  void aSampleFindsLongStatements(@TempDir Path other) throws Exception {
    StringBuilder statements = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      String text = "x".repeat(i >= 1_700 && i < 2_300 ? 1_000 : 10);
      statements.append("id:note-%d tr:text \"%d %s\" .\n".formatted(i, i, text));
    }
    SealedReleases notes = new SealedReleases(other);
    notes.seal("2026-01-15", 1, statements.toString());
    Limits limits = new TestLimits().answerBytes(1 << 20).build();
    try (TestServer small = notes.serve(TestServer.OPTIONS.edit().limits(limits).build())) {
      for (String format : List.of("nt", "nq")) {
        HttpResponse<String> answer = small.get("/graphs?default&format=" + format, "*/*");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("statements, more than the 1,048,576 bytes");
      }
    }
  }

  @Test
  void theDescriptionHasTypedRows() throws Exception {
    JsonNode api = json(get("/openapi.json"));
    JsonNode row = api.at("/components/schemas/RowFirm/properties");
    assertThat(row.at("/staff/type").asString()).isEqualTo("integer");
    assertThat(row.at("/partner/$ref").asString()).isEqualTo("#/components/schemas/Thing");
    assertThat(
            api.at(
                    "/paths/~1staff/get/responses/200/content/application~1json/schema/allOf/1/properties/rows/items/properties")
                .propertyNames())
        .containsExactly("firm", "partner", "staff");
    assertThat(api.at("/paths/~1things~1Firm/get/parameters").valueStream())
        .anyMatch(one -> one.path("name").asString("").equals("from.staff"));
  }

  @Test
  void severalRequestsAtOnce() throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/api/v1/batch",
            "application/json",
            """
            {"requests": [{"name": "staff", "parameters": {"firm": "firm-two"}},
                          {"name": "explore/firms", "parameters": {"limit": 1}}, {"name": "x"},
                          {"name": "find"}]}
            """);
    JsonNode answers = json(answer).get("answers");
    assertThat(answers.get(0).get("body").get("rows").toString()).contains("firm-two");
    assertThat(answers.get(1).get("body").get("rows").size()).isEqualTo(1);
    assertThat(answers.get(2).get("status").asInt()).isEqualTo(404);
    // A tool is no operation, so none is suggested.
    assertThat(answers.get(3).get("detail").asString())
        .isEqualTo(
            "There is no operation 'find'; there are: the questions and pages that /api/v1 lists");
    assertThat(server.post("/api/v1/batch", "application/json", "[]").statusCode()).isEqualTo(400);
  }

  @Test
  void openApiDescribesEachOperation() throws Exception {
    JsonNode api = json(get("/openapi.json"));
    assertThat(api.get("openapi").asString()).isEqualTo("3.1.0");
    assertThat(api.at("/paths/~1entities/get/parameters/0/name").asString()).isEqualTo("iri");
    assertThat(api.at("/paths/~1entities~1{id}/get/parameters/0/schema/examples/0").asString())
        .isEqualTo("id:NAME");
    for (JsonNode operation : json(get("")).get("operations")) {
      JsonNode get = api.get("paths").get("/" + operation.get("name").asString()).get("get");
      assertThat(get.get("summary")).isEqualTo(operation.get("title"));
    }
    JsonNode firm = api.get("paths").get("/staff").get("get").get("parameters").get(0);
    assertThat(firm.get("name").asString()).isEqualTo("firm");
    assertThat(firm.get("schema").toString())
        .isEqualTo("{\"type\":\"string\",\"examples\":[\"firm-one\"]}");
    String text = api.toString();
    Pattern.compile("\"#(/[^\"]+)\"")
        .matcher(text)
        .results()
        .forEach(
            ref -> assertThat(api.at(ref.group(1)).isMissingNode()).as(ref.group(1)).isFalse());
    String page = server.get("/api/v1", "text/html").body();
    assertThat(page).contains("How many staff does Firm One have?").doesNotContain("src=\"http");
  }

  @Test
  void aLinterFindsNoErrorInTheDescription() throws Exception {
    NodeClients.assumeInstalled();
    NodeClients.lint(get("/openapi.json").body());
  }

  /// The inspector checks each answer against the schema of its tool.
  @Test
  void theInspectorOfMcpListsAndCallsTools() throws Exception {
    String address = server.uri("/mcp").toString();
    assertThat(NodeClients.inspect(address, "--method", "tools/list"))
        .contains("\"find\"", "\"query\"", "outputSchema");
    assertThat(
            NodeClients.inspect(
                address,
                "--method",
                "tools/call",
                "--tool-name",
                "find",
                "--tool-arg",
                "text=Firm Two"))
        .contains("structuredContent", "firm-two");
  }

  @Test
  void aGeneratedClientGetsTheRowsOfAQuestion() throws Exception {
    NodeClients.assumeInstalled();
    String answer =
        NodeClients.call(
            server.uri("/api/v1/openapi.json").toString(), "staff", "{\"firm\": \"firm-one\"}");
    assertThat(JsonMapper.shared().readTree(answer).get("rows").toString())
        .contains("\"staff\":250");
  }
}
