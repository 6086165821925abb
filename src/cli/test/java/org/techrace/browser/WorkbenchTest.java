package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.techrace.serve.work.Limits;

/// Tests the SPARQL workbench: editing, running, all views, cancelling, downloads.
@InBrowser
final class WorkbenchTest {
  private static final String EDITOR = ".editor textarea";
  private static final String PREFIX = "PREFIX tr: <https://w3id.org/techrace/ontology#>\n";
  private static final String BY_SPEAKER =
      PREFIX + "SELECT ?who (COUNT(*) AS ?n) { ?c tr:speaker ?who } GROUP BY ?who";
  private static final String BY_CLAIM = PREFIX + "SELECT ?claim ?who { ?claim tr:speaker ?who }";
  private final Shown shown;
  private final Browser browser;

  WorkbenchTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  /// Tabs of other tests would be opened again.
  @BeforeEach
  void forgetTabs() {
    shown.open("/downloads");
    browser.script("localStorage.clear()");
  }

  @AfterEach
  void nothingWentWrongAndNobodyElseWasAsked() {
    browser.dark(false);
    browser.desk();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.outsideRequests()).isEmpty();
  }

  @Test
  void opensWithAShortQueryAndItsAnswer() {
    shown.open("/sparql");
    drawn("table");
    assertThat(browser.all(".editor .CodeMirror-line")).hasSizeLessThan(12);
    assertThat(browser.find(".editor").getText()).containsOnlyOnce("PREFIX");
    assertThat(browser.all("#result tbody tr")).hasSizeGreaterThan(10);
    assertThat(browser.address().getQuery()).isNull();
    assertThat(browser.bytesSent()).as("bytes of the page and its files").isLessThan(250_000);
  }

  /// A phone shows the first rows of a long answer, and more on demand.
  @Test
  void isAtMost6000PixelsHighOnAPhone() {
    browser.phone();
    shown.open("/sparql");
    drawn("table");
    assertThat(browser.all("#result tbody tr")).hasSize(10);
    assertThat((Long) browser.script("return document.documentElement.scrollHeight"))
        .isLessThanOrEqualTo(6000L);
    browser.find("#result .more").click();
    browser.await("more rows", () -> browser.all("#result tbody tr").size() == 20);
  }

  /// The query is shown unchanged with its error marked; after a correction it is answered.
  @Test
  void correctsAQueryWithoutScripts() {
    browser.scripts(false);
    try {
      shown.open("/sparql");
      WebElement area = browser.find("textarea");
      area.clear();
      area.sendKeys("SELECT *\nWHERE { ?s ?p ?o ?wrong }\nLIMIT 3");
      browser.find(".ask button").click();
      assertThat(browser.await(".fault .sentence").getText())
          .isEqualTo("The query has an error: '?wrong' is not expected at line 2, column 18.");
      assertThat(browser.all(".fault mark").stream().map(WebElement::getText).toList())
          .containsExactly("", "?wrong", "");
      browser.screenshot("sparql-wrong");
      browser.scripts(true);
      assertThat(browser.barriers()).isEmpty();
      browser.scripts(false);
      WebElement again = browser.find("textarea");
      assertThat(again.getDomProperty("value"))
          .isEqualTo("SELECT *\nWHERE { ?s ?p ?o ?wrong }\nLIMIT 3");
      again.clear();
      again.sendKeys("SELECT * WHERE { ?s ?p ?o } LIMIT 3");
      browser.find(".ask button").click();
      browser.await("#result tbody tr");
      assertThat(browser.all("#result tbody tr")).hasSize(3);
      assertThat(browser.complaints()).allMatch(told -> told.contains("400"));
    } finally {
      browser.scripts(true);
    }
  }

  @Test
  void completesAndRunsAQuery() {
    shown.open("/sparql");
    browser.await(".editor .CodeMirror");
    write("SELECT ?claim ?who WHERE { ?claim tr:spea");
    browser.await(".CodeMirror-hints");
    assertThat(browser.find(".CodeMirror-hint").getText())
        .contains("tr:speaker")
        .contains("speaker");
    browser.screenshot("workbench-completion");
    browser.find(EDITOR).sendKeys(Keys.ENTER, " ?who } LIMIT 7");
    browser.find(EDITOR).sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    browser.await("asked", () -> browser.find(".status").getText().startsWith("7 rows"));
    drawn("table");
    assertThat(browser.find(".status").getText()).matches("7 rows in [0-9.]+ s");
    assertThat(browser.all("#result tbody tr")).hasSize(7);
    assertThat(browser.find("#result td .beside").getText()).startsWith("id:");
    assertThat(browser.address().getQuery()).contains("tr:speaker");
  }

  @Test
  void showsHowAQueryRan() {
    shown.open("/sparql");
    browser.await(".editor .CodeMirror");
    write("SELECT ?claim ?who { ?claim tr:speaker ?who . ?who a ?kind }");
    browser.find("form.ask button[title^='Runs the query']").click();
    drawn("plan");
    String plan = browser.find("#result pre").getText();
    assertThat(plan).contains("rows", "expected", "operator", "?claim tr:speaker ?who");
    assertThat(plan.lines().count()).isGreaterThan(3);
    browser.screenshot("workbench-plan");
  }

  @Test
  void findsAThingByName() {
    shown.open("/sparql");
    browser.await(".editor .CodeMirror");
    write("SELECT * { id:huaw");
    browser.await("a hint", () -> browser.all(".CodeMirror-hint").size() > 1);
    assertThat(browser.find(".CodeMirror-hint").getText()).contains("id:firm-huawei", "Huawei");
    browser.screenshot("workbench-completion-things");
    browser.find(EDITOR).sendKeys(Keys.ENTER, " ?p ?o }");
    browser.find("form.ask button").click();
    browser.await("asked", () -> browser.find("#result").getText().contains("Huawei"));
  }

  /// A query from elsewhere that uses prefixes without declaring them.
  @Test
  void addsMissingPrefixesToPastedQueries() {
    shown.open("/sparql");
    browser.await(".editor .CodeMirror");
    write("");
    browser.script(
        """
        const data = new DataTransfer();
        data.setData("text", arguments[0]);
        const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
        document.querySelector(".editor textarea").dispatchEvent(paste);
        """,
        "SELECT ?x ?n { ?x a tr:Policy ; skos:notation ?n } # not foaf:name\n");
    assertThat(browser.find(".editor").getText())
        .contains("PREFIX tr: <", "PREFIX skos: <")
        .doesNotContain("PREFIX foaf:", "PREFIX rdfs:");
    browser.find("form.ask button").click();
    browser.await("asked", () -> browser.address().getQuery() != null);
    drawn("table");
    assertThat(browser.all("#result tbody tr")).hasSizeGreaterThan(10);
  }

  @Test
  void linkOpensTheSameQueryInTheSameView() {
    ask(BY_SPEAKER, "#bar,who,n");
    drawn("bar");
    browser.find(".views button[data-kind=table]").click();
    drawn("table");
    URI table = browser.address();
    assertThat(table.getFragment()).isEqualTo("table");
    shown.open("/");
    browser.open(table);
    drawn("table");
    assertThat(browser.find(".editor").getText()).contains("COUNT(*) AS ?n");
    browser.find(".views button[data-kind=bar]").click();
    drawn("bar");
    assertThat(browser.address().getFragment()).isEqualTo("bar");
  }

  /// The reader has not selected a view.
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "bar; SELECT ?who (COUNT(*) AS ?n) { ?c tr:speaker ?who } GROUP BY ?who",
        "map; SELECT ?area (COUNT(*) AS ?n) { ?f a tr:Firm . ?f tr:country ?area } GROUP BY ?area",
        "line; SELECT ?year (AVG(?v) AS ?mean) { ?o tr:when ?year . ?o tr:value ?v } GROUP BY"
            + " ?year",
        "timeline; SELECT ?event ?from { ?event a tr:Event . ?event tr:when ?from }",
        "graph; CONSTRUCT WHERE { ?claim tr:opposes ?other . ?claim tr:speaker ?who }",
        "matrix; SELECT ?who ?stance (COUNT(*) AS ?n) { ?c tr:speaker ?who . ?c tr:stance ?stance }"
            + " GROUP BY ?who ?stance",
        "table; SELECT ?claim ?who (1 AS ?n) { ?claim tr:speaker ?who }",
        "table; SELECT * { ?claim tr:speaker ?who }",
      })
  void choosesASuitableView(String kind, String query) {
    ask(PREFIX + query, "");
    drawn(kind);
  }

  /// Each view draws something.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "bar; SELECT ?kind (COUNT(*) AS ?n) { ?thing a ?kind } GROUP BY ?kind",
        "matrix; SELECT ?who ?stance { ?c tr:speaker ?who . ?c tr:stance ?stance }",
        "timeline; SELECT ?event ?from { ?event a tr:Event . ?event tr:when ?from }",
        "graph; CONSTRUCT WHERE { ?claim tr:opposes ?other . ?claim tr:speaker ?who }",
        "map; SELECT ?area (COUNT(*) AS ?n) { ?f a tr:Firm . ?f tr:country ?area } GROUP BY ?area",
        "line; SELECT ?year (AVG(?v) AS ?mean) { ?o tr:when ?year . ?o tr:value ?v } GROUP BY"
            + " ?year",
      })
  void drawsEveryView(String kind, String query) {
    ask(PREFIX + query, "#" + kind);
    drawn(kind);
    browser.awaitDrawing();
    browser.screenshot("workbench-" + kind);
    browser.dark(true);
    browser.screenshot("workbench-" + kind + "-dark");
  }

  @Test
  void showsAMessageForAnEmptyAnswer() {
    ask(PREFIX + "SELECT * { ?claim tr:nobody ?who }", "");
    drawn("table");
    assertThat(browser.find("#result").getText()).contains("No results.");
  }

  /// A click on a name in a graph follows its link; with two-sided graphs the keyboard works, too.
  @Test
  void twoSidedGraphConsistsOfLinks() {
    ask(BY_CLAIM, "#graph,claim,who");
    drawn("graph");
    WebElement name = browser.find(".sides-of li a");
    browser.script("arguments[0].focus()", name);
    assertThat(browser.all(".sides-of path.on")).as("its lines stand out").isNotEmpty();
    name.sendKeys(Keys.ENTER);
    browser.await("its page", () -> browser.address().getPath().startsWith("/page/"));
  }

  @Test
  void marksThePlaceOfAnError() {
    ask("SELECT ?a WHERE {\n  ?a ?b }} ?c", "");
    assertThat(browser.await(".wrong-here").getText())
        .isEqualTo(
            "Line 2, column 9: '}' is not expected. Expected: an IRI or a prefixed name, a variable"
                + " or a literal. The } at line 2, column 10 has no { before it.");
    assertThat(browser.find(".CodeMirror .wrong").getText()).startsWith("}");
    assertThat(browser.find("#result [role=alert]").getText()).contains("line 2, column 9");
    browser.screenshot("workbench-wrong");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.complaints()).hasSize(1).allMatch(c -> c.contains("400 (Bad Request)"));

    write("ASK { }");
    assertThat(browser.all(".wrong-here")).isEmpty();
    browser.find("form.ask button").click();
    drawn("table");
    assertThat(browser.find("#result td").getText()).isEqualTo("yes");
  }

  /// The query would run until the server's time limit.
  @Test
  void cancelsALongQueryAlsoOnTheServer() {
    ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a < ?f) }", "");
    browser.await("the server is at work", () -> queriesRunning() > 0);
    browser.await("its seconds are counted", () -> status().matches("Asking … \\d+ s"));
    browser.screenshot("workbench-asking");
    browser.await(".actions button.quiet:not(:disabled)").click();
    browser.await("it says so", () -> status().equals("Cancelled."));
    long cancelled = System.nanoTime();
    browser.await("the server rests", () -> queriesRunning() == 0);
    assertThat(Duration.ofNanos(System.nanoTime() - cancelled))
        .isLessThan(Limits.DEFAULT.time().dividedBy(2));
  }

  @Test
  void showsAnExampleWithItsPicture() {
    shown.open("/sparql");
    browser.await(".editor .CodeMirror");
    WebElement example =
        browser.all("select[aria-label=Examples] option").stream()
            .filter(
                option ->
                    option.getText().startsWith("How favourably do the claims of each document"))
            .findFirst()
            .orElseThrow();
    example.click();
    drawn("bar");
    assertThat(browser.address().getFragment())
        .isEqualTo("bar,name,favourable,unfavourable,mixed,neutral");
    browser.screenshot("workbench-example");
    assertThat(browser.barriers()).isEmpty();
    browser.dark(true);
    assertThat(browser.faintTexts()).as("dark").isEmpty();
    browser.phone();
    browser.screenshot("workbench-phone");
    assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
        .isEqualTo(0L);
  }

  @Test
  void sortsTablesAndShowsDetailsUnderThePointer() {
    ask("SELECT * { ?claim <https://w3id.org/techrace/ontology#speaker> ?who }", "");
    drawn("table");
    WebElement column = browser.find("#result th button[title='Sort by who']");
    column.click();
    String first = browser.await("#result tbody td:nth-child(2)").getText();
    column.click();
    assertThat(browser.await("#result tbody td:nth-child(2)").getText()).isGreaterThan(first);
    browser.rest(browser.find("#result tbody a"));
    assertThat(browser.await(".card").getText()).contains("claim by ", "about ");
    browser.screenshot("workbench-card");
  }

  private void ask(String query, String hash) {
    shown.open("/sparql?query=" + URLEncoder.encode(query, UTF_8).replace("+", "%20") + hash);
  }

  private String status() {
    return browser.find(".status").getText();
  }

  private double queriesRunning() {
    URI metrics = shown.project().server().operationsUri().resolve("metrics");
    try (InputStream text = metrics.toURL().openStream()) {
      return new String(text.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("techrace_queries_running"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drawn(String kind) {
    browser.await("#result[data-drawn=" + kind + "]");
  }

  /// Replaces the query.
  private void write(String text) {
    browser.find(".editor .CodeMirror-lines").click();
    WebElement input = browser.find(EDITOR);
    input.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    input.sendKeys(text);
  }
}
