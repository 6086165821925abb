package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

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
    assertThat(page.select("meta[name=description]").attr("content")).isEqualTo(sentence);
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
    assertThat(page.select("figure svg a[href=/page/obs-R16] title").eachText())
        .containsExactly("2015: 3.5");
  }

  /// The figure is marked in the chart, in its legend and in the description. Other pages mark
  /// none.
  @Test
  void marksTheFigureOfThePage() throws Exception {
    Document page = page("obs-R16");
    Element mark = page.expectFirst("svg.plot > circle.own");
    Element dot = page.expectFirst("svg.plot a[href=/page/obs-R16] circle");
    assertThat(List.of(mark.attr("cx"), mark.attr("cy")))
        .containsExactly(dot.attr("cx"), dot.attr("cy"));
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

  /// A chart shows unit and source of its figures. Those without a name come last.
  @Test
  void chartShowsUnitAndSource() throws Exception {
    Document page = page("country-CHN");
    assertThat(page.select("figcaption").eachText())
        .contains("gross domestic product US dollar · World Bank · shaded: data sets differ");
    assertThat(page.select("figure .legend li:last-child").eachText()).contains("no source named");
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
        .contains("same as", "← for area", "← has country", "← stance toward", "← restricts");
    assertThat(page("policy-au-critical-technologies-list-2023").select(".around .by").eachText())
        .filteredOn("is about"::equals)
        .hasSize(7);
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

  /// An area without a name in the language of the reader has the one that CLDR gives its code.
  @Test
  void areaHasItsNameInTheLanguageOfTheReader() throws Exception {
    assertThat(project.page("/page/country-DEU?lang=de").expectFirst("h1").text())
        .isEqualTo("Deutschland");
    assertThat(project.page("/questions/03-rd-share-of-gdp?lang=de").text())
        .contains("Vereinigte Staaten");
    assertThat(project.page("/page/country-DEU?lang=en").expectFirst("h1").text())
        .isEqualTo("Germany");
  }
}
