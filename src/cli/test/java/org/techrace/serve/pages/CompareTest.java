package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
