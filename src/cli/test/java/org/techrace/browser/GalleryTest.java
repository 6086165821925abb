package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;

/// Tests the gallery of questions: every declared picture is drawn.
@InBrowser
final class GalleryTest {
  /// Finds texts of a picture that leave its box or overlap. Rotated texts are not compared with
  /// each other: their bounding boxes are larger than the texts.
  private static final String UNREADABLE =
      """
      const found = [];
      for (const svg of document.querySelectorAll(".drawing svg")) {
        const outer = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")]
          .map(text => ({
            words: text.textContent.trim(),
            box: text.getBoundingClientRect(),
            turned: /rotate|matrix\\((?!1,0,0,1)/.test(text.getAttribute("transform") ?? "")
          }))
          .filter(text => text.words && text.box.width > 0);
        for (const { words, box } of texts) {
          if (box.left < outer.left - 1 || box.right > outer.right + 1
              || box.top < outer.top - 1 || box.bottom > outer.bottom + 1) {
            found.push("outside the picture: " + words);
          }
        }
        const flat = texts.filter(text => !text.turned);
        flat.forEach((a, i) => flat.slice(i + 1).forEach(b => {
          const over = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
          const under = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (over > 3 && under > 5) found.push(a.words + " covers " + b.words);
        }));
      }
      return found;
      """;

  private final Shown shown;
  private final Browser browser;

  GalleryTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @Test
  void everyDeclaredPictureIsDrawnAndReadable() throws IOException {
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
      List<?> unreadable = (List<?>) Objects.requireNonNull(browser.script(UNREADABLE));
      if (!unreadable.isEmpty()) {
        browser.screenshot("question-" + question.name());
      }
      assertThat(unreadable).as(question.name()).isEmpty();
    }
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.outsideRequests()).isEmpty();
  }

  /// Two kinds of things are drawn as two lists. Each thing is listed once, with a line for each
  /// row.
  @Test
  void drawsTwoKindsOfThingsAsTwoLists() {
    shown.open("/questions/02-firms-and-places");
    browser.await(".sides-of svg path");
    assertThat(browser.all(".sides-of svg path")).hasSameSizeAs(browser.all("tbody tr"));
    assertThat(browser.all(".sides-of li"))
        .filteredOn(name -> name.getText().equals("China"))
        .hasSize(1);
    browser.phone();
    assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
        .isEqualTo(0L);
    browser.desk();
  }

  @Test
  void chartIsLaidOutAgainWhenItsWidthChanges() {
    shown.open("/questions/179-views-of-china");
    browser.await("figure.view[data-drawn=bar] .drawing");
    browser.awaitDrawing();
    browser.phone();
    browser.await(
        "no name is cut",
        () ->
            browser.find(".drawing svg").getSize().getWidth() <= 375
                && ((List<?>) Objects.requireNonNull(browser.script(UNREADABLE)))
                    .stream().noneMatch(found -> String.valueOf(found).startsWith("outside")));
    browser.desk();
  }

  @Test
  void chartsShowMeasureAndUnit() {
    shown.open("/questions/122-rd-by-performer");
    browser.await(".drawing svg");
    assertThat(browser.find(".drawing").getText()).contains("(%)");
  }

  /// Draws an answer of three columns with a module of the pages and returns the visible text.
  private String drawn(String module, String function, String columns, String rows) {
    return drawn(module, function, columns, rows, "[0, 1]");
  }

  private String drawn(
      String module, String function, String columns, String rows, String shownColumns) {
    shown.open("/questions");
    return String.valueOf(
        browser.script(
            """
            return (async () => {
              const drawing = await import("/static/%s.js");
              const year = value => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#gYear" });
              const number = value => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#decimal" });
              const name = value => ({ type: "literal", value });
              const frame = document.querySelector("main").appendChild(document.createElement("div"));
              frame.style.width = "700px";
              await drawing.%s(frame, { columns: [%s], rows: [%s] }, %s);
              await new Promise(done => setTimeout(done, 300));
              const lines = [...frame.querySelectorAll("path")].map(path => path.getAttribute("d"))
                .filter(d => /^M[^Z]*L[^Z]*$/.test(d)).length;
              return frame.innerText + " [" + [...frame.querySelectorAll("title")].map(one => one.textContent).join("|") + "] strokes: " + lines;
            })();
            """
                .formatted(module, function, columns, rows, shownColumns)));
  }

  @Test
  void barsOfferTheYearWhereALabelHasSeveralValues() {
    assertThat(
            drawn(
                "charts",
                "drawBars",
                "'area', 'value', 'year'",
                "[name('Aa'), number('1'), year('2020')], [name('Aa'), number('2'), year('2021')],"
                    + " [name('Bb'), number('3'), year('2019')]"))
        .contains("latest of each", "3 rows; shown: 2 (year: latest of each).");
  }

  @Test
  void barsDrawEveryRowWhereNothingTellsValuesApart() {
    assertThat(
            drawn(
                "charts",
                "drawBars",
                "'area', 'value'",
                "[name('Aa'), number('17'), null], [name('Aa'), number('29'), null]"))
        .contains("17", "29", "Several rows have the same place. All are drawn.");
  }

  @Test
  void allLinesAreDrawnIfThereAreMoreThanColours() {
    StringBuilder rows = new StringBuilder();
    for (int line = 1; line <= 9; line++) {
      for (String year : List.of("2020", "2021")) {
        rows.append("[year('%s'), number('%d'), name('L%d')],".formatted(year, line, line));
      }
    }
    assertThat(
            drawn("charts", "drawLines", "'year', 'value', 'name'", rows.toString(), "[0, 1, 2]"))
        .contains("L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9");
  }

  @Test
  void mapShowsTheLatestValueAndSaysSo() {
    assertThat(
            drawn(
                "map",
                "drawMap",
                "'area', 'value', 'year'",
                "[name('China'), number('5'), year('2020')], [name('China'), number('7'),"
                    + " year('2021')]"))
        .contains("China: 7", "2 rows; shown: 1 (year: latest of each).")
        .doesNotContain("China: 5");
  }

  /// Large numbers are in different classes if one is many times another.
  @Test
  void classesOfMapsTellFarNumbersApart() {
    shown.open("/sparql");
    Object classes =
        browser.asyncScript(
            """
            const done = arguments[arguments.length - 1];
            import("/static/map.js").then(map =>
              done(JSON.stringify([
                map.classes([500, 25.05, 21.3, 10.5, 6.74, 3.89, 3.76, 2.69, 1.2, 0.74, 0.05]),
                map.classes([0, 1, 2, 3, 5, 8, 900]),
                map.classes([90, 91, 92, 95, 99, 100])])));
            """);
    assertThat(String.valueOf(classes))
        .isEqualTo(
            "[[[0.05,3.89],[6.74,10.5],[21.3,25.05],[500,500]],"
                + "[[0,8],[900,900]],"
                + "[[90,91],[92,92],[95,95],[99,100]]]");
  }

  @Test
  void linesOfDifferentSourcesAreSeparateSeries() {
    assertThat(
            drawn(
                "charts",
                "drawLines",
                "'year', 'value', 'source'",
                "[year('2020'), number('1'), name('OECD')], [year('2020'), number('2'),"
                    + " name('NCSES')], [year('2021'), number('3'), name('OECD')], [year('2021'),"
                    + " number('4'), name('NCSES')]"))
        .contains("OECD", "NCSES");
  }

  @Test
  void boundsAreDrawnAsWhiskers() {
    String without =
        drawn(
            "charts",
            "drawBars",
            "'area', 'value'",
            "[name('Aa'), number('5')], [name('Bb'), number('12')]");
    String with =
        drawn(
            "charts",
            "drawBars",
            "'area', 'value', 'lower', 'upper'",
            "[name('Aa'), number('5'), number('4'), number('6')],"
                + " [name('Bb'), number('12'), number('3'), number('12')]");
    assertThat(strokes(with) - strokes(without)).as("two whiskers of three lines").isEqualTo(6);
  }

  private static int strokes(String drawn) {
    return Integer.parseInt(drawn.substring(drawn.lastIndexOf(' ') + 1));
  }

  @Test
  void valueThatIsMissingIsNamed() {
    assertThat(
            drawn(
                "charts",
                "drawBars",
                "'area', 'value', 'qualifier'",
                "[name('Aa'), number('5'), name('about')], [name('Bb'), null, name('level with"
                    + " Aa')], [name('Cc'), null, null]"))
        .contains("level with Aa", "no data");
  }

  /// Labels of edges that would lie on another label or a name are hidden, and the picture says so.
  @Test
  void edgeLabelsOfGraphsDoNotOverlap() {
    shown.open("/sparql");
    String covered =
        String.valueOf(
            browser.asyncScript(
                """
                const done = arguments[arguments.length - 1];
                import("/static/graph.js").then(async graph => {
                  const name = value => ({ type: "literal", value });
                  const rows = [];
                  for (let i = 0; i < 9; i++) for (let j = 0; j < 9; j++) {
                    if (i !== j) rows.push([name("thing " + i), name("thing " + j), name("has a long relation " + i + " with " + j)]);
                  }
                  const frame = document.querySelector("main").appendChild(document.createElement("div"));
                  await graph.drawGraph(frame, { columns: ["from", "to", "edge"], rows }, [0, 1, 2]);
                  const cy = frame.querySelector(".graph")._cyreg.cy;
                  const label = edge => edge.boundingBox({ includeLabels: true, includeEdges: false, includeOverlays: false });
                  const boxes = [...cy.edges().filter(edge => edge.data("shown")).map(label),
                    ...cy.nodes().map(node => node.boundingBox({ includeLabels: true, includeEdges: false }))];
                  let covered = 0;
                  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
                    if (Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1) > 1 && Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1) > 1) covered++;
                  }));
                  done(covered + " of " + boxes.length + "; " + frame.innerText);
                }, problem => done(String(problem)));
                """));
    assertThat(covered).startsWith("0 of ").contains("Point at a line");
  }

  @Test
  void showsThePictureOfTheServerWithoutScripts() {
    browser.scripts(false);
    try {
      shown.open("/questions/122-rd-by-performer");
      assertThat(browser.find("figure.view noscript img").getAttribute("naturalWidth"))
          .isNotEqualTo("0");
      assertThat(browser.find("figure.view .room").isDisplayed()).isFalse();
      assertThat(browser.all("tbody tr")).isNotEmpty();
    } finally {
      browser.scripts(true);
    }
  }

  /// Two columns tell the rows apart, and the most frequent value of one has no row with that of
  /// the other: the usual choice has rows all the same.
  @Test
  void theUsualChoiceHasRows() {
    assertThat(
            drawn(
                "matrix",
                "drawMatrix",
                "'row', 'column', 'value', 'one', 'other'",
                "[name('A'), name('B'), number('1'), name('x'), name('p')],"
                    + " [name('A'), name('B'), number('2'), name('x'), name('q')],"
                    + " [name('A'), name('B'), number('3'), name('y'), name('r')],"
                    + " [name('A'), name('B'), number('4'), name('z'), name('r')],"
                    + " [name('A'), name('B'), number('5'), name('w'), name('r')]",
                "[0, 1, 2]"))
        .doesNotContain("NaN")
        .contains("shown: 1");
  }

  @Test
  void opensAQuestionInTheEditor() {
    shown.open("/questions");
    browser.find("a[href='/questions/49-firms-by-country']").click();
    browser.await("figure.view[data-drawn=map]");
    browser.find("a.button").click();
    browser.await("#result[data-drawn=map]");
    assertThat(browser.all("#result .drawing svg path").size()).isGreaterThan(150);
  }

  @Test
  void filtersTheGalleryByWords() {
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

  /// The question declares no picture, and its answer suggests none.
  @Test
  void showsNoPictureForAnUnsuitableAnswer() {
    shown.open("/questions/43-us-areas-without-eu-match");
    browser.await("the figure is gone", () -> browser.all("figure.view").isEmpty());
    assertThat(browser.find("main").getText())
        .contains("Lists of technologies", "More on this topic");
  }

  private int shownQuestions() {
    return (int) browser.all(".topics li").stream().filter(WebElement::isDisplayed).count();
  }
}
