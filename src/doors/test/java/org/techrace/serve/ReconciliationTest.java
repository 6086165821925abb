package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests both versions of the reconciliation API with the requests that clients send.
final class ReconciliationTest {
  private static final String HUAWEI = "id/firm-huawei";
  @RegisterExtension private static final TestServer server = TestServer.small();

  private static JsonNode get(String path) throws Exception {
    return json(server.get(path, "application/json"));
  }

  private static JsonNode form(String name, String json) throws Exception {
    return json(
        server.post(
            "/reconcile",
            "application/x-www-form-urlencoded",
            name + "=" + URLEncoder.encode(json, StandardCharsets.UTF_8)));
  }

  private static JsonNode post(String path, String json) throws Exception {
    return json(server.post(path, "application/json", json));
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    return new JsonMapper().readTree(response.body());
  }

  /// A cell may contain a whole paragraph.
  @Test
  void matchesTheStartOfALongName() throws Exception {
    String name = "Huawei " + "technologies of the world ".repeat(2000);
    assertThat(form("queries", "{\"q0\":{\"query\":\"" + name + "\"}}").has("q0")).isTrue();
    String prefix = "Huawei+" + "techn+world+".repeat(300);
    assertThat(get("/reconcile/suggest/entity?prefix=" + prefix).has("result")).isTrue();
  }

  /// 65,536 ids with 65,536 properties would be 2³² values.
  @Test
  void limitsTheNumberOfExtendedValues() throws Exception {
    String many = "0,".repeat((1 << 16) - 1) + "0";
    String query = "{\"ids\":[" + many + "],\"properties\":[" + many + "]}";
    HttpResponse<String> response = server.post("/reconcile/extend", "application/json", query);
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("Ask for at most 10000 values at once");
  }

