package org.techrace.table.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.SharedMaterial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSONPath, with cases in the format of the JSONPath Compliance Test Suite.
class JsonPathTest {
  private static final Path SUITE = SharedMaterial.suite("jsonpath");
  private static final Path OWN = Path.of("src/mapping/test/resources/table/jsonpath.json");

  @Test
  void selectsAsOurCasesSay() throws IOException {
    assertThat(wrong(OWN)).isEmpty();
  }

  @Test
  void passesTheComplianceTestSuite() throws IOException {
    assumeTrue(Files.isDirectory(SUITE), "The JSONPath Compliance Test Suite is not in " + SUITE);
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SUITE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        wrong.addAll(wrong(file));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// Returns the cases of a file with another result.
  private static List<String> wrong(Path file) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (JsonNode test : JsonMapper.shared().readTree(Files.readString(file)).get("tests")) {
      String found = result(test);
      List<String> expected = new ArrayList<>();
      if (test.has("result")) {
        expected.add(canonical(test.get("result")));
      }
      test.path("results").forEach(result -> expected.add(canonical(result)));
      if (!test.path("invalid_selector").asBoolean(false)
          ? !expected.contains(found)
          : !found.startsWith("invalid")) {
        wrong.add(
            "%s: %s gives %s, expected %s"
                .formatted(test.get("name"), test.get("selector"), found, expected));
      }
    }
    return wrong;
  }

  private static String result(JsonNode test) {
    try {
      JsonPath path = JsonPath.parse(test.get("selector").asString());
      if (!test.has("document")) {
        return "accepted";
      }
      Json document = JsonReader.parse(test.get("document").toString());
      return JsonReader.write(new Json.Elements(path.select(document, null)));
    } catch (IllegalArgumentException e) {
      return "invalid: " + e.getMessage();
    }
  }

  private static String canonical(JsonNode json) {
    return JsonReader.write(JsonReader.parse(json.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "$.a b|unexpected ' ' at position 4",
        "$.1|a name after a dot must begin with a letter or '_'; write ['name'] instead (position"
            + " 3)",
        "$[?@.* == 1]|'@.*' may select several values, so it cannot be compared; use value() or"
            + " count()",
        "$[?size(@) > 1]|the function size() is unknown; expected length, count, match, search or"
            + " value",
        "$[?match(@, '(')]|'(' is not a regular expression of RFC 9485 (I-Regexp)",
        "$[01]|unexpected '1' at position 4"
      })
  void statesTheErrorOfAPath(String path, String error) {
    assertThatThrownBy(() -> JsonPath.parse(path)).hasMessageEndingWith("is invalid: " + error);
  }
}
