package org.techrace.serve.pages;

import static java.lang.Integer.parseInt;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests the pages of `queries/pages/explore` and the lists. The number of results behind each link
/// must equal the number that the page shows.
@UsesServedProject
final class ExploreTest {
  private static final String CLAIMS_OF_THE_ARTICLE =
      "/explore/claims?document=https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fdoc-D1";

  private static final String NS = "https%3A%2F%2Fw3id.org%2Ftechrace%2Fontology%23";

  private final ServedProject project;

  ExploreTest(ServedProject project) {
    this.project = project;
  }

  /// The order of the two lists, and the direction of the match, make no difference.
  @Test
  void crosswalkCellsLinkToTheirMatches() throws Exception {
    List<Element> cells = project.page("/explore/crosswalk").select("tbody tr:first-child a.cell");
    assertThat(cells).hasSizeGreaterThan(5);
    for (Element cell : cells) {
      Document matches = project.page(cell.attr("href"));
      assertThat(matches.select("[role=status] b").text()).isEqualTo(cell.text());
      assertThat(matches.select("tbody tr")).hasSize(parseInt(cell.text()));
    }
  }

  @Test
  void barsLinkToTheirLines() throws Exception {
    Element bar = project.page("/explore/stances").expectFirst("svg a");
    String told = bar.expectFirst("title").text();
    assertThat(told)
        .endsWith(" " + project.page(bar.attr("href")).select("[role=status] b").text());
  }

  /// A facet need not be a column; the CSV contains it anyway.
  @Test
  void showsTheColumnsOfTheFrontMatter() throws Exception {
    Document claims = project.page("/explore/claims");
    assertThat(claims.select("thead th").eachText())
        .containsExactly("claim", "speaker", "stance", "topic", "evidence", "passage");
    assertThat(claims.select(".facets summary").eachText()).anyMatch(t -> t.startsWith("document"));
    assertThat(
            project.browse("/explore/claims?format=csv").body().lines().findFirst().orElseThrow())
        .contains("document,document_iri");
  }

  /// C2 comes before C10, and paragraph 7 before paragraph 67.
  @Test
  void ordersClaimsByPositionInTheText() throws Exception {
    Document claims = project.page(CLAIMS_OF_THE_ARTICLE);
    assertThat(claims.select("tbody td:last-child").eachText().subList(0, 4))
        .containsExactly(
            "Solace in Quantum, ¶ 4 Solace in Quantum, ¶ 7 Solace in Quantum, ¶ 67",
            "Solace in Quantum, ¶ 5",
            "Solace in Quantum, ¶ 8",
            "Solace in Quantum, ¶ 9");
  }

  /// Statements of a speaker on a topic, counted by stance. Two stances with equal counts remain
  /// separate.
  @Test
  void speakerCellsLinkToTheirClaims() throws Exception {
    Document speakers = project.page("/explore/speakers");
    List<Element> cells = speakers.select("tbody tr:has(th:matches(^China$)) a.cell").asList();
    assertThat(cells).hasSizeGreaterThan(10);
    for (Element cell : cells) {
      Document claims = project.page(cell.attr("href"));
      assertThat(claims.select("[role=status] b").text()).isEqualTo(cell.text());
      String stance = cell.attr("title").split(" ", 2)[1];
      assertThat(claims.select("tbody td:nth-child(3)").eachText())
          .hasSize(parseInt(cell.text()))
          .containsOnly(stance);
    }
    assertThat(speakers.select("td").eachText()).anyMatch(cell -> cell.matches("(\\d+) \\1( .*)?"));
  }

