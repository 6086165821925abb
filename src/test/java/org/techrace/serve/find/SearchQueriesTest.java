package org.techrace.serve.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.techrace.ServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Searches as a reader types them, held against the pages that answer them.
@ExtendWith(ServedProject.Resolver.class)
final class SearchQueriesTest {
  private static final Path QUERIES = Path.of("src/test/resources/search/queries.tsv");
  private static final int FIRST = 3;

  private final ServedProject project;

  SearchQueriesTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void theRightPageIsAmongTheFirstThree(TestReporter reporter) throws Exception {
    List<String> lines =
        Files.readAllLines(QUERIES).stream().filter(line -> !line.startsWith("#")).toList();
    List<String> missed = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      List<String> right = List.of(parts[1].split(" ", -1));
      if (first(parts[0]).stream().noneMatch(right::contains)) {
        missed.add(parts[0]);
      }
    }
    double share = 1 - (double) missed.size() / lines.size();
    reporter.publishEntry(
        "%d of %d queries (%.1f %%) have the right page among the first %d; missed: %s"
            .formatted(lines.size() - missed.size(), lines.size(), 100 * share, FIRST, missed));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(200);
    assertThat(share).as("missed: %s", missed).isGreaterThanOrEqualTo(0.85);
  }

  @Test
  void resultsAreGroupedByKind() throws Exception {
    Document page = project.page("/search?q=batteries");
    assertThat(page.select(".hits-of h2").eachText())
        .anyMatch(text -> text.startsWith("technology"))
        .anyMatch(text -> text.startsWith("policy"));
  }

  /// The items of lists that match a reference technology are found as that technology.
  @Test
  void matchedConceptsAreMergedIntoTheirTopic() throws Exception {
    assertThat(project.page("/search?q=batteries").select(".hits a").eachAttr("href"))
        .contains("/page/scheme/hub-batteries")
        .doesNotContain("/page/scheme/us-cet-batteries", "/page/scheme/aspi-electric-batteries");
  }

  private List<String> first(String query) throws Exception {
    String address =
        "/search?limit=" + FIRST + "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode answer = JsonMapper.shared().readTree(project.get(address, "application/json").body());
    return StreamSupport.stream(answer.get("results").spliterator(), false)
        .map(result -> result.get("page").asString())
        .toList();
  }
}
