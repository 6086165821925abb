package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every component of the bill of materials (CycloneDX) has a licence that the project allows.
@Tag("long")
final class LicencesTest {
  private static final Path ALLOWED = Path.of("src/dist/test/resources/artefacts/licences.txt");

  private static Set<String> allowed() throws IOException {
    try (Stream<String> lines = Files.lines(ALLOWED)) {
      return lines.filter(line -> !line.startsWith("#")).collect(Collectors.toSet());
    }
  }

  /// Returns the components without an allowed licence. Several licences are alternatives, as in
  /// the POM of a library.
  private static List<String> refused(JsonNode sbom) throws IOException {
    Set<String> allowed = allowed();
    List<String> refused = new ArrayList<>();
    for (JsonNode component : sbom.required("components")) {
      List<String> licences = new ArrayList<>();
      component.path("licenses").forEach(one -> licences.add(expression(one)));
      if (licences.stream().noneMatch(licence -> isAllowed(licence, allowed))) {
        refused.add(
            "%s %s: %s"
                .formatted(
                    component.required("name").asString(),
                    component.path("version").asString(""),
                    licences));
      }
    }
    return refused;
  }

  private static String expression(JsonNode licence) {
    JsonNode one = licence.path("license");
    return licence.has("expression")
        ? licence.path("expression").asString("")
        : one.path("id").asString(one.path("name").asString(""));
  }

  /// Returns true if all licences of one alternative are allowed (SPDX, annex D). Nested
  /// alternatives are not.
  private static boolean isAllowed(String expression, Set<String> allowed) {
    return Stream.of(expression.split(" OR ", -1))
        .anyMatch(all -> allowed.containsAll(List.of(all.split(" AND ", -1))));
  }

  @Test
  void everyLibraryHasALicenceThatTheProjectAllows() throws IOException {
    Path file = Artefact.file("techrace-sbom\\.json");
    JsonNode sbom = JsonMapper.shared().readTree(Files.readAllBytes(file));
    assertThat(sbom.path("bomFormat").asString("")).isEqualTo("CycloneDX");
    assertThat(sbom.required("components").size()).isGreaterThan(100);
    assertThat(refused(sbom)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"license\": {\"id\": \"MIT\"}}', true",
    "'{\"license\": {\"id\": \"LGPL-2.1-only\"}}, {\"license\": {\"id\": \"EPL-2.0\"}}', true",
    "'{\"expression\": \"GPL-3.0-only OR Apache-2.0\"}', true",
    "'{\"expression\": \"Apache-2.0 AND MIT\"}', true",
    "'', false",
    "'{\"license\": {\"id\": \"GPL-3.0-only\"}}', false",
    "'{\"license\": {\"name\": \"The Company Licence\"}}', false",
    "'{\"expression\": \"Apache-2.0 AND AGPL-3.0-only\"}', false",
    "'{\"expression\": \"MIT WITH Commons-Clause\"}', false"
  })
  void aLibraryWithAnotherLicenceIsRefused(String licences, boolean isAllowed) throws IOException {
    String sbom =
        """
        {"bomFormat": "CycloneDX", "components": [
          {"name": "good", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
          {"name": "other", "version": "2", "licenses": [%s]}]}
        """
            .formatted(licences);
    List<String> refused = refused(JsonMapper.shared().readTree(sbom));
    if (isAllowed) {
      assertThat(refused).isEmpty();
    } else {
      assertThat(refused).singleElement().asString().startsWith("other 2: ");
    }
  }
}
