package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.SharedMaterial;
import org.techrace.UsesServedProject;

/// Validates the service's answers against the JSON schemas that the community group publishes for
/// each version of the API. The schemas are read from `../shared/suites/reconciliation`, or from
/// the folder in `-Dtechrace.reconciliation`; without them the tests are skipped.
/// [ReconciliationTest] checks the content.
@UsesServedProject
final class ReconciliationSchemasTest {
  private static final Path SCHEMAS =
      Path.of(
          System.getProperty(
              "techrace.reconciliation", SharedMaterial.suite("reconciliation").toString()));

  /// The identifier that the schemas use for the newest version of JSON Schema when they were
  /// written.
  private static final String LATEST = "http://json-schema.org/schema#";

  private static final List<String> VERSIONS = List.of("0.2", "1.0-draft");

  private static final String BATCH =
      """
      {"q0": {"query": "Huawei Technologies", "type": "Firm", "limit": 5, "properties": [{"pid": "country", "v": "CN"}]},
       "q1": {"query": "National Physical Laboratory"}, "q2": {"query": "nobody knows this"}}
      """;

  private static final String DRAFT_BATCH =
      """
      {"queries": [
        {"type": "Firm", "limit": 5, "conditions": [
          {"matchType": "name", "propertyValue": "Huawei Technologies"},
          {"matchType": "property", "propertyId": "country", "propertyValue": ["CN", {"id": "id/country-CHN"}]}]},
        {"conditions": [{"matchType": "name", "propertyValue": "nobody knows this"}]}]}
      """;

  private static final String EXTENSION =
      """
      {"ids": ["id/firm-huawei", "id/firm-tsmc", "id/policy-cn-cybersecurity-law"],
       "properties": [{"id": "country"}, {"id": "foundingDate"}, {"id": "label"}, {"id": "sameAs"}, {"id": "when"}]}
      """;

  private final TestServer server;

  ReconciliationSchemasTest(ServedProject project) {
    server = TestServer.of(project.server());
  }

  @BeforeAll
  static void schemas() {
    assumeTrue(Files.isDirectory(SCHEMAS), "there is no folder " + SCHEMAS);
  }

  /// Returns a schema by file name. Nothing is fetched: each schema is found by its published
  /// address.
  private static Schema schema(String version, String name) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.list(SCHEMAS.resolve(version))) {
      for (Path file : files.toList()) {
        texts.put(
            published(version, String.valueOf(file.getFileName())),
            Files.readString(file).replace(LATEST, "http://json-schema.org/draft-07/schema#"));
      }
    }
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7, builder -> builder.schemas(texts))
        .getSchema(SchemaLocation.of(published(version, name + ".json")));
  }

  private static String published(String version, String file) {
    String folder = version.equals("1.0-draft") ? "draft" : version;
    return "https://reconciliation-api.github.io/specs/" + folder + "/schemas/" + file;
  }

  private static void assertFits(String version, String schema, String json) throws IOException {
    assertThat(schema(version, schema).validate(json, InputFormat.JSON)).as(json).isEmpty();
  }

  private static String body(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private String get(String path) throws Exception {
    return body(server.get(path, "application/json"));
  }

  private String form(String name, String json) throws Exception {
    String form = name + "=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    return body(server.post("/reconcile", "application/x-www-form-urlencoded", form));
  }

  private String post(String path, String json) throws Exception {
    return body(server.post(path, "application/json", json));
  }

  @Test
  void schemaRejectsAnInvalidDocument() throws Exception {
    String json = "{\"versions\": [\"0.1\"], \"name\": \"x\"}";
    for (String version : VERSIONS) {
      assertThat(schema(version, "manifest").validate(json, InputFormat.JSON)).isNotEmpty();
    }
  }

  @Test
  void manifestsAreValid() throws Exception {
    assertFits("0.2", "manifest", get("/reconcile"));
    assertFits("1.0-draft", "manifest", get("/reconcile?version=1.0-draft"));
  }

  @Test
  void resultsAreValid() throws Exception {
    String results = form("queries", BATCH);
    assertThat(results).contains("id/firm-huawei");
    assertFits("0.2", "reconciliation-result-batch", results);
    assertFits("1.0-draft", "reconciliation-query-batch", DRAFT_BATCH);
    String draft = post("/reconcile/match", DRAFT_BATCH);
    assertThat(draft).contains("id/firm-huawei");
    assertFits("1.0-draft", "reconciliation-result-batch", draft);
  }

  @Test
  void suggestionsAreValid() throws Exception {
    for (String version : VERSIONS) {
      assertFits(version, "suggest-entities-response", get("/reconcile/suggest/entity?prefix=hua"));
      assertFits(
          version, "suggest-properties-response", get("/reconcile/suggest/property?prefix=coun"));
    }
    assertFits("0.2", "suggest-types-response", get("/reconcile/suggest/type?prefix=f"));
  }

  @Test
  void extensionsAreValid() throws Exception {
    String extended = form("extend", EXTENSION);
    assertThat(extended).contains("id/country-CHN", "1987", "2017-06-01");
    assertFits("0.2", "data-extension-response", extended);
    assertFits("1.0-draft", "data-extension-response", post("/reconcile/extend", EXTENSION));
    String proposed = get("/reconcile/extend/propose?type=Firm&limit=10");
    assertThat(proposed).contains("ontology#country");
    assertFits("1.0-draft", "data-extension-property-proposal", proposed);
  }
}
