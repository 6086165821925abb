package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;

/// Tests OpenRefine from a table to matched cells and a column fetched from the graph.
@UsesServedProject
final class OpenRefineTest {
  private static final String TABLE =
      """
      partner,land
      "Huawei Technologies Co., Ltd.",CN
      騰訊控股有限公司,China
      ASML Holding N.V.,Netherlands
      Zzyzx Unheard Of,Germany
      """;

  @Test
  void reconcilesAndExtendsATable(ServedProject served) throws Exception {
    assumeTrue(
        OpenRefine.isInstalled(),
        "skipped: Debian's packages openrefine and liblocalizer-java are not installed");
    String service = served.uri("reconcile").toString();
    try (OpenRefine refine = OpenRefine.start()) {
      String project = refine.project(TABLE);
      refine.run(
          "reconcile",
          project,
          Map.of(
              "columnName",
              "partner",
              "config",
              """
              {"mode": "standard-service", "service": "%s", "autoMatch": true, "batchSize": 10, "limit": 0,
               "identifierSpace": "https://w3id.org/techrace/",
               "schemaSpace": "https://w3id.org/techrace/ontology#",
               "type": {"id": "https://w3id.org/techrace/ontology#Organisation", "name": "organisation"},
               "columnDetails": [{"column": "land", "propertyName": "country",
                                  "propertyID": "https://w3id.org/techrace/ontology#country"}]}
              """
                  .formatted(service)));
      JsonNode rows = refine.rows(project);
      assertThat(matches(rows, 0))
          .containsExactly("id/firm-huawei", "id/firm-tencent", "id/firm-asml", "");
      refine.run(
          "extend-data",
          project,
          Map.of(
              "baseColumnName",
              "partner",
              "columnInsertIndex",
              "1",
              "endpoint",
              service,
              "identifierSpace",
              "https://w3id.org/techrace/",
              "schemaSpace",
              "https://w3id.org/techrace/ontology#",
              "extension",
              "{\"properties\": [{\"id\": \"country\", \"name\": \"country\"}]}"));
      JsonNode extended = refine.rows(project);
      assertThat(matches(extended, 2))
          .containsExactly("id/country-CHN", "id/country-CHN", "id/country-NLD", "");
    }
  }

  /// Returns the matched ids in a column; blank for cells without a match.
  private static List<String> matches(JsonNode rows, int column) {
    List<String> matches = new ArrayList<>();
    for (JsonNode row : rows.path("rows")) {
      String number = row.path("cells").path(column).path("r").asString("");
      matches.add(rows.path("pool").path("recons").path(number).at("/m/id").asString(""));
    }
    return matches;
  }
}
