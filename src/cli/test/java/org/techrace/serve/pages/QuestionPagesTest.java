package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.pages.Questions.Question;

/// The pages of the project's questions: names in answers are links, and parameters are fields.
@UsesServedProject
final class QuestionPagesTest {
  /// Columns of answers that hold texts, not names of things.
  private static final Set<String> TEXTS =
      Set.of(
          "agreement",
          "answer",
          "built by",
          "chinese",
          "class",
          "code",
          "definition",
          "form",
          "how",
          "mapped by",
          "measure",
          "note",
          "period",
          "purpose",
          "reason",
          "relation",
          "role",
          "section",
          "source named",
          "status",
          "vocabulary",
          "verdict",
          "when implied",
          "why",
          "year implied");

  /// Words in English that a query writes for rows without a name.
  private static final Pattern WRITTEN = Pattern.compile("\"([^\"]+)\"@en");

  private final ServedProject project;

  QuestionPagesTest(ServedProject project) {
    this.project = project;
  }

  private static List<Question> questions() throws Exception {
    return Questions.read(Path.of("queries/questions")).list();
  }

  @Test
  void everyNameInAnAnswerIsALink() throws Exception {
    Set<String> unlinked = new TreeSet<>();
    List<String> keys = new ArrayList<>();
    for (Question question : questions()) {
      Document page = project.page(question.page());
      for (Element cell : page.select("section[aria-labelledby=answer] td:not(.number)")) {
        String text = cell.text();
        // Several names in one cell are a text, and so is a row of what has no name.
        boolean plain =
            text.isEmpty()
                || text.contains(", ")
                || text.equals("not known")
                || text.matches("[-\\d,.]+( [kM]|bn|tn)?");
        if (!plain && cell.select("a, time").isEmpty()) {
          unlinked.add(cell.attr("data-head"));
        }
        if (text.matches("[A-Z]\\d+") && cell.select("a").isEmpty()) {
          keys.add(question.name() + ": " + text);
        }
      }
    }
    assertThat(unlinked).isSubsetOf(TEXTS);
    assertThat(keys).as("keys that a reader cannot know").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "zh"})
  void wordsThatAQueryWritesAreInTheLanguageOfTheReader(String language) throws Exception {
    Set<String> english = new TreeSet<>();
    int asked = 0;
    for (Question question : questions()) {
      List<String> words =
          WRITTEN.matcher(question.query()).results().map(word -> word.group(1)).toList();
      if (!words.isEmpty()) {
        asked++;
        Document page = project.page(question.page() + "?lang=" + language);
        page.select("section[aria-labelledby=answer] td").eachText().stream()
            .filter(words::contains)
            .forEach(word -> english.add(question.name() + ": " + word));
      }
    }
    assertThat(asked).isGreaterThan(3);
    assertThat(english).isEmpty();
  }

  @Test
  void everyParameterOffersItsUsualValueAmongOthers() throws Exception {
    List<Question> asked = questions().stream().filter(q -> !q.parameters().isEmpty()).toList();
    assertThat(asked).hasSizeGreaterThan(15);
    for (Question question : asked) {
      for (Element field : project.page(question.page()).select(".fields select")) {
        assertThat(field.select("option[selected]")).as(question.name()).isNotEmpty();
        assertThat(field.select("option").size()).as(question.name()).isPositive();
      }
    }
  }

  @Test
  void aParameterRerunsTheQuestion() throws Exception {
    String page = "/questions/157-restrictions-on-huawei-today";
    Document other = project.page(page + "?firm=firm-hikvision");
    assertThat(other.select("h1").text()).contains("Hikvision").doesNotContain("Huawei");
    assertThat(other.select("section[aria-labelledby=answer] tbody tr").size())
        .isPositive()
        .isNotEqualTo(project.page(page).select("section[aria-labelledby=answer] tbody tr").size());
    assertThat(other.select("figure.view").attr("data-query"))
        .contains("VALUES ?firm { <https://w3id.org/techrace/id/firm-hikvision> }");
  }

  @Test
  void aValueThatIsNotOfferedIsRefused() throws Exception {
    assertThat(
            project
                .get("/questions/157-restrictions-on-huawei-today?firm=country-CHN", "text/html")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aDayCanBeAny() throws Exception {
    String page = "/questions/155-export-controls-in-force";
    Document usual = project.page(page + "?day=2025-12-01");
    assertThat(usual.select("h1").text()).contains("1 December 2025");
    Document other = project.page(page + "?day=2021-05-09");
    assertThat(other.select("h1").text()).contains("9 May 2021").doesNotContain("2025");
    assertThat(other.select("input[type=date]").attr("value")).isEqualTo("2021-05-09");
    int rows = usual.select("section[aria-labelledby=answer] tbody tr").size();
    assertThat(other.select("section[aria-labelledby=answer] tbody tr").size())
        .isPositive()
        .isLessThan(rows);
    assertThat(project.page(page + "?lang=de&day=2021-05-09").select("h1").text())
        .contains("9. Mai 2021");
    for (String wrong : List.of("2021-02-30", "today", "2021-05-09&day=2021-05-10")) {
      HttpResponse<String> refused = project.get(page + "?day=" + wrong, "text/html");
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(refused.body()).contains("expected one day, such as 2025-12-01");
    }
  }

  /// A question about the present day has this day in its field, its title and its query, and keeps
  /// any other day in its addresses.
  @Test
  void todayIsTheDayOfTheReader() throws Exception {
    String page = "/questions/157-restrictions-on-huawei-today";
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    Document usual = project.page(page);
    String today = usual.select("input[type=date][name=day]").attr("value");
    assertThat(LocalDate.parse(today)).isBetween(before, LocalDate.now(ZoneOffset.UTC));
    assertThat(usual.select("h1").text())
        .endsWith(today.substring(0, 4) + "?")
        .doesNotContain("26 November 2026");
    assertThat(usual.select("figure.view").attr("data-query")).contains(today);
    Document other = project.page(page + "?day=2026-11-26");
    assertThat(other.select("h1").text()).contains("26 November 2026");
    assertThat(other.select("meta[property=og:image]").attr("content")).contains("day=2026-11-26");
    assertThat(project.page("/questions").select("a[href=" + page + "]").text())
        .isEqualTo(usual.select("h1").text());
  }

  /// The sentence and the caption of an answer have the day of its title.
  @Test
  void timeOfAnAnswerIsTheChosenDay() throws Exception {
    Document page = project.page("/questions/168-bodies-that-restrict?day=2026-11-30");
    assertThat(page.select("h1").text()).contains("30 November 2026");
    assertThat(page.select("meta[name=description]").attr("content")).contains("30 November 2026");
    assertThat(page.select(".finding").text()).contains("30 November 2026");
    assertThat(page.select("main").text()).doesNotContain("26 November");
  }

  /// A question with a field for the day has no fixed day in its title: it begins with today.
  @Test
  void everyFieldForADayBeginsWithToday() throws Exception {
    List<String> fixed =
        Questions.read(Path.of("queries/questions")).list().stream()
            .filter(one -> one.parameters().stream().anyMatch(day -> day.isDay() && !day.today()))
            .map(Question::page)
            .toList();
    assertThat(fixed).isEmpty();
  }

  /// A file that is kept without its address says where its rows are from.
  @Test
  void everyFileHasItsCreditAndItsRelease() throws Exception {
    int credited = 0;
    for (Question question : questions()) {
      String path = "/embed" + question.page();
      String page = project.page(path).text();
      for (NamedCsvRecord row : csv(path + "?format=csv")) {
        assertThat(row.getHeader()).as(path).endsWith("credit", "release");
        assertThat(row.getField("release")).as(path).matches("\\d{4}-\\d\\d-\\d\\d-[0-9a-f]+");
        assertThat(page).as(path).contains(row.getField("credit").split("; ", -1));
        credited += row.getField("credit").isEmpty() ? 0 : 1;
      }
    }
    assertThat(credited).isGreaterThan(1000);
  }

  /// Each question has its own page, which begins with it, its answer and what a reader must know.
  @Test
  void everyPageBeginsWithItsQuestion() throws Exception {
    for (Question question : questions()) {
      Document page = project.page(question.page());
      assertThat(page.select("h1").text()).as(question.name()).endsWith("?");
      assertThat(page.expectFirst(".finding").ownText()).as(question.name()).endsWith(".");
      assertThat(page.select(".about").text()).isEqualTo(question.comment());
      assertThat(page.select(".about + p a.button").isEmpty())
          .isEqualTo(question.preset().isEmpty());
    }
  }

  /// The view that answers a question has something of each of its rows: its numbers, or a name.
  @Test
  void presetLeadsToAViewWithTheSameRows() throws Exception {
    List<Question> presets = Questions.read(Path.of("queries/questions")).presets();
    assertThat(presets).hasSizeGreaterThan(70);
    for (Question question : presets) {
      String view = leadsTo(question.page());
      Document page = project.page(view);
      assertThat(page.select("h1").text()).as(view).isNotEmpty();
      String format = (view.contains("?") ? "&" : "?") + "format=csv";
      if (!view.matches("/(list|ontology).*")) {
        assertThat(page.select(".finding, .found").text()).as(view).isNotEmpty();
      }
      Set<String> shown = new TreeSet<>();
      if (view.startsWith("/ontology")) {
        shown.addAll(page.select("a, dt, th, td").eachText());
      } else {
        String file = view.startsWith("/questions") ? "/embed" + view : view;
        for (NamedCsvRecord row : csv(file + format)) {
          row.getFields()
              .forEach(
                  cell ->
                      List.of(cell.split(" \\| ", -1)).forEach(text -> shown.add(number(text))));
        }
      }
      String texts = String.join("\n", shown);
      boolean measured = view.startsWith("/observations") || view.startsWith("/questions");
      List<String> measures =
          measured ? question.view().map(AnswerPicture::measures).orElse(List.of()) : List.of();
      for (NamedCsvRecord row : csv("/sparql?format=csv&query=" + encoded(question.query()))) {
        assertThat(row.getFields().stream().map(QuestionPagesTest::number))
            .as("%s of %s", view, question.name())
            .anyMatch(text -> !text.isEmpty() && texts.contains(text));
        assertThat(measures.stream().map(measure -> number(row.getField(measure))))
            .as("%s of %s", view, question.name())
            .allMatch(number -> number.isEmpty() || shown.contains(number));
      }
    }
  }

  @Test
  void presetHasTheValuesThatAReaderChose() throws Exception {
    assertThat(leadsTo("/questions/100-semiconductor-patents?year=2015")).endsWith("&to=2015");
    assertThat(leadsTo("/questions/118-articles-since-2003?place=country-JPN"))
        .endsWith("&area=country-JPN");
  }

  private String leadsTo(String path) throws Exception {
    return project.page(path).expectFirst(".about + p a.button").attr("href");
  }

  private List<NamedCsvRecord> csv(String path) throws Exception {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(project.browse(path).body())) {
      return csv.stream().toList();
    }
  }

  private static String number(String text) {
    return text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?")
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aThingListsTheQuestionsAboutIt() throws Exception {
    assertThat(project.page("/page/firm-hikvision").select(".questions a").eachAttr("href"))
        .contains("/questions/157-restrictions-on-huawei-today?firm=firm-hikvision");
    assertThat(project.page("/page/country-CHN").select(".questions a").eachAttr("href"))
        .contains("/questions/158-restrictions-on-china-today", "/questions/18-battery-lead");
  }
}