  @Test
  void refusesBodiesThatAreNotUtf8() throws Exception {
    for (String path : List.of("/reconcile", "/reconcile/match", "/reconcile/extend")) {
      HttpResponse<String> response =
          server.send(
              server
                  .request(path)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          "queries={\"q0\":{\"query\":\"\u00ff\"}}"
                              .getBytes(StandardCharsets.ISO_8859_1))));
      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(response.body()).isEqualTo("The body is not valid UTF-8.\n");
    }
  }

  @Test
  void limitsTheNumberOfConditions() throws Exception {
    String type = "\"country\",";
    String query =
        "{\"q0\":{\"query\":\"x\",\"type\":[" + type.repeat(100) + type.strip() + "\"x\"]}}";
    HttpResponse<String> response =
        server.post(
            "/reconcile",
            "application/x-www-form-urlencoded",
            "queries=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo("A query has 102 conditions; at most 100 are allowed.\n");
  }

  @Test
  void manifestHasTheAddressesOfTheServices() throws Exception {
    JsonNode manifest = get("/reconcile");
    assertThat(manifest.path("versions").toString()).isEqualTo("[\"0.2\",\"1.0-draft\"]");
    assertThat(manifest.path("name").asString()).isEqualTo("techrace");
    assertThat(manifest.path("identifierSpace").asString()).isEqualTo("https://w3id.org/techrace/");
    assertThat(manifest.at("/view/url").asString()).endsWith("/{{id}}");
    assertThat(manifest.at("/defaultTypes/0/name").asString()).isEqualTo("firm");
    assertThat(manifest.at("/suggest/entity/flyout_service_path").asString())
        .isEqualTo("/flyout/entity?id=${id}");
    assertThat(manifest.at("/preview/url").asString()).endsWith("/reconcile/preview?id={{id}}");
    JsonNode draft = get("/reconcile?version=1.0-draft");
    assertThat(draft.at("/suggest/entity").asBoolean()).isTrue();
    assertThat(draft.at("/standardizedScore").asBoolean()).isTrue();
  }

  @Test
  void defaultTypesAreTheClassesWithMostMembers() throws Exception {
    DatasetGraph zoo =
        RDFParser.fromString(
                """
                PREFIX tr: <https://w3id.org/techrace/ontology#>
                PREFIX owl: <http://www.w3.org/2002/07/owl#>
                PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
                GRAPH <https://w3id.org/techrace/graph/zoo> {
                  tr:Ant a owl:Class ; rdfs:label "ant"@en .
                  tr:Zebra a owl:Class ; rdfs:label "zebra"@en .
                  <a:1> a tr:Ant . <a:2> a tr:Zebra . <a:3> a tr:Zebra .
                }
                """,
                Lang.TRIG)
            .toDatasetGraph();
    try (TestServer other = TestServer.of(zoo)) {
      JsonNode types = json(other.get("/reconcile", "application/json")).path("defaultTypes");
      assertThat(types.findValuesAsString("name")).containsExactly("zebra", "ant");
    }
  }

  @Test
  void answersABatchFromOpenRefine() throws Exception {
    JsonNode results =
        form(
            "queries",
            """
            {"q0": {"query": "HUAWEI Ltd", "type": "https://w3id.org/techrace/ontology#Firm", "limit": 3,
                    "properties": [{"pid": "country", "v": "china"}]},
             "q1": {"query": "华为"},
             "q2": {"query": "nobody knows this"},
             "q3": {"query": "", "properties": [{"pid": "Wikidata", "v": "Q160120"}]}}
            """);
    JsonNode best = results.at("/q0/result/0");
    assertThat(best.path("id").asString()).isEqualTo(HUAWEI);
    assertThat(best.path("name").asString()).isEqualTo("Huawei");
    assertThat(best.path("match").asBoolean()).isTrue();
    assertThat(best.path("score").asDouble()).isBetween(90.0, 100.0);
    assertThat(best.path("description").asString())
        .isEqualTo("same name but for 'ltd', same country");
    assertThat(best.at("/type/0/name").asString()).isEqualTo("firm");
    assertThat(results.at("/q1/result/0/id").asString()).isEqualTo(HUAWEI);
    assertThat(results.at("/q2/result").isEmpty()).isTrue();
    assertThat(results.at("/q3/result/0/description").asString()).isEqualTo("same Wikidata id");
    assertThat(
            get("/reconcile?queries=%7B%22a%22%3A%7B%22query%22%3A%22Huawei%22%7D%7D")
                .at("/a/result/0/id")
                .asString())
        .isEqualTo(HUAWEI);
  }

  @Test
  void answersABatchOfVersion1() throws Exception {
    JsonNode results =
        post(
            "/reconcile/match",
            """
            {"queries": [
              {"type": "https://w3id.org/techrace/ontology#Firm", "limit": 2, "conditions": [
                {"matchType": "name", "propertyValue": "Huawie"},
                {"matchType": "property", "propertyId": "https://w3id.org/techrace/ontology#country",
                 "propertyValue": {"id": "id/country-CHN"}}]},
              {"conditions": [{"matchType": "id", "propertyValue": "id/firm-huawei"}]}]}
            """);
    assertThat(results.at("/results/0/candidates/0/id").asString()).isEqualTo(HUAWEI);
    assertThat(results.at("/results/0/candidates/0/description").asString())
        .isEqualTo("1 edit, same https://w3id.org/techrace/ontology#country");
    assertThat(results.at("/results/1/candidates/0/id").asString()).isEqualTo(HUAWEI);
    assertThat(server.post("/reconcile/match", "application/json", "{}").statusCode())
        .isEqualTo(400);
    assertThat(server.post("/reconcile/match", "application/json", "{").body())
        .contains("not JSON");
  }

  @Test
  void suggestsEntitiesPropertiesAndTypes() throws Exception {
    JsonNode entities = get("/reconcile/suggest/entity?prefix=hua");
    assertThat(entities.at("/result/0/id").asString()).isEqualTo(HUAWEI);
    assertThat(entities.at("/result/0/notable/0/id").asString())
        .isEqualTo("https://w3id.org/techrace/ontology#Firm");
    assertThat(get("/reconcile/suggest/property?prefix=coun").at("/result/0/id").asString())
        .isEqualTo("https://w3id.org/techrace/ontology#country");
    JsonNode types = get("/reconcile/suggest/type?prefix=Fi");
    assertThat(types.at("/result/0/description").asString()).isEqualTo("Makes things.");
    assertThat(get("/reconcile/flyout/entity?id=id/firm-huawei").path("html").asString())
        .contains("<strong>Huawei</strong>")
        .contains("country: China");
  }

  @Test
  void previewCanBeFramedAndIsEscaped() throws Exception {
    HttpResponse<String> preview = server.get("/reconcile/preview?id=id/firm-huawei", "text/html");
    assertThat(preview.body()).contains("Huawei").contains("China");
    assertThat(preview.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors *");
    assertThat(server.get("/reconcile/preview?id=id/hostile", "text/html").body())
        .doesNotContain("<script>")
        .doesNotContain("<img src=x");
    assertThat(get("/reconcile/flyout/entity?id=id/hostile").path("html").asString())
        .doesNotContain("<script>");
  }

  @Test
  void proposesAndFetchesProperties() throws Exception {
    JsonNode proposed = get("/reconcile/extend/propose?type=firm&limit=10");
    assertThat(proposed.path("properties").toString()).contains("ontology#country");
    String query =
        """
        {"ids": ["id/firm-huawei"], "properties": [{"id": "country"}]}
        """;
    JsonNode rows = form("extend", query);
    assertThat(rows.at("/meta/0/name").asString()).isEqualTo("country");
    assertThat(rows.path("rows").path(HUAWEI).at("/country/0").toString())
        .isEqualTo("{\"id\":\"id/country-CHN\",\"name\":\"China\"}");
    JsonNode draft = post("/reconcile/extend", query);
    assertThat(draft.at("/rows/0/properties/0/values/0/name").asString()).isEqualTo("China");
  }

  /// Fetches the identifiers of other organisations, each in a column of its own.
  @Test
  void fetchesIdentifiersByIssuer() throws Exception {
    assertThat(get("/reconcile/extend/propose?type=firm").path("properties").toString())
        .contains("{\"id\":\"Wikidata\",\"name\":\"Wikidata\"}");
    assertThat(get("/reconcile/suggest/property?prefix=wiki").at("/result/0/id").asString())
        .isEqualTo("Wikidata");
    String query =
        """
        {"ids": ["id/firm-huawei"], "properties": [{"id": "Wikidata"}]}
        """;
    assertThat(form("extend", query).path("rows").path(HUAWEI).path("Wikidata").toString())
        .isEqualTo("[{\"str\":\"http://www.wikidata.org/entity/Q160120\"}]");
  }

  @Test
  void refusesAQueryThatIsNotAnObject() throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/reconcile",
            "application/x-www-form-urlencoded",
            "queries=" + URLEncoder.encode("{\"q0\": \"Huawei\"}", StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The query 'q0' is not an object");
  }

  @Test
  void searchReturnsAPageAndJson() throws Exception {
    assertThat(server.get("/search?q=hua", "text/html").body())
        .contains("/page/firm-huawei")
        .contains("<span class=\"tag\">firm</span>");
    assertThat(server.get("/search?q=%3Cscript%3Ealert(1)", "text/html").body())
        .doesNotContain("<script>alert(1)");
    JsonNode found = get("/suggest?q=%E5%8D%8E");
    assertThat(found.at("/results/0/iri").asString())
        .isEqualTo("https://w3id.org/techrace/id/firm-huawei");
    assertThat(found.at("/results/0/matched").asString()).isEqualTo("华为");
    assertThat(get("/suggest?q=huwaei").at("/results/0/label").asString()).isEqualTo("Huawei");
    assertThat(server.get("/search?q=a&limit=0", "application/json").statusCode()).isEqualTo(400);
  }

  @Test
  void textQueryFindsEntitiesInSparql() throws Exception {
    String query =
        """
        PREFIX text: <http://jena.apache.org/text#>
        SELECT ?s ?name { (?s ?score ?name) text:query "HUAW*" }
        """;
    String path = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    assertThat(server.get(path, "text/csv").body().lines().toList())
        .isEqualTo(List.of("s,name", "https://w3id.org/techrace/id/firm-huawei,Huawei"));
  }
}
