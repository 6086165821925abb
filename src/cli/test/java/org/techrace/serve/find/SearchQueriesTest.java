package org.techrace.serve.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Searches as a reader types them, held against the pages that answer them.
@UsesServedProject
final class SearchQueriesTest {
  private static final Path QUERIES = Path.of("src/cli/test/resources/search/queries.tsv");
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

  /// The queries of `natural.tsv` were written before the search was tuned, those of `held-out.tsv`
  /// after it.
  @ParameterizedTest
  @CsvSource({"natural.tsv, 300, 0.92", "held-out.tsv, 60, 0.8"})
  void naturalQueriesHaveTheRightPageAmongTheFirstThree(String file, int count, double least)
      throws Exception {
    List<String> lines =
        Files.readAllLines(QUERIES.resolveSibling(file)).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    List<String> missed = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      List<String> right = List.of(parts[3].split(" ", -1));
      if (first(parts[2], parts[1]).stream().noneMatch(page -> isOneOf(page, right))) {
        missed.add(parts[2]);
      }
    }
    assertThat(lines).hasSize(count);
    assertThat(1 - (double) missed.size() / count)
        .as("missed: %s", missed)
        .isGreaterThanOrEqualTo(least);
  }

  /// A comparison may name its things in any order, and a question may have chosen values. An
  /// address that ends in `*` is that of a view with any choice.
  private static boolean isOneOf(String page, List<String> right) {
    return right.stream()
        .anyMatch(
            one ->
                one.endsWith("*")
                    ? page.startsWith(one.substring(0, one.length() - 1))
                    : parts(page).equals(parts(one)));
  }

  private static Set<String> parts(String page) {
    return page.startsWith("/questions/")
        ? Set.of(page.replaceFirst("\\?.*", ""))
        : Set.of(page.split("[?&]", -1));
  }

  /// Questions are found by words of their titles in the language of the reader.
  @ParameterizedTest
  @CsvSource({
    "zh, 哪些措施限制华为, 157-restrictions-on-huawei-today",
    "zh, 镓 生产, 148-gallium-production",
    "zh, 人工智能论文最多, 111-ai-articles",
    "zh, 暂停实施的措施, 156-suspended-measures",
    "de, Seltene Erden fördern, 149-rare-earth-production",
    "de, Maßnahmen gegen Huawei, 157-restrictions-on-huawei-today"
  })
  void questionsAreFoundInTheLanguageOfTheReader(String language, String words, String question)
      throws Exception {
    assertThat(first(words, language)).contains("/questions/" + question);
  }

  /// An area is found by the names that its pages have in the languages of readers, also if other
  /// things or questions have the name in their own.
  @ParameterizedTest
  @CsvSource({
    "en, Deutschland, country-DEU",
    "de, Deutschland, country-DEU",
    "zh, Vereinigte Staaten, country-USA",
    "en, Südkorea, country-KOR",
    "de, Frankreich, country-FRA",
    "de, Österreich, country-AUT",
    "en, Niederlande, country-NLD",
    "de, Schweiz, country-CHE",
    "de, 德国, country-DEU",
    "de, Allemagne, country-DEU",
  })
  void areasAreFoundByTheirNamesInOtherLanguages(String language, String name, String area)
      throws Exception {
    assertThat(first(name, language).getFirst()).isEqualTo("/page/" + area);
  }

  /// Words that the graph writes otherwise: compounds by their parts, areas by the names of the
  /// pages next to other words, and single Chinese characters.
  @ParameterizedTest
  @CsvSource({
    "de, Kernfusion, /page/scheme/hub-nuclear-fusion",
    "de, Forschungsausgaben, /page/scheme/topic-rd-spending",
    "de, Forschungsausgaben Deutschland, /page/scheme/topic-rd-spending",
    "de, Lithiumförderung, /page/scheme/mineral-lithium",
    "de, Exportkontrolle, /questions/155-export-controls-in-force",
    "de, Ausfuhrkontrollen Niederlande, /page/policy-nl-semiconductor-equipment-rule-2023",
    "zh, 锂, /page/scheme/mineral-lithium",
    "zh, 哪个国家锂产量最高, /page/scheme/mineral-lithium"
  })
  void wordsThatTheGraphWritesOtherwiseAreFound(String language, String words, String page)
      throws Exception {
    assertThat(first(words, language)).contains(page);
  }

  @Test
  void resultsOfAllKindsAreInOneRankingWithTheirSentences() throws Exception {
    Document page = project.page("/search?q=who+has+the+most+AI+chips");
    assertThat(page.select(".hits .tag").eachText()).contains("question", "technology");
    Elements question = page.select(".hits li:has(a[href^=/questions/145])");
    assertThat(question.select("p").text()).isNotEmpty();
    assertThat(question.select("img").attr("src"))
        .isEqualTo("/embed/questions/145-chips-by-owner?format=png");
  }

  @Test
  void comparisonIsTheFirstResultOfWordsThatCompare() throws Exception {
    for (String words :
        List.of("compare AI compute of the US and China", "China vs United States")) {
      assertThat(first(words).getFirst())
          .as(words)
          .startsWith("/compare?")
          .contains("country-CHN", "country-USA");
    }
  }

  /// Words that name a class and values of facets lead to the page of `explore` with these.
  @Test
  void wordsThatNameFacetsLeadToTheNarrowedView() throws Exception {
    String view = first("which policies of Japan on chips are in force").getFirst();
    assertThat(view)
        .startsWith("/explore/policies?")
        .contains("country-JPN", "hub-semiconductors", "policystatus-in-force");
    assertThat(project.page(view).select("main table tbody tr")).isNotEmpty();
  }

  /// A thing that a question can be asked about is chosen in its address.
  @Test
  void questionsAreFoundWithTheChosenThing() throws Exception {
    assertThat(
            project.page("/search?q=restrictions+on+Hikvision").select(".hits a").eachAttr("href"))
        .contains("/questions/157-restrictions-on-huawei-today?firm=firm-hikvision");
  }

  @Test
  void misspeltWordsAreCorrectedAndNamed() throws Exception {
    Document page = project.page("/search?q=rare+erth+minng");
    assertThat(page.select("p[role=status]").text()).contains("rare earth mining");
  }

  /// The items of lists that match a reference technology are found as that technology.
  @Test
  void matchedConceptsAreMergedIntoTheirTopic() throws Exception {
    assertThat(project.page("/search?q=batteries").select(".hits a").eachAttr("href"))
        .contains("/page/scheme/hub-batteries")
        .doesNotContain("/page/scheme/us-cet-batteries", "/page/scheme/aspi-electric-batteries");
  }

  /// Words that name a kind, a place, a topic or a year are filters, and each can be removed.
  @Test
  void wordsThatNameAFilterNarrowTheResults() throws Exception {
    Document page = project.page("/search?q=AI+policies+china+2025");
    assertThat(page.select(".hits li:has(a[href^=/page/]) .tag").eachText())
        .isNotEmpty()
        .allMatch(text -> text.equals("policy"));
    assertThat(page.select(".hits a").eachAttr("href"))
        .contains("/page/policy-cn-ai-plus-2025")
        .doesNotContain("/page/policy-jp-ai-promotion-act", "/page/policy-cn-big-fund-iii");
    assertThat(page.select(".chosen a").eachText())
        .containsExactly(
            "technology: artificial intelligence ✕",
            "kind: policy ✕",
            "country: China ✕",
            "2025 ✕");
    assertThat(page.select(".chosen a").eachAttr("href"))
        .contains("/search?q=AI+policies+china", "/search?q=AI+policies+2025");
  }

  @Test
  void wordAfterWithoutExcludes() throws Exception {
    Document page = project.page("/search?q=quantum+computing+firms+without+Canada");
    assertThat(page.select(".chosen a").eachText())
        .contains("kind: firm ✕", "not country: Canada ✕");
    assertThat(page.select(".hits a").eachText()).isNotEmpty().doesNotContain("Xanadu", "D-Wave");
    assertThat(
            project.page("/search?q=quantum+computing+firms+Canada").select(".hits a").eachText())
        .contains("Xanadu");
  }

  /// A filter that leaves nothing is named, and not applied.
  @Test
  void filterWithoutResultsIsNamed() throws Exception {
    Document page = project.page("/search?q=chip+policies+Japan+1931");
    assertThat(page.select(".hits a").eachAttr("href"))
        .contains("/page/policy-jp-5g-act-chip-subsidies");
    assertThat(page.select(".chosen em").text()).isEqualTo("1931");
  }

  private List<String> first(String query) throws Exception {
    return first(query, "en");
  }

  private List<String> first(String query, String language) throws Exception {
    String words = URLEncoder.encode(query, StandardCharsets.UTF_8);
    String address = "/search?limit=" + FIRST + "&lang=" + language + "&q=" + words;
    JsonNode answer = JsonMapper.shared().readTree(project.get(address, "application/json").body());
    return StreamSupport.stream(answer.get("results").spliterator(), false)
        .map(result -> result.get("page").asString())
        .toList();
  }
}