  /// Latest first. An entry dated by month comes before the days of that month.
  @Test
  void timelineContainsAllDatedThings() throws Exception {
    Document timeline = project.page("/explore/timeline");
    assertThat(timeline.select(".lane-name").eachText())
        .containsExactlyInAnyOrder("event", "policy", "listing");
    int all = count(timeline);
    int aboveColumns =
        timeline.select("svg.timeline .above").eachText().stream()
            .mapToInt(number -> parseInt(number.substring(1)))
            .sum();
    assertThat(aboveColumns).isPositive();
    assertThat(timeline.select("svg.timeline circle").size() + aboveColumns).isEqualTo(all);
    assertThat(timeline.select("main p.about").text()).contains("The number above it counts");
    assertThat(project.browse("/explore/timeline?format=csv").body())
        .contains("Tencent on the Section 1260H list");
    List<String> dates = timeline.select(".years .date").eachText();
    Document next = project.page(timeline.expectFirst("a[rel=next]").attr("href"));
    dates.addAll(next.select(".years .date").eachText());
    assertThat(dates).hasSize(200);
    assertThat(dates.stream().map(date -> date.split("–", 2)[0]).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  /// Together the pages of a large table of things against things have all its rows.
  @Test
  void turnsThePagesOfATableOfThingsAgainstThings() throws Exception {
    Document page = project.page("/explore/areas");
    int columns = page.select("thead th").size();
    List<String> areas = new ArrayList<>(page.select("tbody th").eachText());
    Element next = page.selectFirst("a[rel=next]");
    assertThat(next).isNotNull();
    while (next != null) {
      Document turned = project.page(next.attr("href"));
      assertThat(turned.select("thead th")).hasSize(columns);
      areas.addAll(turned.select("tbody th").eachText());
      next = turned.selectFirst("a[rel=next]");
    }
    List<String> offered =
        page.select(".facets details:has(summary:containsOwn(area)) li a > :first-child")
            .eachText();
    assertThat(areas).containsExactlyInAnyOrderElementsOf(offered);
  }

  /// Each value shows the number of remaining lines. Selected values come first and can be removed.
  @Test
  void facetsFilterLines() throws Exception {
    for (String path : List.of("/explore/claims", "/list/Firm")) {
      Element value = project.page(path).expectFirst(".facets li a");
      Document narrowed = project.page(value.attr("href"));
      assertThat(count(narrowed)).isEqualTo(parseInt(value.select(".count").text()));
      Element chosen = narrowed.expectFirst(".chosen a");
      assertThat(chosen.text()).endsWith(value.expectFirst("span").text() + " ✕");
      assertThat(project.page(chosen.attr("href")).select("[role=status]").text())
          .isEqualTo(project.page(path).select("[role=status]").text());
    }
  }

  /// The speaker may be on either side.
  @Test
  void filtersOpposedClaimsBySpeaker() throws Exception {
    Document all = project.page("/explore/opposed");
    List<Element> speakers =
        all.select(".facets details:has(summary:containsOwn(speaker)) li a").asList();
    assertThat(speakers).hasSizeGreaterThan(5);
    for (Element speaker : speakers) {
      String name = speaker.expectFirst("span").text();
      Document narrowed = project.page(speaker.attr("href"));
      assertThat(narrowed.select(".pair")).hasSize(parseInt(speaker.select(".count").text()));
      assertThat(narrowed.select(".pair .sides").eachText()).allMatch(pair -> pair.contains(name));
      assertThat(narrowed.select(".pair .shared").eachText()).noneMatch(t -> t.contains(name));
    }
  }

  /// Two classes have the label "organisation". Class lists, headings and filters distinguish them.
  @Test
  void distinguishesClassesOfTheSameName() throws Exception {
    for (String path : List.of("/explore", "/compare")) {
      Document kinds = project.page(path);
      kinds.select("li b").remove();
      assertThat(kinds.select("a[href^=/list/]").eachText())
          .contains("organisation org:Organization", "organisation tr:Organisation", "firm")
          .doesNotHaveDuplicates();
    }
    assertThat(project.page("/list/Organization").select("h1, h1 + .lead").eachText())
        .containsExactly(
            "organisation org:Organization",
            "An organisation as described by a registry, under the identifier of the registry."
                + " Statements of other sources are on the page of the thing that it is the same"
                + " as.");
    assertThat(project.page("/list/Firm").select("h1").text()).isEqualTo("firm");
    String ofChina = "country%20https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fcountry-CHN";
    assertThat(
            project
                .page("/list?has=" + NS + ofChina)
                .select(".facets details:has(summary:containsOwn(type)) li a > :first-child")
                .eachText())
        .contains("organisation org:Organization", "organisation tr:Organisation", "firm")
        .doesNotHaveDuplicates();
  }

  /// Properties shared by few things, or by all, are not offered as filters.
  @Test
  void filtersAListByCommonProperties() throws Exception {
    Document technologies = project.page("/list/Technology");
    technologies.select(".facets summary span").remove();
    assertThat(technologies.select(".facets summary").eachText())
        .containsExactlyInAnyOrder(
            "broad match",
            "exact match",
            "related match",
            "close match",
            "narrow match",
            "in scheme",
            "top concept of",
            "broader",
            "stated in",
            "source",
            "checked against");
    assertThat(technologies.select(".facets .count").eachText())
        .doesNotContain(technologies.select("[role=status] b").text());
  }

  @Test
  void ordersNamesByTheNumbersInThem() throws Exception {
    Pattern paragraph = Pattern.compile("(?m)^\"Solace in Quantum[^\"]*¶\\h(\\d+)");
    assertThat(
            paragraph
                .matcher(project.browse("/list/Passage?format=csv").body())
                .results()
                .map(m -> m.group(1)))
        .isSortedAccordingTo(Comparator.comparing(Integer::valueOf))
        .contains("2", "10");
  }

  /// Sorts by size, name and text. Things without a value come first, or last in descending order.
  @Test
  void sortsAListByEachColumn() throws Exception {
    String figures =
        "/list/Observation?has=" + NS + "area+https%3A%2F%2Fw3id.org%2Ftechrace%2Fid%2Fcountry-CHN";
    assertThat(column(figures + "&sort=" + NS + "value", "value"))
        .isSortedAccordingTo(
            Comparator.comparingDouble(t -> t.isEmpty() ? -1e99 : Double.parseDouble(t)))
        .doesNotHaveDuplicates();
    assertThat(
            column("/list/Firm?sort=" + NS + "country", "has country").stream()
                .map(countries -> countries.split(" \\| ", 2)[0]))
        .isSorted()
        .contains("China", "Japan");
    assertThat(column(figures + "&sort=-" + NS + "value", "value"))
        .isSortedAccordingTo(
            Comparator.comparingDouble((String t) -> t.isEmpty() ? -1e99 : Double.parseDouble(t))
                .reversed());
  }

  /// Returns the distinct texts in a column of a list's CSV file, in order.
  private List<String> column(String list, String heading) throws Exception {
    try (CsvReader<NamedCsvRecord> file =
        CsvReader.builder().ofNamedCsvRecord(project.browse(list + "&format=csv").body())) {
      return file.stream().map(line -> line.getField(heading)).distinct().toList();
    }
  }

  /// Returns the number of entries that a page states.
  private static int count(Document page) {
    return parseInt(page.select("[role=status] b").text().replace(",", ""));
  }

  @Test
  void csvContainsTheSameAsThePages() throws Exception {
    Document firms = project.page("/list/Firm");
    List<String> file = project.browse("/list/Firm?format=csv").body().lines().toList();
    assertThat(file).hasSize(1 + count(firms));
    List<String> columns = List.of(file.getFirst().replaceAll(",[^,]*_iri", "").split(",", -1));
    assertThat(columns).hasSize(firms.select("thead th").size() + 2).endsWith("credit", "release");
    Element line = firms.expectFirst("tbody tr");
    String first = line.expectFirst("td, th").text();
    assertThat(
            file.stream()
                .filter(l -> l.contains(first.replace("\"", "\"\"")))
                .findFirst()
                .orElseThrow())
        .contains(
            line.select("td a").eachText().stream().map(t -> t.replace("\"", "\"\"")).toList());
  }

  /// A part would look like the whole.
  @Test
  void aListTooLongForAFileLeadsToTheTable() throws Exception {
    assertThat(project.page("/list/Observation").select(".found .actions a").eachAttr("href"))
        .contains("/tables/Observation.csv");
    HttpResponse<String> file = project.get("/list/Observation?format=csv", "text/csv");
    assertThat(file.statusCode()).isEqualTo(400);
    assertThat(file.body()).contains("more than the 100,000", "/tables/Observation.csv");
  }

  /// Rare columns would leave no space for frequent ones.
  @Test
  void showsTheMostFrequentColumns() throws Exception {
    assertThat(project.page("/list/Firm").select("thead th").eachText())
        .contains("name", "has country")
        .doesNotContain("notation", "note");
    assertThat(project.page("/list/Observation").select("thead th").eachText())
        .contains("value", "unit");
  }

  /// The things that link to a thing can be of any class. The heading names the condition and links
  /// back to the thing.
  @Test
  void headingOfAMixedListNamesTheCondition() throws Exception {
    Element all = project.page("/page/doc-D1").expectFirst("dd.more a");
    Document list = project.page(all.attr("href"));
    assertThat(list.select("h1").text())
        .isEqualTo("is part of Solace in Quantum: China’s position in the global tech race");
    assertThat(list.select(".crumbs a").eachAttr("href"))
        .containsExactly("/explore", "/page/doc-D1");
    assertThat(project.page("/list/Firm").select(".crumbs a").eachAttr("href"))
        .containsExactly("/explore", "/explore#kinds");
  }

  @Test
  void sortsNumbersInNamesByValue() throws Exception {
    Pattern number = Pattern.compile("Solace in Quantum, ¶\\h(\\d+)");
    List<List<Integer>> several =
        project.page(CLAIMS_OF_THE_ARTICLE).select("td").eachText().stream()
            .map(
                cell ->
                    number.matcher(cell).results().map(m -> Integer.valueOf(m.group(1))).toList())
            .filter(paragraphs -> paragraphs.size() > 1)
            .toList();
    assertThat(several).isNotEmpty().allSatisfy(paragraphs -> assertThat(paragraphs).isSorted());
  }

  /// Many lists contain the same technology. In a search for things of one class, a result shows
  /// its list.
  @Test
  void distinguishesResultsOfTheSameName() throws Exception {
    List<String> results =
        project.page("/search?q=quantum+computing&type=Technology").select(".hits li").stream()
            .map(Element::text)
            .filter(text -> text.startsWith("quantum computing "))
            .toList();
    assertThat(results)
        .hasSizeGreaterThanOrEqualTo(5)
        .doesNotHaveDuplicates()
        .contains("quantum computing technology Critical Technology Tracker (ASPI, 2023)");
  }

  @Test
  void distinguishesClassesOfTheSameNameInResults() throws Exception {
    assertThat(project.page("/search?q=committee").select(".hits .tag").eachText())
        .contains("organisation tr:Organisation")
        .doesNotContain("organisation");
  }
}
