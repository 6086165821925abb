package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reports on the release of the project. The report on sources and licences is also in
/// `docs/`; `-Dgolden.update` rewrites it.
@UsesServedProject
final class ReportsTest {
  private final ServedProject project;

  ReportsTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void theDocumentOnSourcesSaysWhatTheReleaseSays() throws Exception {
    String made = project.get("/reports/sources-and-licences", "text/markdown").body();
    Path document = Path.of("docs", "sources-and-licences.md");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(document, made);
    }
    assertThat(made).isEqualTo(Files.readString(document));
  }

  /// The counts change with every edit of the data, so they are not compared: the test checks that
  /// each section has a table with rows.
  @Test
  void theReportOnQualityHasItsParts() throws Exception {
    String made = project.get("/reports/data-quality", "text/markdown").body();
    List<String> parts = List.of(made.split("(?m)^## ", -1));
    assertThat(parts.stream().skip(1).map(part -> part.lines().findFirst().orElseThrow()))
        .containsExactly(
            "Sources and their age",
            "Provenance",
            "Identifiers",
            "Bridges of the lists",
            "Names by language",
            "Facts looked up",
            "Conflicts between sources",
            "Orphans",
            "Connections of the reference technologies",
            "Gaps of the reference technologies",
            "Connections of agents");
    assertThat(parts.stream().skip(1))
        .allSatisfy(
            part ->
                assertThat(part.lines().filter(line -> line.startsWith("| ")).count())
                    .as(part)
                    .isGreaterThan(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"coverage", "data-quality", "sources-and-licences"})
  void theReportIsAPage(String report) throws Exception {
    HttpResponse<String> page = project.get("/reports/" + report, "text/html");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<h1>", "Article on China's place in the race</a>");
  }

  /// The page has the first rows of a long section, and a link to all.
  @Test
  void thePageHasTheFirstRowsOfALongSection() throws Exception {
    Element section =
        project
            .page("/reports/data-quality")
            .expectFirst("section:has(h2:containsOwn(Conflicts between sources))");
    assertThat(section.select("tbody tr")).hasSize(50);
    Element all = section.expectFirst(".all a");
    String made = project.get(all.attr("href"), "*/*").body();
    String conflicts = made.substring(made.indexOf("## Conflicts"), made.indexOf("## Orphans"));
    long rows = conflicts.lines().filter(line -> line.startsWith("| ")).count() - 2;
    assertThat(all.text().replaceAll("\\D", "")).isEqualTo(Long.toString(rows));
  }

  /// A source that is taken out can cut connections without any other finding.
  @Test
  void theGraphStaysConnected() throws Exception {
    String made = project.get("/reports/data-quality", "text/markdown").body();
    String connections = made.substring(made.indexOf("## Connections of the reference"));
    assertThat(numbers(connections, "near").getLast()).isGreaterThanOrEqualTo(110);
    List<Integer> firms = numbers(connections, "firm");
    assertThat(100 * firms.get(3)).isLessThanOrEqualTo(15 * firms.get(2));
    List<Integer> institutes = numbers(connections, "research institute");
    assertThat(100 * institutes.get(3)).isLessThanOrEqualTo(5 * institutes.get(2));
  }

  /// The numbers in the row of a table.
  private static List<Integer> numbers(String table, String row) {
    String line =
        table.lines().filter(l -> l.startsWith("| " + row + " |")).findFirst().orElseThrow();
    return Stream.of(line.split("\\|")).skip(2).map(String::strip).map(Integer::valueOf).toList();
  }

  @Test
  void anUnknownReportIsNotFound() throws Exception {
    assertThat(project.get("/reports/none", "text/html").statusCode()).isEqualTo(404);
  }

  /// The check queries keep this so; the report shows it.
  @Test
  void nothingIsWithoutASource() throws Exception {
    String made = project.get("/reports/data-quality", "text/markdown").body();
    String provenance = made.substring(made.indexOf("## Provenance"), made.indexOf("## Ident"));
    assertThat(provenance.lines().filter(l -> l.startsWith("| ")).skip(2))
        .hasSize(5)
        .allMatch(line -> line.endsWith(" | 0 |"));
  }
}
