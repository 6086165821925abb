package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests `/observations`: the picture, its credit and its files agree with queries.
@UsesServedProject
final class ObservationsTest {
  private static final String CHIPS =
      "/observations?measure=scheme%2Findicator-patent-families&technology=scheme%2Fncses-semiconductors";

  private static final int MOST_CHARACTERS = 300_000;

  private final ServedProject project;

  ObservationsTest(ServedProject project) {
    this.project = project;
  }

  private List<NamedCsvRecord> csv(String path) throws Exception {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(project.browse(path).body())) {
      return csv.stream().toList();
    }
  }

  private String first(String query) throws Exception {
    String prefixes =
        """
        PREFIX id: <https://w3id.org/techrace/id/>
        PREFIX sch: <https://w3id.org/techrace/scheme/>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX dct: <http://purl.org/dc/terms/>
        """;
    String path =
        "/sparql?format=csv&query=" + URLEncoder.encode(prefixes + query, StandardCharsets.UTF_8);
    return project.get(path, "text/csv").body().lines().skip(1).findFirst().orElse("").strip();
  }

  /// The explorer offers each kind of time that figures have, and shows figures of it. Its heading
  /// has the kind if it is not the usual one.
  @ParameterizedTest
  @ValueSource(strings = {"articles", "technologies-tracked", "technologies-led"})
  void figuresOfEachKindOfTimeAreShown(String indicator) throws Exception {
    String address = "/observations?measure=scheme%2Findicator-" + indicator;
    List<Element> options = project.page(address).select("select[name=time] option");
    String times =
        first(
            """
            SELECT (GROUP_CONCAT(DISTINCT ?kind) AS ?kinds) {
              ?figure tr:indicator sch:indicator-%s ; tr:value|tr:lowerBound|tr:upperBound ?number .
              BIND (IF(EXISTS { ?figure tr:when ?year }, "when", IF(EXISTS { ?figure tr:end ?day }, "end", "none")) AS ?kind)
            }
            """
                .formatted(indicator));
    assertThat(Math.max(1, options.size())).as(times).isEqualTo(times.split(" ", -1).length);
    for (Element option : options) {
      String kind = option.attr("value");
      String chosen = address + "&time=" + URLEncoder.encode(kind, StandardCharsets.UTF_8);
      assertThat(project.page(chosen).select("h1").text().endsWith(" " + option.text()))
          .as("heading of %s", kind)
          .isEqualTo(!kind.isEmpty() && !option.hasAttr("selected"));
      List<NamedCsvRecord> figures = csv(chosen + "&format=csv");
      assertThat(figures).as("figures with %s", kind).isNotEmpty();
      for (NamedCsvRecord figure : figures) {
        assertThat(figure.getField("when").isEmpty())
            .as("%s of %s", kind, figure)
            .isEqualTo(kind.isEmpty());
      }
    }
  }

  @Test
  void sentenceNamesTheFirstOfTheLastYear() throws Exception {
    String[] leader =
        first(
                """
                SELECT ?name ?year {
                  ?o tr:indicator sch:indicator-patent-families ; tr:technology sch:ncses-semiconductors ;
                     tr:area ?area ; tr:when ?year ; tr:value ?value .
                  ?area rdfs:label ?name FILTER (LANG(?name) = "en" && ?area != id:area-world)
                } ORDER BY DESC(?year) DESC(?value) LIMIT 1
                """)
            .split(",", -1);
    Document page = project.page(CHIPS);
    assertThat(page.expectFirst("h1").text())
        .isEqualTo("International patent families: semiconductors");
    assertThat(page.expectFirst(".finding").text())
        .startsWith("Highest: " + leader[0] + " with ")
        .contains(" in " + leader[1]);
    assertThat(page.select(".compared .chosen a")).hasSize(5);
    assertThat(page.select("svg.plot:not(.handheld) polyline")).hasSize(5);
  }

  /// Returns the newest row with a value of each series; of several of one time that with the
  /// largest value.
  private Map<String, NamedCsvRecord> newest(String path) throws Exception {
    Map<String, NamedCsvRecord> newest = new HashMap<>();
    for (NamedCsvRecord row : csv(path + "&format=csv")) {
      if (!row.getField("value").isEmpty()) {
        newest.merge(
            row.getField("series"),
            row,
            BinaryOperator.maxBy(
                Comparator.comparing((NamedCsvRecord one) -> one.getField("when"))
                    .thenComparingDouble(one -> Double.parseDouble(one.getField("value")))));
      }
    }
    return newest;
  }

  /// Where things have their figures at different times, the newest value of each is compared, as
  /// in the chart.
  @ParameterizedTest
  @ValueSource(
      strings = {"annualised-revenue", "data-centre-power", "qubits-of-a-quantum-computer"})
  void newestOfEachIsComparedWhereTimesDiffer(String indicator) throws Exception {
    String path = "/observations?measure=scheme%2Findicator-" + indicator;
    Map<String, NamedCsvRecord> newest = newest(path);
    NamedCsvRecord first =
        newest.values().stream()
            .max(Comparator.comparingDouble(row -> Double.parseDouble(row.getField("value"))))
            .orElseThrow();
    assertThat(project.page(path).expectFirst(".finding").text())
        .startsWith("Highest: " + first.getField("series") + " with ")
        .contains(first.getField("when"), "The newest value of each is compared.");
    assertThat(project.page(path + "&view=bars").expectFirst(".measure").text())
        .endsWith("newest of each");
    assertThat(project.page(path + "&view=bars").expectFirst("table.bars tr").text())
        .contains(first.getField("series"));
  }

  /// Figures that differ in a dimension are not compared: one of its values is chosen and named.
  @ParameterizedTest
  @CsvSource({
    "chips-owned, item",
    "h100-equivalents-owned, item",
    "github-contributors-by-topic, technology",
    "ai-patents, technology",
    "import-share-by-origin, item"
  })
  void valuesOfOneComparisonDifferInOneDimension(String indicator, String dimension)
      throws Exception {
    String path = "/observations?measure=scheme%2Findicator-" + indicator;
    Document page = project.page(path);
    String chosen =
        page.expectFirst("select[name=%s] option[selected]".formatted(dimension)).text();
    assertThat(page.expectFirst("h1").text()).contains(chosen);
    assertThat(page.expectFirst(".finding").text()).contains("Only for: ", chosen);
    Map<List<String>, String> values = new HashMap<>();
    for (NamedCsvRecord row : csv(path + "&format=csv")) {
      List<String> place =
          List.of(row.getField("series"), row.getField("when"), row.getField("source"));
      assertThat(values.put(place, row.getField("value"))).as("%s", place).isNull();
    }
  }

  /// What is planned is not first among what exists.
  @ParameterizedTest
  @ValueSource(strings = {"cluster-power", "cluster-chips", "cluster-h100-equivalents"})
  void plannedThingsAreNotAmongExistingOnes(String indicator) throws Exception {
    String path = "/observations?measure=scheme%2Findicator-" + indicator;
    Document page = project.page(path);
    assertThat(page.expectFirst("h1").text()).endsWith(": existing");
    assertThat(page.expectFirst(".finding").text()).contains("Only for: existing.");
    String planned =
        page.expectFirst("select[name=kind] option:containsOwn(planned)").attr("value");
    assertThat(project.page(path + "&kind=" + planned).expectFirst(".finding").text())
        .contains("Only for: planned.");
  }

  /// A selection of things does not change the data set that the sentence is about, if it has
  /// values of them all.
  @ParameterizedTest
  @ValueSource(strings = {"", "&area=country-CHN", "&area=country-CHN&area=country-USA"})
  void selectionKeepsTheDataSet(String selected) throws Exception {
    String address = "/observations?view=bars&measure=scheme/indicator-rd-share-of-gdp";
    assertThat(project.page(address + selected).select(".finding .by").text())
        .contains("World Development Indicators");
  }

  /// A comparison is within one data set, a period has its start, and rates have no ratio.
  @Test
  void sentencesSayWhatTheValuesAre() throws Exception {
    String path = "/observations?measure=scheme%2Findicator-";
    assertThat(project.page(path + "ai-patents").expectFirst(".finding").text())
        .contains(" from 2000 to 2022");
    String[] parts =
        project
            .page(path + "rd-share-of-gdp")
            .expectFirst(".finding")
            .text()
            .split(" Another data set has ", 2);
    assertThat(parts).as("what another data set says").hasSize(2);
    String shares = parts[0];
    List<Double> shown =
        Pattern.compile("([0-9.]+) %")
            .matcher(shares)
            .results()
            .map(number -> Double.valueOf(number.group(1)))
            .toList();
    Set<String> sources = new TreeSet<>();
    for (NamedCsvRecord row : csv(path + "rd-share-of-gdp&format=csv")) {
      if (!row.getField("value").isEmpty()
          && shown.stream()
              .anyMatch(n -> Math.abs(n - Double.parseDouble(row.getField("value"))) < 0.0005)
          && shares.contains(row.getField("series"))
          && shares.contains(row.getField("when"))) {
        sources.add(row.getField("source"));
      }
    }
    assertThat(sources).hasSize(1);
    assertThat(project.page(path + "gdp-growth").expectFirst(".finding").text())
        .startsWith("Highest: ")
        .doesNotContain(" times ");
    assertThat(project.page(path + "gdp-growth&scale=log").select(".plots figcaption").text())
        .containsPattern("\\d+ values up to 0 are not drawn");
  }

  /// The texts of a language have the plurals of units.
  @ParameterizedTest
  @CsvSource({"en, tonnes", "de, Tonnen", "zh, 吨"})
  void amountsHaveTheirUnitInThePlural(String language, String unit) throws Exception {
    String path = "/observations?measure=scheme%2Findicator-mine-production&lang=";
    assertThat(project.page(path + language).select(".finding").text())
        .containsPattern("\\d.*" + unit + " ?[(（]");
  }

  /// A year in which most things have a value is compared. The sentence says what is newer, and
  /// which larger wholes it leaves out. Chosen things are compared in a year of their own.
  @Test
  void sentencesSayWhatIsNewerAndWhatIsLeftOut() throws Exception {
    String path = "/observations?measure=scheme%2Findicator-";
    String newest =
        first(
            "SELECT ?year { ?o tr:indicator sch:indicator-researchers-per-million ; tr:when ?year ;"
                + " tr:value ?value } GROUP BY ?year HAVING (COUNT(?o) > 20) ORDER BY DESC(?year)"
                + " LIMIT 1");
    String researchers =
        project.page(path + "researchers-per-million").expectFirst(".finding").ownText();
    assertThat(researchers)
        .containsPattern("Newer values are known of \\d+ \\(instead of \\d+\\): highest is ")
        .endsWith(" in " + newest + ".");
    assertThat(project.page(path + "high-tech-exports").select(".finding").text())
        .contains("Left out, because they have others in them: ")
        .contains("European Union");
    String chosen = "rd-share-of-gdp&area=country-JPN&area=country-KOR";
    assertThat(project.page(path + chosen).expectFirst(".finding").text())
        .startsWith("Highest: South Korea")
        .contains(" in 2023")
        .doesNotContain("Newer values");
  }

  /// If the last of five lines could be another thing with the same value, all things have a bar,
  /// with the bounds of those whose value is not known. A total that lacks parts is neither
  /// compared nor joined to the others, and says what it lacks.
  @Test
  void totalsWithoutPartsAreMarked() throws Exception {
    String lacking =
        first("SELECT (COUNT(DISTINCT ?figure) AS ?figures) { ?figure tr:lacksPart ?part }");
    assertThat(Integer.parseInt(lacking)).isPositive();
    String address =
        "/observations?measure=scheme%2Findicator-ip-payments&area=area-european-union&area=area-world";
    Document page = project.page(address);
    assertThat(page.select("p.finding").text()).contains("2024").doesNotContain("2025");
    List<NamedCsvRecord> partial =
        csv(address + "&format=csv").stream()
            .filter(row -> !row.getField("without").isEmpty())
            .toList();
    assertThat(partial).anyMatch(row -> row.getField("when").equals("2025"));
    List<Element> dots = page.select(".plot:not(.handheld) circle.partial");
    assertThat(dots).hasSameSizeAs(partial);
    for (Element dot : dots) {
      String point = dot.attr("cx") + "," + dot.attr("cy");
      assertThat(page.select(".plot polyline")).noneMatch(l -> l.attr("points").contains(point));
      assertThat(dot.parents().select("title").text()).contains("without ");
    }
    assertThat(project.page("/page/area-european-union").select(".plot circle.partial"))
        .isNotEmpty();
  }

  /// The sentence names the highest, the lowest or the range, as the data say of the indicator.
  @ParameterizedTest
  @CsvSource({
    "exchange-rate, 'From ', neither high nor low is better",
    "purchasing-power-parity, 'From ', neither high nor low is better",
    "process-size, 'Lowest: ', nanometre",
    "error-per-layered-gate-50-qubits, 'Lowest: Quantinuum H2-2', next is IBM",
    "training-compute, 'Highest: ', 'estimate, as of 20'",
    "technologies-tracked, 'World: ', 20"
  })
  void sentencesNameWhatIsAskedFor(String indicator, String start, String words) throws Exception {
    assertThat(sentence("/observations?measure=scheme%2Findicator-" + indicator))
        .startsWith(start)
        .contains(words);
  }

  /// The file has the figures of the places that the reader compares, and says where they are from
  /// when it is kept alone.
  @Test
  void csvHasThePlottedRowsAndTheirCredit() throws Exception {
    List<NamedCsvRecord> rows =
        csv(
            "/observations?measure=scheme%2Findicator-rd-share-of-gdp&area=country-KOR&area=country-ISR&format=csv");
    assertThat(rows).hasSizeGreaterThan(20);
    for (NamedCsvRecord row : rows) {
      assertThat(row.getField("series")).isIn("South Korea", "Israel");
      assertThat(row.getField("credit")).contains("World Development Indicators", "CC BY");
      assertThat(row.getField("release")).matches("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]+");
    }
  }

  /// A union that would be second is named among those that are left out, also above lines.
  @Test
  void sentenceNamesWholesThatWouldBeSecond() throws Exception {
    assertThat(sentence("/observations?measure=scheme%2Findicator-articles"))
        .contains("Highest: China ", "Left out, because they have others in them: ")
        .contains("European Union", "World");
  }

  /// A value is some times another, or more by a part of it, only if both are of one time.
  @Test
  void ratiosAreOfOneTime() throws Exception {
    Pattern ratio =
        Pattern.compile(
            "with [^;(]* in ([0-9-]+)[^;]*(?: times | more than | above )[^(]*\\(([^)]*)\\)");
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (Element measure : project.page("/observations").select("select[name=measure] option")) {
      String sentence = sentence("/observations?measure=" + measure.attr("value"));
      Matcher matcher = ratio.matcher(sentence);
      if (matcher.find()) {
        compared++;
        if (!matcher.group(2).endsWith(" in " + matcher.group(1))) {
          wrong.add(sentence);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(10);
  }

  /// A page does not open with a rank of a year after which many others have newer values.
  @ParameterizedTest
  @ValueSource(strings = {"CHN", "USA", "JPN", "KOR", "DEU"})
  void firstRankIsOfTheNewestYears(String country) throws Exception {
    Matcher rank =
        Pattern.compile("^(.*?): (?:first|place \\d+) of (\\d+).*? in (\\d{4})\\b")
            .matcher(
                project
                    .page("/page/country-" + country)
                    .expectFirst("meta[name=description]")
                    .attr("content"));
    assertThat(rank.find()).isTrue();
    String newer =
        first(
            """
            SELECT (COALESCE(MAX(?areas), 0) AS ?most) {
              { SELECT ?year (COUNT(DISTINCT ?area) AS ?areas) {
                ?measure rdfs:label|<http://www.w3.org/2004/02/skos/core#prefLabel> ?label FILTER (LANG(?label) = "en" && LCASE(STR(?label)) = LCASE("%s"))
                ?o tr:indicator ?measure ; tr:area ?area ; tr:when ?year ; tr:value ?value .
                ?area tr:iso3 ?code FILTER (STR(?year) > "%s")
              } GROUP BY ?year }
            }
            """
                .formatted(rank.group(1), rank.group(3)));
    assertThat(3 * Integer.parseInt(newer))
        .as(rank.group())
        .isLessThan(Integer.parseInt(rank.group(2)));
  }

  @Test
  void everyMeasureBeginsWithASentence() throws Exception {
    for (Element measure : project.page("/observations").select("select[name=measure] option")) {
      assertThat(sentence("/observations?measure=" + measure.attr("value")))
          .as(measure.text())
          .isNotEmpty();
    }
  }

  @Test
  void bestIsTheFirstOfTheBars() throws Exception {
    Document page =
        project.page(
            "/observations?measure=scheme%2Findicator-error-per-layered-gate-50-qubits&view=bars");
    assertThat(page.expectFirst("table.bars tbody tr").text()).startsWith("Quantinuum H2-2");
  }

  /// A whole does not compete with its parts, nor a thing with an earlier phase of it.
  @ParameterizedTest
  @CsvSource({
    "population, country-CHN, area-world, World",
    "ip-payments, area-european-union, area-world, World",
    "gdp, country-DEU, area-european-union, European Union"
  })
  void wholesDoNotCompeteWithTheirParts(String indicator, String part, String whole, String name)
      throws Exception {
    assertThat(
            sentence(
                "/observations?measure=scheme%2Findicator-"
                    + indicator
                    + "&area="
                    + part
                    + "&area="
                    + whole))
        .doesNotContain("times")
        .contains("Left out, because they have others in them: " + name);
  }

  @Test
  void laterPhaseStandsForItsSite() throws Exception {
    String address = "/observations?measure=scheme%2Findicator-cluster-h100-equivalents&view=bars";
    assertThat(sentence(address)).contains("Phase 3").doesNotContain("Phase 2");
    assertThat(project.page(address).select("table.bars").text())
        .contains("Colossus Memphis Phase 3")
        .doesNotContain("Colossus Memphis Phase 2", "Colossus Memphis Phase 1");
  }

  /// No line joins rounds, and the largest of each firm is compared.
  @Test
  void roundsAreNotJoined() throws Exception {
    Document page = project.page("/observations?measure=scheme%2Findicator-equity-raised");
    assertThat(page.select(".plot polyline")).isEmpty();
    assertThat(page.select(".plot circle")).hasSizeGreaterThan(10);
    assertThat(page.select("p.finding").text())
        .contains("1.3 times OpenAI", "The largest figure of each is compared.");
  }

  @Test
  void sentenceAndBarsAreOfOneYear() throws Exception {
    Document page =
        project.page("/observations?measure=scheme%2Findicator-orbital-launch-attempts&view=bars");
    assertThat(page.select("p.measure").text()).contains("2025");
    assertThat(page.select("p.finding").text())
        .contains("at least 166 in 2025")
        .doesNotContain("2024");
  }

  private String sentence(String address) throws Exception {
    return project.page(address).select("p.finding").text();
  }

  @Test
  void nothingIsLeftOutByChance() throws Exception {
    String path = "/observations?measure=scheme%2Findicator-net-import-reliance";
    String figures =
        """
        ?o tr:indicator sch:indicator-net-import-reliance ; tr:item ?item ; tr:when ?year ; tr:value|tr:lowerBound|tr:upperBound ?share
        { SELECT (MAX(?when) AS ?year) { ?any tr:indicator sch:indicator-net-import-reliance ; tr:when ?when } }
        """;
    // Rare earths have heavy rare earths in them.
    String all =
        first(
            "SELECT (COUNT(DISTINCT ?item) AS ?items) { %s FILTER NOT EXISTS { ?part <http://www.w3.org/2004/02/skos/core#broader> ?item } }"
                .formatted(figures));
    String tied =
        first(
            "SELECT (COUNT(DISTINCT ?item) AS ?items) { %s FILTER (?share = 100) }"
                .formatted(figures));
    Document page = project.page(path);
    assertThat(page.select("table.bars tr")).hasSize(Integer.parseInt(all));
    assertThat(page.expectFirst(".finding").text())
        .startsWith("Highest: " + tied + " with 100 %")
        .contains("Only bounds are known of ");
    assertThat(page.select("table.bars .number").eachText()).contains("100", "≥ 75", "≤ 0");
    assertThat(page.select("table.bars tr:has(.bounded) .number").eachText())
        .isNotEmpty()
        .allMatch(number -> number.matches("[≥≤] .*|.*–.*"));
    assertThat(page.select(".explorer .about").text())
        .contains("have others in them: rare earths.", "only a bound is known");
    assertThat(page.select(".tabs a[aria-current]").text()).isEqualTo("Bars");
    Document lines = project.page(page.expectFirst(".tabs a:contains(Lines)").attr("href"));
    assertThat(lines.select(".compared .chosen a")).hasSize(5);
    assertThat(lines.expectFirst(".tabs a:contains(Bars)").attr("href")).contains("view=bars");
  }

  /// Bars are those of one year, all of it, with the latest in the address.
  @Test
  void barsAreOfOneYear() throws Exception {
    Document page = project.page(CHIPS + "&view=bars&to=2015");
    String areas =
        first(
            """
            SELECT (COUNT(DISTINCT ?area) AS ?areas) {
              ?o tr:indicator sch:indicator-patent-families ; tr:technology sch:ncses-semiconductors ;
                 tr:area ?area ; tr:when "2015"^^<http://www.w3.org/2001/XMLSchema#gYear> ; tr:value ?value .
              ?area tr:iso3 ?code }
            """);
    assertThat(page.select("table.bars tr")).hasSize(Math.min(50, Integer.parseInt(areas)));
    assertThat(page.select(".explorer .about").text())
        .contains("have others in them: ", "World")
        .satisfies(
            note ->
                assertThat(note.contains("The first 50 of " + areas))
                    .isEqualTo(Integer.parseInt(areas) > 50));
    assertThat(page.expectFirst(".measure").text()).endsWith("2015");
    assertThat(page.select("input[name=from]")).isEmpty();
    assertThat(page.expectFirst("form.fields input[name=view]").attr("value")).isEqualTo("bars");
    assertThat(project.browse(CHIPS + "&view=bars&to=2015&format=svg").body())
        .contains("Left out, because they have others in them: ");
    assertThat(
            project
                .page(
                    "/observations?measure=scheme%2Findicator-orbital-launch-attempts&view=bars&to=2025")
                .select(".measure, table.bars tr:first-child .number")
                .eachText())
        .as("a year with bounds only")
        .anyMatch(text -> text.endsWith(" 2025"))
        .anyMatch(text -> text.startsWith("≥ "));
  }

  @Test
  void choiceIsInTheAddressOfEachForm() throws Exception {
    String path = CHIPS + "&area=country-CHN&area=country-USA&from=2010&to=2015";
    Document page = project.page(path);
    assertThat(page.select("svg.plot:not(.handheld) .end").eachText())
        .containsExactlyInAnyOrder("China", "United States");
    assertThat(page.expectFirst("input[name=from]").attr("value")).isEqualTo("2010");
    Set<String> years = new TreeSet<>();
    for (NamedCsvRecord row : csv(page.expectFirst(".save a[href*=csv]").attr("href"))) {
      years.add(row.getField("when"));
    }
    assertThat(years).containsExactly("2010", "2011", "2012", "2013", "2014", "2015");
    Document fewer = project.page(page.expectFirst(".compared .chosen a").attr("href"));
    assertThat(fewer.select(".compared .chosen a")).hasSize(1);
    assertThat(fewer.expectFirst("input[name=to]").attr("value")).isEqualTo("2015");
    assertThat(project.page(path + "&view=table").select("tbody tr")).hasSizeGreaterThan(10);
    assertThat(project.page(path + "&view=map").select("figure.view[data-kind=map]")).hasSize(1);
  }

  /// The parts of a whole are those of its figure in the same year.
  @Test
  void sharesAreThoseOfTheWorld() throws Exception {
    String share =
        first(
            """
            SELECT (100 * ?value / ?total AS ?share) {
              VALUES ?year { "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> }
              ?o tr:indicator sch:indicator-patent-families ; tr:technology sch:ncses-semiconductors ;
                 tr:area id:country-CHN ; tr:when ?year ; tr:value ?value .
              ?w tr:indicator sch:indicator-patent-families ; tr:technology sch:ncses-semiconductors ;
                 tr:area id:area-world ; tr:when ?year ; tr:value ?total }
            """);
    double shown =
        csv(CHIPS + "&share=yes&format=csv").stream()
            .filter(row -> row.getField("series").equals("China"))
            .filter(row -> row.getField("when").equals("2020"))
            .mapToDouble(row -> Double.parseDouble(row.getField("value")))
            .sum();
    assertThat(shown)
        .isCloseTo(Double.parseDouble(share), org.assertj.core.data.Offset.offset(0.01));
    assertThat(project.page(CHIPS + "&share=yes").expectFirst(".plots figcaption").text())
        .contains("% of the total");
    assertThat(project.page(CHIPS + "&share=yes").expectFirst(".finding").text())
        .doesNotContain("World");
    // Values that do not add up have no whole.
    assertThat(
            project
                .page("/observations?measure=scheme%2Findicator-rd-share-of-gdp&share=yes")
                .select("input[name=share]"))
        .isEmpty();
    assertThat(
            project
                .page("/observations?measure=scheme%2Findicator-rd-share-of-gdp&share=yes")
                .select(".explorer .about")
                .text())
        .contains("No shares");
    assertThat(project.page(CHIPS + "&view=bars&scale=log").select(".explorer .about").text())
        .contains("for lines only");
  }

  @Test
  void logarithmicAxisHasPowersOfTen() throws Exception {
    Document page = project.page(CHIPS + "&scale=log");
    assertThat(page.expectFirst(".plots figcaption").text()).contains("logarithmic scale");
    assertThat(page.select("svg.plot .up").eachText()).contains("100", "1,000");
  }

  /// Where two data sets have figures for the same place and years, the area between them is drawn.
  @Test
  void differencesOfSourcesAreShaded() throws Exception {
    Document page =
        project.page("/observations?measure=scheme%2Findicator-rd-share-of-gdp&area=country-CHN");
    assertThat(page.select("svg.plot polygon")).isNotEmpty();
    assertThat(page.expectFirst(".plots figcaption").text())
        .contains("data sets differ", "solid: ", "dashed: ");
    assertThat(page.select("svg.plot polyline.d1")).isNotEmpty();
  }

  /// The credit of each measure has sources of its figures, and no other. A picture of some of them
  /// may have fewer sources than all.
  @Test
  @Tag("long")
  void everyMeasureIsShownAndCredited() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<String> measures =
        project.page("/observations").select("select[name=measure] option").eachAttr("value");
    assertThat(measures).hasSizeGreaterThan(100);
    for (String measure : measures) {
      String path = "/observations?measure=" + URLEncoder.encode(measure, StandardCharsets.UTF_8);
      String html = project.browse(path).body();
      Document page = org.jsoup.Jsoup.parse(html);
      Element query = page.expectFirst("input[name=query]");
      Set<String> credited = new TreeSet<>(page.select("footer .sources a:not([rel])").eachText());
      Set<String> sources = new TreeSet<>();
      String asked =
          """
          SELECT DISTINCT ?name {
            { %s }
            GRAPH ?graph { ?figure <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?class }
            ?graph <http://www.w3.org/2000/01/rdf-schema#label>|<http://purl.org/dc/terms/title> ?name
            FILTER (LANG(?name) IN ("", "en")) }
          """
              .formatted(body(query.attr("value")));
      for (NamedCsvRecord row :
          csv(
              "/sparql?format=csv&query="
                  + URLEncoder.encode(
                      prefixes(query.attr("value")) + asked, StandardCharsets.UTF_8))) {
        sources.add(row.getField("name"));
      }
      if (html.length() > MOST_CHARACTERS || credited.isEmpty() || !sources.containsAll(credited)) {
        wrong.add(measure + ", " + html.length() + ": " + credited + " and not " + sources);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /// No measure has lines whose choice among things with the same value is chance.
  @Test
  @Tag("long")
  void noMeasureHasLinesChosenByChance() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String measure :
        project.page("/observations").select("select[name=measure] option").eachAttr("value")) {
      String path = "/observations?measure=" + URLEncoder.encode(measure, StandardCharsets.UTF_8);
      Document page = project.page(path);
      Set<String> shown = new TreeSet<>();
      page.select(".compared .chosen a").forEach(chip -> shown.add(chip.text().replace(" ✕", "")));
      if (page.select("svg.plot").isEmpty() || shown.isEmpty()) {
        continue;
      }
      Map<String, NamedCsvRecord> newest = newest(path);
      double least =
          newest.entrySet().stream()
              .filter(one -> shown.contains(one.getKey()))
              .mapToDouble(one -> Double.parseDouble(one.getValue().getField("value")))
              .min()
              .orElse(Double.NaN);
      newest.forEach(
          (name, row) -> {
            if (!shown.contains(name) && Double.parseDouble(row.getField("value")) == least) {
              wrong.add(measure + ": " + name);
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  private static String prefixes(String query) {
    return query
        .lines()
        .filter(line -> line.startsWith("PREFIX"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static String body(String query) {
    return query
        .lines()
        .filter(line -> !line.startsWith("PREFIX"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  /// Regions do not compete with the countries in them, nor a thing with itself by another data
  /// set; things that the reader chooses are compared with each other.
  @Test
  void wholesAreNotFirstAmongTheirParts() throws Exception {
    for (String measure : List.of("pct-applications", "goods-exports", "population", "gdp")) {
      Document page = project.page("/observations?measure=scheme%2Findicator-" + measure);
      String compared =
          (page.expectFirst(".finding").ownText()
                  + page.select("svg.plot:not(.handheld) .end").text())
              .replaceFirst(" Left out, [^.]*\\.", "");
      assertThat(compared)
          .as(measure)
          .isNotEmpty()
          .doesNotContain("World", "economies", "European Union");
    }
    assertThat(
            project
                .page(CHIPS + "&area=country-JPN&area=country-KOR&area=area-european-union")
                .expectFirst(".finding")
                .ownText())
        .startsWith("Highest: Japan with")
        .endsWith("3 are compared here.");
  }

  /// A chosen value is kept although the usual value of another dimension has no figures for it.
  @Test
  void choiceGoesBeforeUsualValues() throws Exception {
    assertThat(
            project
                .page(
                    "/observations?measure=scheme%2Findicator-articles"
                        + "&technology=scheme%2Fncses-artificial-intelligence")
                .select("h1")
                .text())
        .contains("artificial intelligence");
  }

  @Test
  void picturesAndTheFrameHaveTheSameChoice() throws Exception {
    HttpResponse<String> svg = project.browse(CHIPS + "&format=svg");
    assertThat(svg.body())
        .contains("International patent families: semiconductors", "Source: ", "polyline");
    Document frame = project.page(CHIPS.replace("/observations", "/embed/observations"));
    assertThat(frame.expectFirst("h1").text())
        .isEqualTo("International patent families: semiconductors");
    assertThat(frame.expectFirst("link[rel=canonical]").attr("href"))
        .contains("ncses-semiconductors");
  }

  /// The address of the answer has the one form.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "measure=scheme/indicator-gdp",
        "measure=https%3A%2F%2Fw3id.org%2Ftechrace%2Fscheme%2Findicator-gdp",
        "measure=indicator-gdp",
        "measure=Gross+domestic+product",
      })
  void aMeasureHasANameAnIriAndALabel(String measure) throws Exception {
    Document page = project.page("/observations?" + measure + "&area=Japan");
    assertThat(page.select("form [name=measure] [selected]").attr("value"))
        .isEqualTo("scheme/indicator-gdp");
    assertThat(page.expectFirst("link[type=text/csv]").attr("href")).contains("area=country-JPN");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "measure=indicator-gpd, did you mean 'indicator-gdp'? Give the name in an address",
        "measure=nothing, No observation has the measure 'nothing'",
        "technology=nothing, 'technology' = 'nothing'",
        "colour=red, Unknown parameter 'colour'",
        "view=pie, 'view' must be one of",
        "from=x, 'from' must be a year",
        "by=colour, 'by' must be one of"
      })
  void refusesWhatNoObservationHas(String parameter, String problem) throws Exception {
    HttpResponse<String> answer = project.get("/observations?" + parameter, "text/html");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(org.jsoup.Jsoup.parse(answer.body()).text()).contains(problem);
  }
}
