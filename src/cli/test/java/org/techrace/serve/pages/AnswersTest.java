package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.vocabulary.RDFS;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.query.AnswerPicture;
import org.techrace.query.ValueOrigins;
import org.techrace.rdf.DataCube;
import org.techrace.serve.pages.Questions.Question;

/// Pages begin with a sentence that answers, which is also their description.
@UsesServedProject
final class AnswersTest {
  /// A 0 that is neither part of a name, such as TD(0), nor of a number.
  private static final Pattern COUNTS_NOTHING =
      Pattern.compile("(?<![\\w.,(-])0(?![\\w)]|[.,]\\d)");

  private final ServedProject project;

  AnswersTest(ServedProject project) {
    this.project = project;
  }

  /// Each claim of a sentence of any form agrees with the rows of the question.
  @TestFactory
  Stream<DynamicTest> everyQuestionIsAnsweredInASentence() throws Exception {
    List<Question> questions = Questions.read(Path.of("queries/questions")).list();
    assertThat(questions).hasSizeGreaterThan(100);
    return questions.stream()
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> answered(question)));
  }

  private void answered(Question question) throws Exception {
    Document page = project.page(question.page());
    String sentence = page.expectFirst(".finding").ownText();
    assertThat(sentence).isNotBlank().doesNotContain("{").endsWith(".");
    if (question.view().isPresent()) {
      assertThat(page.select(".finding .by").text()).as("sources").isNotBlank();
    }
    assertThat(page.select("meta[name=description]").attr("content")).startsWith(sentence);
    assertThat(page.select("figure.view").attr("aria-label")).isEqualTo(sentence);
    assertThat(AnswerClaims.of(question, page).wrong(sentence)).as(sentence).isEmpty();
  }

  /// If most figures of a sentence are not exact, it says so: as the question declares, or by a
  /// column with the kind of each.
  @Test
  void sentencesHedgeWhereTheirFiguresDo() throws Exception {
    List<String> silent = new ArrayList<>();
    int hedged = 0;
    for (Question question : Questions.read(Path.of("queries/questions")).list()) {
      Optional<AnswerPicture> picture = question.view();
      List<String> drawn = picture.map(AnswerPicture::drawn).orElse(List.of());
      Query query = QueryFactory.create(question.query());
      Optional<Query> figures = ValueOrigins.of(query, drawn, true, RDFS.Nodes.label::equals);
      if (drawn.isEmpty() || figures.isEmpty()) {
        continue;
      }
      String vague =
          figures
              .get()
              .toString()
              .replace(
                  "<" + DataCube.DATA_SET + ">", "<https://w3id.org/techrace/ontology#qualifier>");
      String address = "/sparql?query=" + URLEncoder.encode(vague, StandardCharsets.UTF_8);
      long exact = 0;
      long other = 0;
      for (String row : project.get(address, "text/csv").body().lines().skip(1).toList()) {
        long count = Long.parseLong(row.substring(row.lastIndexOf(',') + 1).strip());
        if (row.contains("qualifier-") && !row.contains("qualifier-exact")) {
          other += count;
        } else {
          exact += count;
        }
      }
      String sentence = project.page(question.page()).select(".finding").text();
      if (other > exact
          && (sentence.contains("first with ") || sentence.contains("largest number"))) {
        hedged++;
        if (picture.orElseThrow().hedge().in("en").isEmpty()
            && query.getResultVars().stream()
                .noneMatch(Set.of("qualifier", "certainty", "hedge", "hedges", "how")::contains)) {
          silent.add(question.name());
        }
      }
    }
    assertThat(silent).isEmpty();
    assertThat(hedged).isGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource({
    "country-CHN, it is first among the countries",
    "firm-huawei, measures and control lists here that name it",
    "policy-us-pafaca, Status:",
    "scheme/hub-artificial-intelligence, first"
  })
  void pagesOfThingsBeginWithAnAnswer(String thing, String words) throws Exception {
    Document page = project.page("/page/" + thing);
    String answer = page.select(".answer-first").text();
    assertThat(answer).contains(words).doesNotContain("{");
    assertThat(page.select("meta[name=description]").attr("content")).isEqualTo(answer);
  }

  /// A mineral begins with its largest producer, with year and unit.
  @Test
  void mineralsBeginWithWhoProducesMost() throws Exception {
    String query =
        """
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX sch: <https://w3id.org/techrace/scheme/>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        SELECT ?name ?year ?unit
        WHERE {
          ?figure tr:item sch:mineral-cobalt ; tr:indicator sch:indicator-mine-production ; tr:area ?area ;
            tr:when ?year ; tr:value ?value ; tr:unit/rdfs:label ?unit .
          ?area tr:iso3 [] ; rdfs:label ?name
          FILTER (LANG(?name) = "en" && LANG(?unit) = "en")
        }
        ORDER BY DESC(?year) DESC(?value) LIMIT 1
        """;
    String address = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    String[] row = project.get(address, "text/csv").body().lines().toList().get(1).split(",", -1);
    assertThat(project.page("/page/scheme/mineral-cobalt").select(".answer-first").text())
        .startsWith("Mine production: " + row[0] + " is first with ")
        .contains(" " + row[2] + "s in " + row[1]);
  }

  /// Every thing about which first sentences are asked has one that counts something, with the
  /// number that another query counts, or says what it is.
  @ParameterizedTest
  @CsvSource({
    "Technology, ?match sssom:object_id|sssom:subject_id ?thing ; sssom:object_id|sssom:subject_id"
        + " ?counted . ?counted skos:inScheme [] FILTER (?counted != ?thing)",
    "Country, ?figure tr:area|tr:counterpart ?thing ; tr:indicator ?counted",
    "Firm, ?counted org:subOrganizationOf ?thing",
    "Policy, ''",
    "ResearchInstitute, ?counted schema:creator ?thing ; a tr:Model",
    "Organisation, ?counted schema:owner ?thing ; a tr:Cluster",
    "GovernmentBody, ?counted tr:issuer ?thing ; a tr:Policy ; tr:when []",
    "Person, ?counted tr:speaker ?thing ; a tr:Claim"
  })
  @Tag("long")
  void everyThingBeginsWithASentenceThatCountsSomething(String type, String pattern)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    int at = 0;
    for (String[] row : counted(type, pattern)) {
      String page = "/page/" + row[0].replaceFirst("https://w3id.org/techrace/(id/)?", "");
      for (String language : at++ % 20 == 0 ? List.of("en", "de", "zh") : List.of("en")) {
        Document document = project.page(page + "?lang=" + language);
        List<String> answers = document.select(".answer-first p").eachText();
        String numbers = String.join(" ", answers).replaceAll("(?<=\\d)[,.](?=\\d{3})", "");
        boolean counts = row[1].equals("0") || numbers.matches(".*\\b" + row[1] + "\\b.*");
        boolean silent = document.select(".answer-first, .what").isEmpty();
        if (!counts
            || answers.stream().anyMatch(AnswersTest::saysNothing)
            || (silent && !document.select("main .panel").isEmpty())) {
          wrong.add("%s in %s: %s (%s)".formatted(page, language, answers, row[1]));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean saysNothing(String sentence) {
    return sentence.isBlank() || sentence.contains("{") || COUNTS_NOTHING.matcher(sentence).find();
  }

  /// The things of a class, each with the number of what a pattern finds about it.
  private List<String[]> counted(String type, String pattern) throws Exception {
    String query =
        """
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX schema: <https://schema.org/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX sssom: <https://w3id.org/sssom/>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        SELECT ?thing (COUNT(DISTINCT ?counted) AS ?number)
        WHERE { ?thing a tr:%s OPTIONAL { %s } }
        GROUP BY ?thing ORDER BY ?thing
        """
            .formatted(type, pattern);
    String address = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    List<String> rows = project.get(address, "text/csv").body().lines().skip(1).toList();
    assertThat(rows).hasSizeGreaterThan(50);
    return rows.stream().map(row -> row.split(",(?=\\d+$)", -1)).toList();
  }

  /// SMIC is on four lists, and one act restricts it; the act that put it on the Entity List is not
  /// one more.
  @Test
  void actThatListsAFirmIsCountedOnce() throws Exception {
    assertThat(project.page("/page/firm-smic").select(".answer-first").text())
        .contains("name it: 5; the first with a day is of 2020");
  }

  /// Of 13 restrictions on Huawei one was only announced, and the rule that put it on the Entity
  /// List is the entry in that list.
  @Test
  void restrictionsHaveTheirStatusAndThoseInForceComeFirst() throws Exception {
    List<String> rows =
        project
            .page("/page/firm-huawei")
            .select("section[aria-labelledby=of-14-restrictions] tbody tr")
            .eachText();
    assertThat(rows).hasSize(13);
    assertThat(rows.subList(0, 12)).allMatch(row -> row.contains("in force"));
    assertThat(rows.getLast()).contains("announced");
    assertThat(rows).filteredOn(row -> row.contains("Entity List")).hasSize(1);
  }

  /// Values compete only with those of the same kind, source and measure; numbers that do not
  /// compete have the largest; words and names are in the language of the reader.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          45-policies-by-issuer-country         | Change of a control list: United States is first with \\d+ policies, [\\d.]+ times China
          32-claims-without-evidence            | ^Solace in Quantum.* is first with 34 claims, [\\d.]+ times Remarks
          186-hedges-by-speaker                 | ^Helen Zheng is first with 24 claims, [\\d.]+ times Joe Biden
          30-what-changed                       | ^Technologies led by China, September 2023: old value 53; .*new value 57
          128-leaders-by-technology-and-measure | ^First: China \\(\\d+ of 41\\), United States \\(\\d+ of 41\\)
          150-largest-producer-of-each-mineral  | ^\\d+ in all, among them .*\\. The largest number is that of gallium: [\\d.]+ % in 2025
          136-training-compute-by-country       | with 500 × 10²⁴ floating-point operations \\(speculative\\)
          145-chips-by-owner                    | Google: 3.81 million H100 equivalents \\(3.08 million to 4.54 million\\) on 2025-12-31\\. The figures are estimates
          226-electric-share-of-car-sales       | ^China is first with 50 % \\(about\\) in 2024, 2.5 times Europe .*Left out, because they have others in them: World\\.
          122-rd-by-performer                   | Left out, because they have others in them: European Union\\.
          191-ai-patents-by-technique           | ^Machine learning.*: China is first with 77,615 patents in .*?, 2.5 times United States
          152-firms-by-role-and-country         | Chip design: China is first
          135-largest-training-runs             | with 500 × 10²⁴ floating-point operations \\(speculative\\) in models to May 2026
          44-amended-policies?relation=http://purl.org/dc/terms/replaces | among them \\p{L}
          142-clusters-by-country?lang=de       | geplant
          170-technology-in-all-lists?lang=de   | ^Insgesamt \\d+, darunter
          139-open-weights-us-and-china?place=country-FRA | ^France: open weights
          """)
  void sentenceComparesLikeWithLike(String question, String sentence) throws Exception {
    assertThat(project.page("/questions/" + question).select(".finding").text())
        .containsPattern(sentence);
  }

  @Test
  void titleNamesTheChosenValueInsteadOfTheUsualOnes() throws Exception {
    assertThat(
            project
                .page("/questions/175-papers-and-patents?field=scheme/hub-artificial-intelligence")
                .title())
        .startsWith("Where are papers and patents on artificial intelligence counted?");
    assertThat(project.page("/questions/139-open-weights-us-and-china?place=country-FRA").title())
        .startsWith("France: can the weights of AI models be downloaded?");
  }

  /// A page begins with the places that its thing has by its figures, or with what it did.
  @ParameterizedTest
  @CsvSource({
    "model-Grok-4, 'Training compute: first of ', GPT-4.5",
    "cluster-Meta-100k, 'H100 equivalents of a cluster: place 2 of ', as of 20",
    "data-centre-openai-oracle-stargate-abilene-texas, 'H100 equivalents of a data centre: place ',"
        + " 2025",
    "quantum-computer-wk-c180, 'Qubits of a quantum computer: first of ', 180",
    "country-KOR, 'R&D spending as a share of GDP: place 2 of ', World Development Indicators",
    "area-european-union, 'it would be number 1', 'newest is'",
    "org-us-bis, 'It issued ', restrictions",
    "person-alicia-garcia-herrero, 'Claims in the documents here: ', China",
    "firm-tsmc, foundry, chip manufacturing",
    "firm-smic, 'Role in value chains: foundry. Active in chip manufacturing.', Parts"
  })
  void thingsBeginWithWhatIsSpecial(String thing, String place, String other) throws Exception {
    assertThat(project.page("/page/" + thing).select(".answer-first").text())
        .contains(place)
        .contains(other);
  }

  @Test
  void measuresInForceAreThoseOfTheQuestion() throws Exception {
    for (String firm : List.of("huawei", "smic")) {
      int rows =
          project
              .page("/questions/157-restrictions-on-huawei-today?firm=firm-" + firm)
              .select("table.answer tbody tr")
              .size();
      assertThat(project.page("/page/firm-" + firm).select(".answer-first").text())
          .contains("Measures that name it and are in force: " + rows + ",");
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, 居首", "de, vorn"})
  void answersAreInTheLanguageOfTheReader(String language, String words) throws Exception {
    assertThat(
            project
                .page("/questions/49-firms-by-country?lang=" + language)
                .select(".finding")
                .text())
        .contains(words);
    assertThat(project.page("/page/country-CHN?lang=" + language).select(".answer-first").text())
        .contains(language.equals("zh") ? "居首" : "vorn");
  }

  /// The explorer names of each measure of countries the one with the largest value of its year: no
  /// country of the same data set and dimensions has more then.
  @Test
  @Tag("long")
  void explorerNamesTheCountryWithTheLargestValue() throws Exception {
    Pattern first = Pattern.compile("^Highest: (.+?) with (?!at least).*? in (\\d{4})[,;.]");
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (String measure :
        project
            .page("/observations")
            .select(".measures option[value^=scheme/indicator-]")
            .eachAttr("value")) {
      Document page = project.page("/observations?view=bars&measure=" + measure);
      Matcher found = first.matcher(page.select(".finding").text());
      if (!found.find() || page.select(".compared select[name=area]").isEmpty()) {
        continue;
      }
      checked++;
      if (!isTrue(largest(measure, found.group(1), found.group(2), fixed(page)))) {
        wrong.add(measure + ": " + found.group());
      }
    }
    assertThat(checked).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  /// The dimensions that a page of the explorer fixes, as patterns of a figure.
  private static String fixed(Document page) {
    return page.select(".explorer select:not([name=by], [name=area], [name=time])").stream()
        .map(
            select -> {
              String value = select.select("option[selected]").attr("value");
              String property = "tr:" + select.attr("name");
              return value.isEmpty()
                  ? "FILTER NOT EXISTS { ?figure %s ?any }".formatted(property)
                  : "?figure %s <https://w3id.org/techrace/%s> .".formatted(property, path(value));
            })
        .collect(Collectors.joining(" "));
  }

  private static String path(String value) {
    return value.contains("/") ? value : "id/" + value;
  }

  private static String largest(String measure, String country, String year, String fixed) {
    String figure =
        """
        ?figure tr:indicator <https://w3id.org/techrace/%s> ; tr:area ?area ; tr:when ?when ; tr:value ?value ; qb:dataSet ?set .
        ?area tr:iso3 ?code FILTER (STR(?when) = "%s") FILTER NOT EXISTS { ?figure tr:lacksPart ?part } %s
        """
            .formatted(measure, year, fixed);
    return """
    PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX tr: <https://w3id.org/techrace/ontology#>
    SELECT (MAX(?most) AS ?largest)
    WHERE {
      { SELECT ?set (MAX(?value) AS ?most) WHERE { %s } GROUP BY ?set }
      { SELECT ?set (MAX(?value) AS ?own) WHERE { %s ?area rdfs:label "%s"@en } GROUP BY ?set }
      FILTER (?own = ?most)
    }
    """
        .formatted(figure, figure, country);
  }

  private boolean isTrue(String query) throws Exception {
    String address = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    return project.get(address, "text/csv").body().lines().skip(1).anyMatch(row -> !row.isBlank());
  }
}
