package org.techrace.serve.sparql;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// The credit of a picture names the sources of its values, and no others. The credit is compared
/// with answers over some of the graphs: without a credited graph the picture is another one, and
/// the credited graphs have all values once those that name things are there.
@UsesServedProject
final class CreditTest {
  private static final String GRAPH = "https://w3id.org/techrace/graph/";

  private static final String BASE = "https://w3id.org/techrace/";
  private static final Pattern SOURCE =
      Pattern.compile("<([^>]+)>; rel=\"http://purl.org/dc/terms/source\"");
  private static final int EACH = 20;

  /// The figures of a picture that one query asks for.
  private static final int MOST_FIGURES = 500;

  private final ServedProject project;

  CreditTest(ServedProject project) {
    this.project = project;
  }

  @TestFactory
  Stream<DynamicTest> everyPictureNamesTheSourcesOfItsValues() throws Exception {
    List<Question> pictures =
        Questions.read(Path.of("queries/questions")).list().stream()
            .filter(question -> question.view().isPresent())
            .toList();
    assertThat(pictures).hasSizeGreaterThan(80);
    return pictures.stream()
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> credit(question)));
  }

  private void credit(Question question) throws Exception {
    Document page = project.page(question.page());
    Set<String> credited =
        page.select("footer .sources a:not([rel])").eachAttr("href").stream()
            .map(href -> href.replace("/page/graph/", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(credited).as("sources").isNotEmpty();
    List<String> names = page.select("footer .sources a:not([rel])").eachText();
    String embed = "/embed" + question.page();
    assertThat(page.select("figure .credit").text()).contains(names);
    assertThat(project.page(embed).select(".credit").text()).contains(names);
    assertThat(
            project
                .browse(embed + "?format=svg")
                .body()
                .replaceAll("<[^>]*>\\s*", " ")
                .replace("&amp;", "&"))
        .contains(names.getFirst().split(" ", 2)[0]);
    String links =
        String.join(" ", project.get(embed + "?format=csv", "*/*").headers().allValues("Link"));
    credited.forEach(graph -> assertThat(links).contains("<" + GRAPH + graph + ">; rel=\"http"));

    if (question.query().contains("GRAPH")) {
      return; // a query that names its graphs has no answer over some of them
    }
    List<List<String>> all = ask(question.query(), graphs());
    List<List<String>> shown = columns(all, question.shown());
    for (String graph : credited) {
      Set<String> others = new HashSet<>(graphs());
      others.remove(graph);
      assertThat(columns(ask(question.query(), others), question.shown()))
          .as("without %s, which is credited", graph)
          .isNotEqualTo(shown);
    }
    Set<String> enough = new HashSet<>(credited);
    enough.addAll(NAMING);
    Map<List<String>, List<String>> numbers = numbers(all, question.shown());
    numbers(ask(question.query(), enough), question.shown())
        .forEach(
            (thing, values) ->
                assertThat(numbers.getOrDefault(thing, values))
                    .as("of %s with all sources instead of the credited ones", thing)
                    .isEqualTo(values));
  }

  /// A page with figures names their sources at its foot, and no picture says that it has none.
  @ParameterizedTest
  @ValueSource(strings = {"/page/firm-openai", "/compare?thing=firm-openai&thing=firm-nvidia"})
  void footOfAPageNamesTheSourcesOfItsFigures(String address) throws Exception {
    Document page = project.page(address);
    Set<String> graphs =
        graphs(
            """
            PREFIX tr: <https://w3id.org/techrace/ontology#>
            SELECT DISTINCT ?graph
            WHERE { GRAPH ?graph { ?figure tr:agent <https://w3id.org/techrace/id/firm-openai> ; tr:indicator ?indicator } }
            """);
    assertThat(graphs).hasSizeGreaterThan(1);
    assertThat(page.select("footer .sources a:not([rel])").eachAttr("href"))
        .containsAll(graphs.stream().map(graph -> graph.replace(GRAPH, "/page/graph/")).toList());
    assertThat(page.select("figcaption").text()).doesNotContain("no source");
  }

  @Test
  void panelNamesTheSourceOfItsNumbersNotOfTheNamesNextToThem() throws Exception {
    Document articles = project.page("/embed/home/20-artificial-intelligence");
    assertThat(articles.select(".sources > span").eachText())
        .hasSize(1)
        .first()
        .asString()
        .contains("Science and Engineering");
    Document chart =
        project.page("/embed/entity/10-figures?of=country-CHN&chart=scheme%2Findicator-population");
    assertThat(chart.select(".sources > span").eachText())
        .hasSize(1)
        .first()
        .asString()
        .contains("World");
  }

  /// Below each picture of the home page are its sources with publisher and edition. The first one
  /// has a row for each measure, for numbers of several measures do not add up.
  @Test
  void picturesOfTheHomePageHaveTheirCredits() throws Exception {
    Document home = project.page("/");
    assertThat(home.select("section.picture:has(.save)"))
        .hasSizeGreaterThan(1)
        .allMatch(section -> section.select(".credit").size() == 1);
    assertThat(home.select("section:has(#10-leaders) .credit").text())
        .contains("National Center for Science and Engineering Statistics, 2022–2024");
    assertThat(home.select("table.leaders tbody tr td:first-child").eachText())
        .hasSizeGreaterThan(3)
        .doesNotHaveDuplicates();
  }

  /// Each picture of a page has its credit below it, with the licence, and the years of a credit
  /// are those of the editions of the figures in its file.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/area-european-union",
        "/page/country-IND",
        "/page/firm-openai",
        "/page/scheme/hub-semiconductors",
        "/page/scheme/mineral-lithium",
        "/explore/research",
        "/explore/leaders",
        "/observations?measure=scheme%2Findicator-venture-capital"
      })
  void eachPictureHasItsCreditWithTheYearsOfItsFigures(String address) throws Exception {
    Document page = project.page(address);
    List<Element> pictures =
        address.startsWith("/page")
            ? page.select(".plots > figure, .panel:has(.leaders), .panel:has(.flows)")
            : List.of(page);
    assertThat(pictures).isNotEmpty();
    for (Element picture : pictures) {
      assertThat(picture.select(".credit").text()).matches(".*(CC BY|CC0|public domain|ODC).*");
      String csv = picture.select(".save a[href*=format=csv], a[href*=format=csv]").attr("href");
      Set<String> figures = figures(project.get(csv, "*/*").body());
      if (figures.isEmpty() || figures.size() > MOST_FIGURES) {
        continue;
      }
      for (List<String> edition : editions(figures)) {
        String name = Jsoup.parse(edition.getFirst()).text();
        assertThat(picture.select(".credit").text())
            .as(csv)
            .containsPattern(Pattern.quote(name) + "[^;]*, " + edition.get(1) + ", ");
      }
    }
  }

  /// Returns the names of the sources of figures with the years of the editions.
  private List<List<String>> editions(Set<String> figures) throws Exception {
    List<List<String>> rows =
        ask(
            """
            PREFIX dct: <http://purl.org/dc/terms/> PREFIX qb: <http://purl.org/linked-data/cube#>
            SELECT (SAMPLE(?title) AS ?name) (IF(MIN(?y) = MAX(?y), MIN(?y), CONCAT(MIN(?y), "–", MAX(?y))) AS ?years)
            WHERE {
              VALUES ?figure { %s }
              GRAPH ?g { ?figure qb:dataSet ?set . ?set dct:issued ?day }
              BIND (SUBSTR(STR(?day), 1, 4) AS ?y)
              ?g dct:title ?title FILTER (LANG(?title) IN ("", "en"))
            } GROUP BY ?g
            """
                .formatted(
                    figures.stream()
                        .map(figure -> "<" + figure + ">")
                        .collect(Collectors.joining(" "))),
            Set.of());
    return rows.subList(1, rows.size());
  }

  /// The graph around a thing credits the graphs that have its statements.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "of=firm-huawei",
        "of=firm-huawei&open=country-CHN",
        "of=scheme%2Fhub-semiconductors",
        "of=policy-us-entity-list",
        "of=claim-C36&open=person-alicia-garcia-herrero",
        "of=doc-D1"
      })
  void graphAroundAThingCreditsTheGraphsOfItsStatements(String choice) throws Exception {
    String address = "/embed/around?" + choice;
    HttpResponse<String> csv = project.get(address + "&format=csv", "*/*");
    Set<String> statements = new TreeSet<>();
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv.body())) {
      reader.forEach(
          row ->
              statements.add(
                  "(<%s> <%s> <%s>)"
                      .formatted(
                          row.getField("subject_iri"),
                          row.getField("property_iri"),
                          row.getField("object_iri"))));
    }
    assertThat(statements).isNotEmpty();
    Set<String> graphs =
        graphs(
            "SELECT DISTINCT ?g { VALUES (?s ?p ?o) { %s } GRAPH ?g { ?s ?p ?o } }"
                .formatted(String.join(" ", statements)));
    assertThat(linked(csv)).isEqualTo(graphs);
    creditHasNames(address, graphs.size());
  }

  /// A choice of the explorer credits the graphs of the figures that it draws, and its file those
  /// of all its figures.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?measure=scheme%2Findicator-rd-share-of-gdp&area=country-CHN&area=area-european-union",
        "?measure=scheme%2Findicator-rd-share-of-gdp&view=table",
        "?measure=scheme%2Findicator-rd-share-of-gdp&view=map",
        "?measure=scheme%2Findicator-rd-share-of-gdp&from=2023&to=2023&area=country-CHN",
        "?measure=scheme%2Findicator-gdp&share=yes",
        "?measure=scheme%2Findicator-net-import-reliance",
        "?measure=scheme%2Findicator-training-compute"
      })
  void choiceOfTheExplorerCreditsTheGraphsOfItsFigures(String choice) throws Exception {
    String format = (choice.isEmpty() ? "?" : "&") + "format=";
    HttpResponse<String> csv = project.get("/observations" + choice + format + "csv", "*/*");
    Set<String> figures = figures(csv.body());
    assertThat(figures).isNotEmpty();
    Set<String> all = graphsOf(figures);
    assertThat(linked(csv)).containsAll(all);
    assertThat(figures.size() > MOST_FIGURES || all.equals(linked(csv))).isTrue();
    List<String> named = creditHasNames("/embed/observations" + choice, 1);
    assertThat(named.size()).isLessThanOrEqualTo(linked(csv).size());
    assertThat(project.page("/observations" + choice).select(".credit").text()).contains(named);
  }

  /// Returns the names of the sources below a picture. Its file has them, too.
  private List<String> creditHasNames(String address, int least) throws Exception {
    Document alone = project.page(address);
    List<String> names = alone.select(".sources > span > span:first-child").eachText();
    assertThat(names).as(address).hasSizeGreaterThanOrEqualTo(least);
    for (String cited : alone.select(".save a[href*=svg]").eachAttr("href")) {
      String texts = Jsoup.parse(project.browse(cited).body()).text();
      assertThat(names).as(cited).allMatch(name -> texts.contains(name.split(" ", 2)[0]));
    }
    return names;
  }

  private static Set<String> linked(HttpResponse<String> csv) {
    return csv.headers().allValues("Link").stream()
        .flatMap(link -> SOURCE.matcher(link).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> graphs(String query) throws Exception {
    return ask(query, Set.of()).stream()
        .map(List::getFirst)
        .filter(graph -> graph.startsWith(GRAPH))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Every picture of the overviews, and of every twentieth thing with figures, credits the graphs
  /// of the figures that its file has: below the picture, in the file and in its headers.
  @Test
  @Tag("long")
  void everyPictureOfAPageCreditsTheGraphsOfItsFigures() throws Exception {
    Set<String> pictures = new TreeSet<>();
    for (String page : pages()) {
      pictures.addAll(project.page(page).select(".save a[href^=/embed/]").eachAttr("href"));
    }
    pictures.removeIf(address -> address.contains("format="));
    assertThat(pictures).hasSizeGreaterThan(70);
    List<String> wrong = new ArrayList<>();
    for (String picture : pictures) {
      String format = picture + (picture.contains("?") ? "&" : "?") + "format=";
      HttpResponse<String> csv = project.get(format + "csv", "*/*");
      Set<String> linked = linked(csv);
      Document alone = project.page(picture);
      List<String> names = alone.select(".sources > span").eachText();
      if (linked.isEmpty() || linked.size() != names.size()) {
        wrong.add(picture + " has " + linked + " in headers and " + names + " on the page");
      }
      for (String cited : alone.select(".save a[href*=svg]").eachAttr("href")) {
        String texts = Jsoup.parse(project.browse(cited).body()).text();
        if (!names.stream().allMatch(name -> texts.contains(name.split(" ", 2)[0]))) {
          wrong.add(cited + " does not name all of " + names);
        }
      }
      Set<String> figures = figures(csv.body());
      Set<String> graphs = figures.isEmpty() ? linked : graphsOf(figures);
      if (!(figures.size() > MOST_FIGURES ? linked.containsAll(graphs) : graphs.equals(linked))) {
        wrong.add(picture + " credits " + linked + "; its figures are in " + graphs);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private List<String> pages() throws Exception {
    List<String> pages = new ArrayList<>(List.of("/"));
    pages.addAll(project.page("/explore").select("main a[href^=/explore/]").eachAttr("href"));
    List<String> things =
        ask(
                """
                PREFIX tr: <https://w3id.org/techrace/ontology#>
                SELECT DISTINCT ?thing { ?figure tr:area|tr:technology|tr:agent ?thing ; tr:value ?value } ORDER BY ?thing
                """,
                Set.of())
            .stream()
            .map(List::getFirst)
            .filter(iri -> iri.startsWith(BASE))
            .toList();
    for (int i = 0; i < things.size(); i += EACH) {
      pages.add("/page/" + things.get(i).substring(BASE.length()).replaceFirst("^id/", ""));
    }
    return pages;
  }

  /// The figures in a file, if it has a column for them.
  private static Set<String> figures(String csv) throws Exception {
    Set<String> figures = new TreeSet<>();
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
      reader.forEach(
          row ->
              row.findField("figure_iri")
                  .ifPresent(iris -> figures.addAll(List.of(iris.split(" \\| ", -1)))));
    }
    return figures;
  }

  private Set<String> graphsOf(Set<String> figures) throws Exception {
    String query =
        """
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        SELECT DISTINCT ?g { VALUES ?figure { %s } GRAPH ?g { ?figure tr:indicator ?indicator } }
        """
            .formatted(
                figures.stream()
                    .limit(MOST_FIGURES)
                    .map(figure -> "<" + figure + ">")
                    .collect(Collectors.joining(" ")));
    return graphs(query);
  }

  private static List<List<String>> columns(List<List<String>> rows, List<String> columns) {
    List<Integer> at = columns.stream().map(rows.getFirst()::indexOf).toList();
    return rows.stream()
        .map(row -> at.stream().map(row::get).toList())
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  /// The numbers of a picture by what they are about, where that is one row.
  private static Map<List<String>, List<String>> numbers(
      List<List<String>> rows, List<String> columns) {
    Map<List<String>, List<String>> numbers = new HashMap<>();
    Set<List<String>> twice = new HashSet<>();
    for (List<String> row : columns(rows, columns)) {
      List<String> thing = row.stream().filter(cell -> !cell.matches("-?[\\d.eE+-]+")).toList();
      List<String> values = row.stream().filter(cell -> cell.matches("-?[\\d.eE+-]+")).toList();
      if (numbers.put(thing, values) != null) {
        twice.add(thing);
      }
    }
    numbers.keySet().removeAll(twice);
    return numbers;
  }

  /// The graphs that name and connect areas, bodies, technologies and terms of the ontology.
  private static final Set<String> NAMING =
      Set.of(
          "bodies",
          "context",
          "countries",
          "crosswalk",
          "firms",
          "hub",
          "minerals",
          "ontology",
          "seed-article",
          "technology-lists");

  private Set<String> graphs() throws Exception {
    return ask("SELECT DISTINCT ?g { GRAPH ?g { } }", Set.of()).stream()
        .map(List::getFirst)
        .filter(graph -> graph.startsWith(GRAPH))
        .map(graph -> graph.replace(GRAPH, ""))
        .collect(Collectors.toSet());
  }

  private List<List<String>> ask(String query, Set<String> graphs) throws Exception {
    StringBuilder form = new StringBuilder("query=" + encoded(query));
    graphs.forEach(graph -> form.append("&default-graph-uri=").append(encoded(GRAPH + graph)));
    HttpRequest request =
        HttpRequest.newBuilder(project.uri("/sparql"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
            .build();
    HttpResponse<String> response = project.client().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(response.body())) {
      reader.forEach(row -> rows.add(row.getFields()));
    }
    return rows;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
