package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tests that the lists of things follow their schemas in the description of the REST interface.
@UsesServedProject
final class ThingSchemasTest {
  private static final String LIST = "/things/";

  @Test
  void theFirstThingsOfEachClassFollowItsSchema(ServedProject project) throws Exception {
    JsonNode api = json(project, "/api/v1/openapi.json");
    List<String> lists =
        api.get("paths").propertyNames().stream().filter(path -> path.startsWith(LIST)).toList();
    assertThat(lists).contains(LIST + "Organization", LIST + "Policy");
    List<String> wrong = new ArrayList<>();
    for (String list : lists) {
      String page = project.get("/api/v1" + list + "?limit=5", "application/json").body();
      assertThat(JsonMapper.shared().readTree(page).get("rows")).as(list).isNotEmpty();
      schema(api, list)
          .validate(page, InputFormat.JSON)
          .forEach(error -> wrong.add(list + ": " + error));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theResultsOfASearchFollowTheirSchema(ServedProject project) throws Exception {
    JsonNode api = json(project, "/api/v1/openapi.json");
    for (String words : List.of("Huawei", "Chinese chip policies in force", "semiconducters")) {
      String address = "/api/v1/search?q=" + words.replace(" ", "+");
      String found = project.get(address, "application/json").body();
      assertThat(schema(api, "/search").validate(found, InputFormat.JSON)).as(words).isEmpty();
    }
    assertThat(schema(api, "/search").validate("{\"query\": \"x\"}", InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void aThingWithoutALabelDoesNotFollowTheSchema(ServedProject project) throws Exception {
    JsonNode api = json(project, "/api/v1/openapi.json");
    String page =
        project
            .get("/api/v1/things/Policy?limit=5", "application/json")
            .body()
            .replace("\"label\":", "\"name\":");
    assertThat(schema(api, LIST + "Policy").validate(page, InputFormat.JSON)).isNotEmpty();
  }

  /// Returns the schema of a list, whose references lead to other parts of the description.
  private static Schema schema(JsonNode api, String list) {
    JsonNode schema =
        api.get("paths").get(list).at("/get/responses/200/content/application~1json/schema");
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.set("components", api.get("components"));
    whole.set("$ref", schema.get("$ref"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole.toString(), InputFormat.JSON);
  }

  private static JsonNode json(ServedProject project, String path) throws Exception {
    return JsonMapper.shared().readTree(project.get(path, "application/json").body());
  }
}
