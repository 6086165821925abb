package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.QueryFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.OwnGraph;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.rdf.QueryFile;
import org.techrace.rdf.QueryFolder;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Texts;

/// The project's own questions, reports and pages have their texts in each language of the
/// interface.
@UsesServedProject
final class TranslationsTest {
  private static final Path QUERIES = Path.of("queries");
  private static final QueryFolder FILES = new QueryFolder(QUERIES, OwnGraph.IRIS, "en");

  /// A text in the front matter of a query.
  private static final Pattern HEAD =
      Pattern.compile("^# (Title|Text|Finding|Topic): (.+)$", Pattern.MULTILINE);

  /// The columns of a table in the front matter of a query.
  private static final Pattern COLUMNS = Pattern.compile("^# Columns: (.+)$", Pattern.MULTILINE);

  static List<Texts> languages() throws Exception {
    return List.copyOf(Languages.of(QUERIES).all());
  }

  private static List<Texts> others() throws Exception {
    return languages().stream()
        .filter(texts -> !texts.language().equals(Languages.DEFAULT))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyQuestionHasTitleAndComment(Texts texts) throws Exception {
    List<Question> questions = Questions.read(QUERIES.resolve("questions")).list();
    assertThat(questions).hasSizeGreaterThan(160);
    assertThat(questions)
        .filteredOn(
            question ->
                question.titles().exactly(texts.language()).isEmpty()
                    || question.comments().exactly(texts.language()).isEmpty())
        .extracting(Question::name)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("others")
  void everyTopicOfQuestionsHasAName(Texts texts) throws Exception {
    List<String> topics =
        Questions.read(QUERIES.resolve("questions")).headings().stream()
            .map(Questions.Heading::name)
            .toList();
    assertThat(topics).hasSizeGreaterThan(5);
    assertThat(topics).allSatisfy(topic -> assertThat(texts.find(topic(topic))).isPresent());
  }

  @ParameterizedTest
  @MethodSource("others")
  void everyColumnOfAnAnswerAPageAndAReportHasAHeading(Texts texts) throws Exception {
    Set<String> missing = new TreeSet<>();
    for (Question question : Questions.read(QUERIES.resolve("questions")).list()) {
      missing.addAll(QueryFactory.create(question.query()).getResultVars());
      question.parameters().forEach(parameter -> missing.add(parameter.variable()));
    }
    for (List<Reports.Section> sections : Reports.read(FILES).byName().values()) {
      sections.forEach(section -> missing.addAll(section.query().getResultVars()));
    }
    for (QueryFile file : FILES.read("pages")) {
      COLUMNS
          .matcher(file.text())
          .results()
          .forEach(columns -> missing.addAll(List.of(columns.group(1).split(" ", -1))));
    }
    missing.removeIf(column -> texts.find("column." + column).isPresent());
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("others")
  void everyTextOfAPageAndAReportIsTranslated(Texts texts) throws Exception {
    Set<String> missing = new TreeSet<>();
    for (String folder : List.of("pages", "reports")) {
      String before = folder.equals("pages") ? "" : folder + "/";
      for (QueryFile file : FILES.read(folder)) {
        Matcher head = HEAD.matcher(file.text());
        while (head.find()) {
          missing.add(
              head.group(1).equals("Topic")
                  ? topic(head.group(2))
                  : "query." + before + file.name() + "." + head.group(1));
        }
      }
    }
    for (String report : Reports.read(FILES).byName().keySet()) {
      missing.add("query.reports/" + report + ".Title");
    }
    assertThat(missing).hasSizeGreaterThan(50);
    missing.removeIf(key -> texts.find(key).isPresent());
    assertThat(missing).isEmpty();
  }

  /// A part of a sentence that is left out if it counts nothing is one in each language.
  @ParameterizedTest
  @MethodSource("others")
  void sentencesHaveTheSamePartsInBrackets(Texts texts) throws Exception {
    int findings = 0;
    for (QueryFile file : FILES.read("pages")) {
      Matcher head = HEAD.matcher(file.text());
      while (head.find()) {
        if (head.group(1).equals("Finding")) {
          String translated = texts.find("query." + file.name() + ".Finding").orElseThrow();
          assertThat(bracketed(translated)).as(file.name()).isEqualTo(bracketed(head.group(2)));
          findings++;
        }
      }
    }
    assertThat(findings).isGreaterThan(20);
  }

  private static List<String> bracketed(String finding) {
    return Pattern.compile("\\[[^]]*]")
        .matcher(finding)
        .results()
        .map(part -> part.group().replaceAll("[^{}]*(\\{\\w+})[^{}]*", "$1"))
        .toList();
  }

  private static String topic(String name) {
    return "topic." + name.replace(' ', '-');
  }

  /// The names that the project gives, which pages show in sentences and headings: of data sets,
  /// kinds, groups of areas, and the terms of each list that has a German name of any term. Lists
  /// of others keep their names.
  @ParameterizedTest
  @MethodSource("others")
  void everyTermOfOursHasAName(Texts texts, ServedProject project) throws Exception {
    String query =
        """
        PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX qb: <http://purl.org/linked-data/cube#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX tr: <https://w3id.org/techrace/ontology#>
        SELECT DISTINCT ?term
        WHERE {
          { VALUES ?class { qb:DataSet owl:Class owl:ObjectProperty owl:DatatypeProperty } ?term a ?class }
          UNION { ?term a tr:Area FILTER NOT EXISTS { ?term tr:iso2 ?code } }
          UNION { { SELECT DISTINCT ?scheme { ?one skos:inScheme ?scheme ; rdfs:label ?german FILTER (LANG(?german) = "de") } } ?term skos:inScheme ?scheme }
          FILTER STRSTARTS(STR(?term), "https://w3id.org/techrace/")
          FILTER EXISTS { ?term rdfs:label ?english FILTER (LANG(?english) = "en") }
          FILTER NOT EXISTS { ?term rdfs:label ?label FILTER LANGMATCHES(LANG(?label), "%s") }
        }
        ORDER BY ?term
        """
            .formatted(texts.language());
    String address = "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    assertThat(project.get(address, "text/csv").body().strip()).isEqualTo("term");
  }

  /// Pages show the reader's language.
  @ParameterizedTest
  @MethodSource("others")
  void pagesShowTheLanguageOfTheReader(Texts texts, ServedProject project) throws Exception {
    String language = "?lang=" + texts.language();
    Question question =
        Questions.read(QUERIES.resolve("questions"))
            .named("157-restrictions-on-huawei-today")
            .orElseThrow();
    // The question is about the present day.
    String title =
        question
            .titles()
            .exactly(texts.language())
            .orElseThrow()
            .replace(
                texts.day(LocalDate.parse("2026-11-26")), texts.day(LocalDate.now(ZoneOffset.UTC)));
    assertThat(
            project
                .page("/questions/157-restrictions-on-huawei-today" + language)
                .select("h1, .about")
                .eachText())
        .containsExactly(title, question.comments().exactly(texts.language()).orElseThrow());
    assertThat(project.page("/questions" + language).select("main li a").eachText())
        .contains(title);
    assertThat(project.page("/page/firm-huawei" + language).select("main li a").eachText())
        .contains(title);
    assertThat(project.page("/reports/data-quality" + language).select("h1, h2").eachText())
        .contains(
            texts.text("query.reports/data-quality.Title"),
            texts.text("query.reports/data-quality/08-orphans.Title"));
    assertThat(project.page("/" + language).select(".cards a").eachText())
        .contains(texts.text("topic.Countries"));
  }
}
