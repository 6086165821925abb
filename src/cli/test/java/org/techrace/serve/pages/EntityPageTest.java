package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.serve.view.Address;

/// Tests the content of the page about a thing.
@UsesServedProject
final class EntityPageTest {
  private final ServedProject project;

  EntityPageTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          claim-C1          | claim by Helen Zheng, about China and from research to products: mixed toward China.
          obs-I10           | observation of at least 1 and at most 2 year for lag behind foreign peers of China in chip design, compared with Foreign chip makers and designers, according to Tilly Zhang, stated as range.
          passage-D1-P1     | byline, paragraph 1, part of Solace in Quantum: China’s position in the global tech race.
          person-joe-biden  | person, President of the United States.
          scheme/areakind   | The kind of an area without an ISO 3166-1 code.
          """)
  void describesTheThingInASentence(String thing, String sentence) throws Exception {
    Document page = page(thing);
    assertThat(page.select("p.what").text()).isEqualTo(sentence);
    // An answer comes before the sentence, such as how many claims a person makes.
    String answer = page.select(".answer-first p").text();
    assertThat(page.select("meta[name=description]").attr("content"))
        .isEqualTo(answer.isEmpty() ? sentence : answer);
  }

  @Test
  void anIriOfAnEarlierReleaseLeadsToWhatReplacesIt() throws Exception {
    var old = project.get("/page/policy-us-eo-tiktok-2025", "text/html");
    assertThat(old.statusCode()).isEqualTo(301);
    assertThat(old.headers().firstValue("Location").orElseThrow())
        .endsWith("/page/policy-us-eo-14166");
    assertThat(project.get("/data/policy-us-eo-tiktok-2025.ttl", "text/turtle").body())
        .containsPattern("isReplacedBy\\s+id:policy-us-eo-14166");
  }

  /// The statements of a section name a source themselves only if it is not that of the line below.
  @Test
  void aSectionNamesTheSourceOfItsStatementsOnce() throws Exception {
    Document page = page("firm-huawei");
    assertThat(page.select(".statements + .shared-source")).isNotEmpty();
    for (Element line : page.select(".statements + .shared-source")) {
      List<String> own =
          Objects.requireNonNull(line.previousElementSibling())
              .select(".source a")
              .eachAttr("href");
      if (line.text().startsWith("Source:")) {
        assertThat(own).as(line.text()).isEmpty();
      } else {
        assertThat(own).as(line.text()).isNotEmpty();
      }
    }
  }

  /// The OECD and the World Bank differ on Japan's research in 2015. Each source is a series of its
  /// own.
  @Test
  void showsAFigureNextToThoseOfOtherSources() throws Exception {
    Document page = page("obs-R16");
    assertThat(page.select("figure .legend li").eachText())
        .contains("Organisation for Economic Co-operation and Development", "World Bank");
    assertThat(page.select("figure svg:not(.handheld) a[href=/page/obs-R16] title").eachText())
        .containsExactly("2015: 3.5");
  }

  /// The figure is marked in the chart, in its legend and in the description. Other pages mark
  /// none.
  @Test
  void marksTheFigureOfThePage() throws Exception {
    Document page = page("obs-R16");
    Element mark = page.expectFirst("svg.plot > circle.own");
    Element dot = page.expectFirst("svg.plot a[href=/page/obs-R16] path");
    assertThat(dot.attr("d"))
        .as("a diamond, because the figures of three other data sets have other marks")
        .isEqualTo(
            "M%s %sm0 -2.6l2.6 2.6 -2.6 2.6 -2.6 -2.6z"
                .formatted(mark.attr("cx"), mark.attr("cy")));
    assertThat(page.select("figure .legend li").getLast().text()).isEqualTo("this figure");
    assertThat(page.select("svg.plot").attr("aria-label"))
        .isEqualTo(
            "R&D spending as a share of GDP over time, with R&D share of GDP, Japan, 2015 marked");
    assertThat(page("country-JPN").select(".own")).isEmpty();
  }

  /// South Korea in figures of the World Bank and the OECD: one colour, two lines, each with one
  /// point per year.
  @Test
  void connectsOnlyFiguresOfOneSource() throws Exception {
    Document page = page("scheme/indicator-rd-share-of-gdp");
    assertThat(page.select("svg.plot polyline"))
        .hasSizeGreaterThan(page.select("figure .legend li").size());
    for (Element line : page.select("svg.plot polyline")) {
      assertThat(line.attr("points").replaceAll(",\\S+", "").split(" "))
          .as(line.attr("points"))
          .doesNotHaveDuplicates();
    }
  }

  /// Rounds are events: the chart of a firm has no line between them.
  @Test
  void roundsOfAFirmAreNotJoined() throws Exception {
    Elements charts =
        page("firm-openai").select("svg.plot[aria-label^='equity raised in a round']");
    assertThat(charts).hasSize(1);
    assertThat(charts.select("circle")).hasSizeGreaterThan(5);
    assertThat(charts.select("polyline")).isEmpty();
  }

  /// Only figures that differ in time or source are in one line with the figure of the page: the
  /// country mines other minerals, too.
  @Test
  void showsAFigureOnlyNextToThoseOfTheSameItem() throws Exception {
    String csv =
        project
            .get(
                "/embed/entity/10-figures?of=obs-mcs-2026-cobalt-country-COD-2025&format=csv",
                "*/*")
            .body();
    assertThat(csv.lines().skip(1))
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.contains("-cobalt-country-COD-"));
  }

  /// The graph has no other figure of that indicator for the area.
  @Test
  void omitsAFigureThatHasNoOthersToCompare() throws Exception {
    assertThat(page("obs-I13").select("h2").eachText())
        .contains("Statements")
        .doesNotContain("Figures");
  }

  /// Claims by and about a thing have one heading, with a subheading for each sort.
  @Test
  void groupsClaims() throws Exception {
    assertThat(claims("country-CHN")).containsExactly("Claims about it", "Opposed claims");
    assertThat(claims("person-alicia-garcia-herrero"))
        .containsExactly("Claims by it", "Opposed claims");
    assertThat(claims("doc-D1")).containsExactly("In this document");
  }

  private List<String> claims(String thing) throws Exception {
    Document page = page(thing);
    Element link = page.select(".toc a:containsOwn(Claims)").getFirst();
    assertThat(page.select("h2:containsOwn(laim)").eachText()).containsExactly("Claims");
    return page.select("section:has(> " + link.attr("href") + ") h3").eachText();
  }

  /// A chart shows unit and source of its figures: the data set of those without another name.
  @Test
  void chartShowsUnitAndSource() throws Exception {
    Document page = page("country-CHN");
    assertThat(page.select("figcaption").eachText())
        .contains(
            "gross domestic product US dollar · World Bank · shaded: data sets differ · solid:"
                + " World Bank, gross domestic product, March 2026 · dashed: World Development"
                + " Indicators, July 2026");
    assertThat(page.select("figure .legend li").eachText())
        .contains("Numbers stated in the article")
        .doesNotContain("no source named");
  }

  /// How certain a statement is, is said in the language of the reader.
  @Test
  void qualifiersAreInTheLanguageOfTheReader() throws Exception {
    assertThat(page("country-CHN").select(".hedge").eachText()).contains("exact", "about");
    assertThat(page("country-CHN?lang=de").select(".hedge").eachText())
        .contains("genau", "etwa")
        .doesNotContain("exact", "about");
  }

  /// A release names China as an example; that is not a statement about China.
  @Test
  void omitsThatAThingIsAnExample() throws Exception {
    assertThat(page("country-CHN").select("dt").eachText()).doesNotContain("← example resource");
  }

  /// Shows some neighbours of each kind if there are many, otherwise all.
  @Test
  void showsAllKindsOfNeighbours() throws Exception {
    assertThat(page("country-CHN").select(".around .by").eachText())
        .extracting(text -> text.replaceFirst(" \\(.*", ""))
        .contains("same as", "← for area", "← has country", "← stance toward", "← restricts");
    assertThat(page("policy-au-critical-technologies-list-2023").select(".around .by").eachText())
        .as("without a number, because none of the seven is left out")
        .contains("is about");
  }

  /// Shows the first statements, and the others on demand. None is missing.
  @Test
  void foldsManyStatements() throws Exception {
    Document page = page("country-CHN");
    assertThat(page.select(".statements > dd details summary").eachText())
        .anyMatch(text -> text.matches("\\d+ more"));
    assertThat(page.select("a[href=/page/passage-D1-P69]")).isNotEmpty();
  }

  private Document page(String thing) throws Exception {
    return project.page("/page/" + thing);
  }

  /// Nearly complete is a year with nine tenths of the areas of the year that has most.
  @Test
  void theCoverageOfAnIndicatorIsThatOfItsFigures() throws Exception {
    Map<String, Set<String>> areas = new TreeMap<>();
    for (List<String> row :
        rows(
            """
            SELECT DISTINCT ?year ?area { ?f tr:indicator sch:indicator-rd-share-of-gdp ; tr:area ?area ; tr:when|tr:end ?day
              BIND (SUBSTR(STR(?day), 1, 4) AS ?year) }
            """)) {
      areas.computeIfAbsent(row.getFirst(), year -> new TreeSet<>()).add(row.getLast());
    }
    List<String> years = List.copyOf(areas.keySet());
    int most = areas.values().stream().mapToInt(Set::size).max().orElseThrow();
    String full =
        areas.entrySet().stream()
            .filter(year -> year.getValue().size() * 10 >= most * 9)
            .map(Map.Entry::getKey)
            .reduce((earlier, later) -> later)
            .orElseThrow();
    assertThat(coverage("/page/scheme/indicator-rd-share-of-gdp"))
        .startsWith(
            "Coverage: areas %d, years %s to %s, nearly complete until %s; data sets "
                .formatted(
                    areas.values().stream().flatMap(Set::stream).distinct().count(),
                    years.getFirst(),
                    years.getLast(),
                    full));
    assertThat(full).as("the newest year has few areas").isLessThan(years.getLast());
  }

  @Test
  void theCoverageOfAListIsThatOfItsEntries() throws Exception {
    List<String> found =
        rows("""
        SELECT (COUNT(DISTINCT ?entry) AS ?n) (SAMPLE(?name) AS ?degree) {
          ?entry tr:underPolicy id:policy-us-entity-list .
          id:policy-us-entity-list tool:completeness/skos:prefLabel|tool:completeness/rdfs:label ?name FILTER (LANG(?name) = "en") }
        """)
            .getFirst();
    assertThat(coverage("/page/policy-us-entity-list"))
        .isEqualTo(
            "Coverage: %s; entries %,d."
                .formatted(found.getLast(), Integer.parseInt(found.getFirst())));
  }

  @Test
  void theCoverageOfASourceIsThatOfItsStatements() throws Exception {
    List<String> found =
        rows("""
        SELECT (COUNT(DISTINCT ?area) AS ?areas) (MIN(?year) AS ?first) (MAX(?year) AS ?last) {
          GRAPH g:worldbank { ?figure tr:area ?area ; tr:when ?day } BIND (SUBSTR(STR(?day), 1, 4) AS ?year) }
        """)
            .getFirst();
    assertThat(coverage("/page/graph/worldbank"))
        .startsWith("Coverage: ")
        .endsWith("Areas %s, years %s to %s.".formatted(found.toArray()));
  }

  @Test
  void theCoverageOfAClassIsThatOfItsSources() throws Exception {
    List<String> found =
        rows("""
        SELECT (COUNT(DISTINCT ?g) AS ?all) (COUNT(DISTINCT ?part) AS ?selections) {
          GRAPH ?g { ?firm a tr:Firm } ?g tool:completeness ?degree
          BIND (IF(?degree = sch:completeness-selection, ?g, ?unbound) AS ?part) }
        """)
            .getFirst();
    assertThat(coverage("/list/Firm"))
        .startsWith("Coverage: sources %s, of these selections %s.".formatted(found.toArray()));
  }

  private String coverage(String path) throws Exception {
    return project.page(path).expectFirst("p.coverage").text();
  }

  /// The rows of a query.
  private List<List<String>> rows(String query) throws Exception {
    String prefixes =
        """
        PREFIX g: <https://w3id.org/techrace/graph/>
        PREFIX id: <https://w3id.org/techrace/id/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX sch: <https://w3id.org/techrace/scheme/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX tool: <https://w3id.org/techrace/tool#>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        """;
    return project
        .get("/sparql?query=" + Address.encoded(prefixes + query), "text/csv")
        .body()
        .lines()
        .skip(1)
        .map(line -> List.of(line.split(",", -1)))
        .toList();
  }

  /// An area without a name in the language of the reader has the one that CLDR gives its code.
  @Test
  void areaHasItsNameInTheLanguageOfTheReader() throws Exception {
    assertThat(project.page("/page/country-DEU?lang=de").expectFirst("h1").text())
        .isEqualTo("Deutschland");
    assertThat(project.page("/questions/122-rd-by-performer?lang=de").text())
        .contains("Vereinigte Staaten");
    assertThat(project.page("/page/country-DEU?lang=en").expectFirst("h1").text())
        .isEqualTo("Germany");
  }

  /// Browsers escape the letters beyond ASCII of an address, and keep the escapes that it has.
  @Test
  void addressesHaveEscapesAndLetters() throws Exception {
    String things =
        "SELECT DISTINCT ?thing WHERE { ?thing a ?class FILTER (REGEX(STR(?thing),"
            + " \"/techrace/id/.*%\") && REGEX(STR(?thing), \"[^ -~]\")) }";
    String address = "/sparql?query=" + URLEncoder.encode(things, StandardCharsets.UTF_8);
    List<String> rows = project.get(address, "text/csv").body().lines().skip(1).toList();
    assertThat(rows).isNotEmpty();
    for (String row : rows) {
      String path = row.replaceFirst(".*/techrace/id/", "/page/");
      assertThat(project.page(URI.create(path).toASCIIString()).select("h1").text()).isNotBlank();
    }
  }
}
