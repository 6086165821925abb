package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of the release says what the graph has of indicators and lists.
@UsesServedProject
final class CoverageTest {
  private static final String PREFIXES =
      """
      PREFIX dct: <http://purl.org/dc/terms/>
      PREFIX dcat: <http://www.w3.org/ns/dcat#>
      PREFIX id: <https://w3id.org/techrace/id/>
      PREFIX sch: <https://w3id.org/techrace/scheme/>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      PREFIX tool: <https://w3id.org/techrace/tool#>
      PREFIX void: <http://rdfs.org/ns/void#>
      PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      """;

  /// Its rows have names only, and its query names no class.
  @Test
  void anAnswerOfNamesSaysWhatLimitsItsClass(ServedProject project) throws Exception {
    String path = "/api/v1/export-controls-in-force";
    assertThat(
            JsonMapper.shared()
                .readTree(project.get(path, "application/json").body())
                .get("limits")
                .toString())
        .contains("policy: a selection in these sources");
  }

  /// Its rows have areas and numbers only; the data set of the numbers is a selection.
  @Test
  void anAnswerOfNumbersSaysWhatLimitsItsSources(ServedProject project) throws Exception {
    String path = "/api/v1/largest-data-centres";
    assertThat(
            JsonMapper.shared()
                .readTree(project.get(path, "application/json").body())
                .get("limits")
                .toString())
        .contains("Frontier data centres (Epoch AI, January 2026): a selection");
  }

  /// A pattern with the class reads its own things only.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/things/Organisation?limit=1",
        "/api/v1/classes?class=Organisation",
        "/api/v1/coverage?iri=tr:Area"
      })
  void aClassWithSubclassesSaysThatTheyHaveMore(String path, ServedProject project)
      throws Exception {
    assertThat(
            JsonMapper.shared()
                .readTree(project.get(path, "application/json").body())
                .get("limits")
                .toString())
        .contains("more are of its subclasses: ");
  }

  @Test
  void theTablesOfFiguresSayWhatLimitsThem(ServedProject project) throws Exception {
    JsonNode resources =
        JsonMapper.shared()
            .readTree(project.get("/catalogue/datapackage.json", "application/json").body())
            .get("resources");
    assertThat(resources.valueStream())
        .filteredOn(one -> one.path("path").asString().contains("Observation"))
        .isNotEmpty()
        .allMatch(one -> one.path("description").asString().contains("fix the data set before"));
  }

  @Test
  void aListSaysWhatTheSameQuestionInSparqlSays(ServedProject project) throws Exception {
    Map<String, List<String>> limits =
        Map.of(
            "Amount?sort=-value&fields=value",
            List.of("tr:unit: 11 values among the figures that the query ranks"),
            "Observation?filter.indicator=indicator-rd-spending-national-currency&sort=-value&fields=area,value",
            List.of("tr:unit: 2 values", "tr:when: 2 values", "qb:dataSet: 3 values"),
            "Observation?filter.indicator=indicator-ai-patents&fields=area,value,end",
            List.of("all are of a period from tr:start to tr:end, 2000-01-01 to 2022-12-31"));
    for (Map.Entry<String, List<String>> list : limits.entrySet()) {
      assertThat(
              JsonMapper.shared()
                  .readTree(
                      project.get("/api/v1/things/" + list.getKey(), "application/json").body())
                  .get("limits")
                  .toString())
          .as(list.getKey())
          .contains(list.getValue());
    }
  }

  @Test
  void figuresOfSeveralYearsAreNotOfTheLastOne(ServedProject project) throws Exception {
    JsonNode coverage =
        JsonMapper.shared()
            .readTree(
                project
                    .get("/api/v1/coverage?iri=sch:indicator-ai-patents", "application/json")
                    .body());
    assertThat(coverage.get("rows").valueStream()).isNotEmpty();
    assertThat(coverage.get("rows").valueStream())
        .allMatch(row -> row.get(1).asString().equals("2000 to 2022"));
    assertThat(coverage.get("years").valueStream().map(JsonNode::asString).toList())
        .singleElement()
        .asString()
        .startsWith("2000 to 2022: ");
    assertThat(coverage.has("lastNearlyCompleteYear")).isFalse();
    assertThat(coverage.get("limits").toString()).contains("figures are of 2000 to 2022 together");
    for (String page : List.of("/page/scheme/indicator-ai-patents", "/page/dataset-ncses-10564")) {
      assertThat(project.get(page, "text/html").body())
          .as(page)
          .contains("figures of 2000 to 2022 together, not of one year")
          .doesNotContain("years 2022 to 2022");
    }
  }

  @Test
  void theDescriptionInVoidHasTheCoverage(ServedProject project) throws Exception {
    Graph described =
        RDFParser.fromString(project.get("/.well-known/void", "text/turtle").body(), Lang.TURTLE)
            .toGraph();
    for (String pattern :
        List.of(
            // Figures of 2024 exist, but of few areas.
            "?release void:subset ?part . ?part dct:subject sch:indicator-rd-share-of-gdp ;"
                + " tool:areas ?n ; tool:lastNearlyCompleteYear ?full ; tool:vintages ?v ;"
                + " dct:temporal/dcat:endDate ?end FILTER (?n > 40 && ?v > 1 && STR(?full) <"
                + " STR(?end))",
            // Some series of the quarters of 2026 end in 2025.
            "?part dct:subject sch:indicator-chips-owned ; tool:lastNearlyCompleteYear ?full ;"
                + " dct:temporal/dcat:endDate ?end FILTER (STR(?full) < STR(?end))",
            // Figures of several years have no last complete year.
            "?part dct:subject sch:indicator-ai-patents ; skos:scopeNote ?scope ;"
                + " dct:temporal/dcat:startDate ?start ; dct:temporal/dcat:endDate ?end FILTER"
                + " (?start < ?end && CONTAINS(?scope, '2000 to 2022')) FILTER NOT EXISTS { ?part"
                + " tool:lastNearlyCompleteYear ?full }",
            "?part dct:subject ?indicator ; tool:planned ?plans FILTER (?plans > 0)",
            "?part dct:subject id:policy-us-entity-list ; tool:completeness ?degree ; void:entities"
                + " ?n FILTER (?n > 1000)")) {
      assertThat(
              QueryExec.graph(described)
                  .query(QueryFactory.create(PREFIXES + "ASK { " + pattern + " }"))
                  .ask())
          .as(pattern)
          .isTrue();
    }
  }
}
