package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests the comparison page: its content, the choice of things, and the download.
@UsesServedProject
final class CompareTest {
  private static final String TWO = "/compare?thing=country-CHN&thing=country-USA";

  private final ServedProject project;

  CompareTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void comparesFigures() throws Exception {
    NamedCsvRecord population = line(TWO + "&format=csv", "population");
    assertThat(population.getField("China")).startsWith("1.41 bn").contains("2025");
    assertThat(population.getField("United States")).startsWith("342 M").contains("2025");
    assertThat(population.getField("China_iri"))
        .startsWith("https://w3id.org/techrace/id/obs-SP.POP.TOTL-CHN-2025");
  }

  /// Each theme is a part, in the order that the themes state.
  @Test
  void showsFiguresByTheme() throws Exception {
    assertThat(lines(TWO + "&format=csv").stream().map(r -> r.getField("part")).distinct())
        .containsSubsequence(
            "research", "patents and trade marks", "minerals", "talent and education")
        .doesNotContain("Other figures");
    NamedCsvRecord researchers = line(TWO + "&format=csv", "researchers per million people");
    assertThat(researchers.getField("part")).isEqualTo("talent and education");
  }

  /// Two things are compared at the newest time that both have, although one has newer figures.
  @Test
  void comparesAtATimeThatAllHave() throws Exception {
    String share = "R&D spending as a share of GDP";
    String newest = line("/compare?thing=country-KOR&format=csv", share).getField("South Korea");
    NamedCsvRecord both = line("/compare?thing=country-KOR&thing=country-ZAF&format=csv", share);
    String year = years(both.getField("South Africa"));
    assertThat(years(both.getField("South Korea"))).isEqualTo(year);
    assertThat(years(newest)).isGreaterThan(year);
  }

  /// Numbers of one unit and time have bars, the longest is that of the largest; others have none.
  @Test
  void drawsBarsOfNumbersThatCompare() throws Exception {
    Document page = Jsoup.parse(get(TWO).body());
    Elements gdp = page.select("tr:has(> th:contains(gross domestic product)) svg.share rect");
    assertThat(gdp.eachAttr("width")).contains("100.0%").hasSizeGreaterThan(1);
    assertThat(page.select("tr:has(> th:matchesOwn(^lag behind foreign peers)) svg.share"))
        .isEmpty();
  }

  /// A line with figures names their sources.
  @Test
  void namesTheSourcesOfALine() throws Exception {
    Document page = Jsoup.parse(get(TWO).body());
    assertThat(page.select("tr > th:has(a:matchesOwn(^population$)) small").eachText())
        .anyMatch(text -> text.contains("World"));
  }

  /// A figure about one of several fields names its field.
  @Test
  void namesTheFieldOfAFigure() throws Exception {
    assertThat(line(TWO + "&format=csv", "articles in science and engineering").getField("China"))
        .contains("all fields of science and engineering 2022", "physics 2022");
  }

  /// A bound is labelled by its hedge only, and a count has no unit.
  @Test
  void labelsABoundWithItsHedge() throws Exception {
    assertThat(line(TWO + "&format=csv", "Little Giant SMEs").getField("China"))
        .isEqualTo("more than 12 k");
    NamedCsvRecord lag = line(TWO + "&format=csv", "lag behind foreign peers");
    assertThat(lag.getField("China"))
        .matches(
            "1–2 year .+ as of 2024-10-24 \\| at least 5 year .+ as of 2024-10-24"
                + " \\| at least 5 year .+ as of 2024-10-24");
    assertThat(lag.getField("China_iri").split(" \\| "))
        .as("three figures, of three technologies")
        .containsExactly(
            "https://w3id.org/techrace/id/obs-I10",
            "https://w3id.org/techrace/id/obs-I24",
            "https://w3id.org/techrace/id/obs-I9");
  }

  /// Counts have dates instead of years. Only the latest count is compared, with its date.
  @Test
  void showsTheDateOfAFigureWithoutAYear() throws Exception {
    assertThat(line(TWO + "&format=csv", "technologies led").getField("China"))
        .isEqualTo("66 as of 2025-12");
  }

  @Test
  void comparesSpeakersByTopic() throws Exception {
    String speakers =
        "/compare?thing=person-helen-zheng&thing=person-tilly-zhang&format=csv&differ=yes";
    assertThat(lines(speakers).stream().map(r -> r.getField("part")))
        .contains("Claims by each, by topic");
    assertThat(lines(speakers))
        .allMatch(r -> !r.getField("Helen Zheng").equals(r.getField("Tilly Zhang")));
  }

  @Test
  void hidesEqualLinesOnRequest() throws Exception {
    assertThat(lines(TWO + "&format=csv").stream().map(r -> r.getField("aspect"))).contains("type");
    assertThat(lines(TWO + "&differ=yes&format=csv").stream().map(r -> r.getField("aspect")))
        .contains("population")
        .doesNotContain("type");
  }

  @Test
  void addsAThingByName() throws Exception {
    HttpResponse<String> added = get("/compare?thing=firm-huawei&add=" + encoded("Xiaomi"));
    assertThat(added.statusCode()).isEqualTo(303);
    assertThat(added.headers().firstValue("Location"))
        .hasValue("/compare?thing=firm-huawei&thing=firm-xiaomi");
    assertThat(get("/compare?thing=firm-huawei&add=" + encoded("qqqq xxxx zzzz")).body())
        .contains("No result for");
  }

  @Test
  void offersExamplesWithoutThings() throws Exception {
    assertThat(get("/compare").body())
        .contains("<a href=\"" + TWO.replace("&", "&amp;") + "\">China and United States</a>");
  }

  @Test
  void listsContainAFormForComparisons() throws Exception {
    String list = get("/list/Firm").body();
    assertThat(list).contains("action=\"/compare\"", "name=\"thing\" value=\"firm-");
    assertThat(get("/page/firm-huawei").body()).contains("href=\"/compare?thing=firm-huawei\"");
  }

  @Test
  void refusesUnknownOrTooManyThings() throws Exception {
    assertThat(get("/compare?thing=firm-nobody-knows").statusCode()).isEqualTo(404);
    String many = "/compare?" + "thing=firm-huawei&".repeat(3);
    assertThat(get(many).statusCode()).as("the same thing three times is one").isEqualTo(200);
    StringBuilder tooMany = new StringBuilder("/compare?");
    for (int i = 0; i < 13; i++) {
      tooMany.append("thing=firm-").append(i).append('&');
    }
    assertThat(get(tooMany.toString()).statusCode()).isEqualTo(400);
  }

  private static String years(String cell) {
    return cell.replaceAll(".*\\b(\\d{4})\\b.*", "$1");
  }

  private NamedCsvRecord line(String path, String aspect) throws Exception {
    return lines(path).stream()
        .filter(r -> r.getField("aspect").equals(aspect))
        .findFirst()
        .orElseThrow();
  }

  private List<NamedCsvRecord> lines(String path) throws Exception {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(get(path).body())) {
      return csv.stream().toList();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return project.get(path, "text/html,*/*;q=0.1");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
