package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.report.Kinds;
import org.techrace.report.Place;
import org.techrace.report.Report;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Findings are printed by kind for people, and in SARIF for programs.
final class FindingsTest {
  private static Report manyOfOneKind() {
    Report report = new Report();
    for (int row = 2; row <= 1778; row++) {
      report.warn(
          Place.line("data/flights.csv", row), "the airport '%d' is in no row".formatted(row));
    }
    report.error(
        new Place.InCell(Place.line("data/flights.csv", 3), "date"), "31.4.2026 is no date");
    report.info(new Place.InGraph("http://example.org/a", "ex:a", "flights"), "ex:a has no name");
    return report;
  }

  private static String printed(Consumer<PrintWriter> printer) {
    StringWriter text = new StringWriter();
    printer.accept(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void equalFindingsAreSummedUp() {
    Report report = manyOfOneKind();
    assertThat(printed(out -> FindingsPrinter.print(report, out)).lines())
        .containsExactly(
            "WARN [data/flights.csv:2] the airport '2' is in no row",
            "WARN [data/flights.csv:3] the airport '3' is in no row",
            "WARN [data/flights.csv:4] the airport '4' is in no row",
            "  and 1,774 more of this kind",
            "ERROR [data/flights.csv:3 column 'date'] 31.4.2026 is no date",
            "INFO [flights ex:a] ex:a has no name",
            "1 errors, 1777 warnings, 1 notes",
            "techrace check --all lists all of them");
    assertThat(printed(out -> FindingsPrinter.print(report, true, out)).lines()).hasSize(1780);
  }

  @Test
  void fourOfAKindAreFourLines() {
    Report report = new Report();
    for (int n = 1; n <= 4; n++) {
      report.error(Place.line("a.csv", n), "row %d is wrong".formatted(n));
    }
    assertThat(printed(out -> FindingsPrinter.list(report, out)).lines()).hasSize(4);
  }

  @Test
  void anotherSeverityOrSentenceIsAnotherKind() {
    Report report = new Report();
    report.error(Place.file("a.csv"), "column 'a' is blank");
    report.error(Place.file("b.csv"), "column 'b' is blank");
    report.warn(Place.file("b.csv"), "column 'b' is blank");
    report.error(Place.file("b.csv"), "column 'b' has 12 values");
    report.info(Place.file("c"), "they differ (value = 4.23, other = id:obs-GB.XPD-KOR-2015)");
    report.info(Place.file("c"), "they differ (value = \"320\"^^xsd:decimal, other = id:obs-1)");
    assertThat(Kinds.of(report.findings())).hasSize(4);
  }

  @Test
  void sarifLeadsToFileAndLine() {
    Report report = manyOfOneKind();
    Path here = Path.of("").toAbsolutePath();
    JsonNode log =
        JsonMapper.shared()
            .readTree(printed(out -> Sarif.print(report, here.resolve("graph"), here, out)));
    assertThat(log.path("version").asString()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    assertThat(run.path("tool").path("driver").path("rules")).hasSize(3);
    assertThat(run.path("results")).hasSize(1779);
    JsonNode error = run.path("results").path(1777);
    assertThat(error.path("level").asString()).isEqualTo("error");
    assertThat(error.path("ruleIndex").asInt()).isEqualTo(1);
    assertThat(error.path("message").path("text").asString())
        .isEqualTo("column 'date': 31.4.2026 is no date");
    JsonNode place = error.path("locations").path(0).path("physicalLocation");
    assertThat(place.path("artifactLocation").path("uri").asString()).isEqualTo("data/flights.csv");
    assertThat(place.path("region").path("startLine").asInt()).isEqualTo(3);
    JsonNode node = run.path("results").path(1778).path("locations").path(0);
    assertThat(node.has("physicalLocation")).isFalse();
    assertThat(node.path("logicalLocations").path(0).path("fullyQualifiedName").asString())
        .isEqualTo("flights ex:a");
  }

  /// A shape knows a thing of the graph; the result leads to the row that it came from.
  @Test
  void sarifLeadsAResultOfAShapeToTheRow(@TempDir Path folder) throws IOException {
    Project project =
        Project.in(folder).edit("data/telescopes/telescopes.csv", "mauna-kea,10.0", "mauna-kea,-1");
    Project.Outcome checked = project.run("check", "--format=sarif");
    assertThat(checked.code()).isEqualTo(1);
    JsonNode result = JsonMapper.shared().readTree(checked.out()).at("/runs/0/results/0");
    assertThat(result.at("/message/text").asString()).contains("an aperture is more than 0 metres");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asString())
        .endsWith("data/telescopes/telescopes.csv");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(4);
  }
}
