package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.pages.Questions.Question;

/// Pages begin with a sentence that answers, which is also their description.
@UsesServedProject
final class AnswersTest {
  private final ServedProject project;

  AnswersTest(ServedProject project) {
    this.project = project;
  }

  @TestFactory
  Stream<DynamicTest> everyQuestionIsAnsweredInASentence() throws Exception {
    List<Question> questions = Questions.read(Path.of("queries/questions")).withPages();
    assertThat(questions).hasSizeGreaterThan(140);
    return questions.stream()
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> answered(question)));
  }

  private void answered(Question question) throws Exception {
    Document page = project.page(question.page());
    String sentence = page.select(".finding").text();
    assertThat(sentence).isNotBlank().doesNotContain("{").endsWith(".");
    assertThat(page.select("meta[name=description]").attr("content")).startsWith(sentence);
    assertThat(page.select("figure.view").attr("aria-label")).isEqualTo(sentence);
    if (question.view().filter(AnswersTest::hasOneNumber).isPresent()) {
      assertThat(sentence).contains(leader(page, question.view().get()));
    }
  }

  private static boolean hasOneNumber(AnswerPicture view) {
    return view.kind().equals("bar")
        && view.drawn().size() == 1
        && view.columns().size() == 2
        && view.choices().isEmpty()
        && view.unitColumn().isEmpty();
  }

  /// The name in the row with the largest number, which has its exact value in a title.
  private static String leader(Document page, AnswerPicture view) {
    List<Element> rows = page.select("table.answer tbody tr");
    List<String> columns = page.select("table.answer thead th").eachText();
    int at = columns.indexOf(page.select("figure.view").attr("data-measured"));
    return rows.stream()
        .max((a, b) -> Double.compare(value(a, at), value(b, at)))
        .orElseThrow()
        .child(columns.indexOf(view.columns().getFirst()))
        .text();
  }

  private static double value(Element row, int column) {
    String value = row.child(column).select("span[title]").attr("title");
    return value.isEmpty() ? 0 : Double.parseDouble(value);
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

  /// SMIC is on four lists, and one act restricts it; the act that put it on the Entity List is not
  /// one more.
  @Test
  void actThatListsAFirmIsCountedOnce() throws Exception {
    assertThat(project.page("/page/firm-smic").select(".answer-first").text())
        .contains("name it: 5, the first in 2020");
  }

  @ParameterizedTest
  @CsvSource({"zh, 居首", "de, vorn"})
  void answersAreInTheLanguageOfTheReader(String language, String words) throws Exception {
    assertThat(
            project
                .page("/questions/145-chips-by-owner?lang=" + language)
                .select(".finding")
                .text())
        .contains(words);
    assertThat(project.page("/page/country-CHN?lang=" + language).select(".answer-first").text())
        .contains(language.equals("zh") ? "居首" : "vorn");
  }
}
