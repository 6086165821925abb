package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WebElement;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// The gallery of questions: every picture that a question declares is drawn.
@ExtendWith(Shown.Resolver.class)
final class GalleryTest {
  private final Shown shown;
  private final Browser browser;

  GalleryTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @Test
  void everyDeclaredPictureIsDrawn() throws IOException {
    List<Question> pictured =
        Questions.read(Path.of("queries/questions")).list().stream()
            .filter(question -> question.view().isPresent())
            .toList();
    assertThat(pictured).hasSizeGreaterThanOrEqualTo(56);
    for (Question question : pictured) {
      String kind = question.view().orElseThrow().kind();
      shown.open(question.page());
      browser.await("figure.view[data-drawn=" + kind + "] .drawing");
      browser.awaitDrawing();
      browser.screenshot("question-" + question.name());
    }
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.outsideRequests()).isEmpty();
  }

  /// What joins two sorts of things: a list of each, and a line a row. Two things of one name stay
  /// two.
  @Test
  void twoSortsOfThingsStandSideBySide() {
    shown.open("/questions/62-cpc-bridges");
    browser.await(".sides-of svg path");
    assertThat(browser.all(".sides-of svg path")).hasSameSizeAs(browser.all("tbody tr"));
    assertThat(browser.all(".sides-of li"))
        .filteredOn(name -> name.getText().equals("quantum computing"))
        .hasSize(2);
    browser.phone();
    assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
        .isEqualTo(0L);
    browser.desk();
  }

  @Test
  void aChartSaysWhatItMeasuresAndInWhichUnit() {
    shown.open("/questions/03-rd-share-of-gdp");
    browser.await(".drawing svg");
    assertThat(browser.find(".drawing").getText()).contains("value, percent");
  }

  /// Without scripts nothing is drawn, and no caption says that something is.
  @Test
  void withoutScriptsThereIsTheTableAlone() {
    browser.scripts(false);
    shown.open("/questions/03-rd-share-of-gdp");
    assertThat(browser.find("figure.view").isDisplayed()).isFalse();
    assertThat(browser.all("tbody tr")).hasSize(3);
    browser.scripts(true);
  }

  @Test
  void aReaderOpensAQuestionAndTakesItToTheEditor() {
    shown.open("/questions");
    browser.find("a[href='/questions/49-firms-by-country']").click();
    browser.await("figure.view[data-drawn=map]");
    browser.find("a.button").click();
    browser.await("#result[data-drawn=map]");
    assertThat(browser.all("#result .drawing svg path").size()).isGreaterThan(150);
  }

  @Test
  void theGalleryIsNarrowedByWords() {
    shown.open("/questions");
    WebElement box = browser.await(".narrow input");
    int all = shownQuestions();
    box.sendKeys("export controls");
    assertThat(shownQuestions()).isBetween(1, 10);
    assertThat(browser.find(".narrow output").getText()).isEqualTo(shownQuestions() + " questions");
    browser.screenshot("questions-narrowed");
    box.clear();
    box.sendKeys(" ");
    assertThat(shownQuestions()).isEqualTo(all);
  }

  /// It declares none, and its answer calls for none.
  @Test
  void aQuestionMayHaveNoPicture() {
    shown.open("/questions/43-us-areas-without-eu-match");
    browser.await("the figure is gone", () -> browser.all("figure.view").isEmpty());
    assertThat(browser.find("main").getText())
        .contains("Lists of technologies", "More on this topic");
  }

  private int shownQuestions() {
    return (int) browser.all(".topics li").stream().filter(WebElement::isDisplayed).count();
  }
}
