package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The project's release contains some organisations twice: as its own entity, and as the record of
/// a registry to which it links. Tests that matching by the registry's name, without a type,
/// returns each organisation once.
@UsesServedProject
final class OneCandidateTest {
  private static final String TWICE =
      """
      SELECT ?ours ?record (SAMPLE(?label) AS ?name) {
        ?ours <https://schema.org/sameAs> ?record .
        ?record <http://www.w3.org/2000/01/rdf-schema#label> ?label .
      } GROUP BY ?ours ?record ORDER BY ?ours
      """;

  /// The number of queries in one request.
  private static final int BATCH = 20;

  private static final JsonMapper JSON = new JsonMapper();

  private final TestServer server;
  private final List<Body> bodies = new ArrayList<>();

  /// An organisation that the release contains twice.
  private record Body(String ours, String record, String name) {}

  OneCandidateTest(ServedProject project) {
    server = TestServer.of(project.server());
  }

  @BeforeEach
  void findBodies() throws Exception {
    JsonNode answer = get("/sparql?query=" + encoded(TWICE), "application/sparql-results+json");
    for (JsonNode row : answer.at("/results/bindings")) {
      bodies.add(
          new Body(
              row.at("/ours/value").asString(),
              row.at("/record/value").asString(),
              row.at("/name/value").asString()));
    }
    assertThat(bodies).hasSizeGreaterThan(10);
  }

  @Test
  void reconciliationReturnsOneCandidate() throws Exception {
    for (int from = 0; from < bodies.size(); from += BATCH) {
      List<Body> batch = bodies.subList(from, Math.min(from + BATCH, bodies.size()));
      Map<String, Object> queries = new LinkedHashMap<>();
      for (Body body : batch) {
        queries.put(body.ours(), Map.of("query", body.name(), "limit", 5));
      }
      String form = "queries=" + encoded(JSON.writeValueAsString(queries));
      JsonNode answer =
          JSON.readTree(
              server.post("/reconcile", "application/x-www-form-urlencoded", form).body());
      for (Body body : batch) {
        List<String> found = values(answer.path(body.ours()).path("result"), "id");
        assertThat(found).as(body.name()).doesNotContain(body.record());
        assertThat(body.ours()).as(body.name()).endsWith("/" + found.getFirst());
      }
    }
  }

  @Test
  void searchReturnsOneResult() throws Exception {
    for (Body body : bodies) {
      JsonNode answer = get("/suggest?q=" + encoded(body.name()), "application/json");
      assertThat(values(answer.path("results"), "iri"))
          .as(body.name())
          .doesNotContain(body.record())
          .first()
          .isEqualTo(body.ours());
    }
  }

  private static List<String> values(JsonNode rows, String field) {
    List<String> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.path(field).asString()));
    return values;
  }

  private JsonNode get(String path, String accept) throws Exception {
    return JSON.readTree(server.get(path, accept).body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
