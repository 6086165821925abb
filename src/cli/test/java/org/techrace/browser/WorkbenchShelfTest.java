package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// Tests the tabs, history and saved queries that the workbench stores in the browser, its format
/// button, hints and short links.
@InBrowser
final class WorkbenchShelfTest {
  private static final String PREFIX = "PREFIX tr: <https://w3id.org/techrace/ontology#>\n";
  private static final String FIRST =
      "# Speakers\n" + PREFIX + "SELECT ?who { ?c tr:speaker ?who }";
  private static final String SECOND = "ASK { }";

  private final Shown shown;
  private final Browser browser;

  WorkbenchShelfTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @BeforeEach
  @AfterEach
  void forget() {
    shown.open("/downloads");
    browser.script("localStorage.clear()");
  }

  private void ask(String query) {
    shown.open("/sparql?query=" + URLEncoder.encode(query, UTF_8).replace("+", "%20"));
    drawn();
  }

  private void drawn() {
    browser.await("#result[data-drawn]");
  }

  private String text() {
    return String.valueOf(browser.script("return document.querySelector('#query').value")).strip();
  }

  private List<String> tabs() {
    return browser.all(".tab").stream().map(WebElement::getText).toList();
  }

  @Test
  void keepsTabsUntilTheyAreClosed() {
    ask(FIRST);
    ask(SECOND);
    assertThat(tabs()).containsExactly("ASK { }", "Speakers");
    browser.all(".tab").getLast().click();
    browser.await("the other query", () -> text().equals(FIRST));
    shown.open("/sparql");
    drawn();
    assertThat(text()).as("opened again").isEqualTo(FIRST);
    assertThat(browser.find(".tab[aria-pressed=true]").getText()).isEqualTo("Speakers");
    ask(SECOND);
    assertThat(tabs()).as("the same query has one tab").hasSize(2);
    browser.screenshot("workbench-tabs");
    assertThat(browser.barriers()).isEmpty();
    browser.find(".tab-of:not(.now) .quiet").click();
    assertThat(tabs()).containsExactly("ASK { }");
    browser.find(".tabs > .quiet").click();
    browser.await("a new tab", () -> tabs().size() == 2);
    assertThat(text()).startsWith("SELECT * WHERE");
  }

  @Test
  void keepsTheHistory() {
    ask(FIRST);
    ask(SECOND);
    browser.find(".shelf summary").click();
    List<WebElement> asked = browser.all(".shelf section:last-child li");
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst().getText()).startsWith("ASK { }").contains("1 row");
    asked.getLast().findElement(By.cssSelector(".link")).click();
    browser.await("the query", () -> text().equals(FIRST));
    browser.screenshot("workbench-shelf");
    assertThat(browser.barriers()).isEmpty();
    browser.find(".shelf section:last-child > .quiet").click();
    assertThat(browser.all(".shelf section:last-child li")).isEmpty();
  }

  @Test
  void savesQueriesByName() {
    ask(FIRST);
    browser.find(".shelf summary").click();
    browser.find(".shelf input").sendKeys("Mine", Keys.ENTER);
    ask(SECOND);
    browser.find(".shelf summary").click();
    WebElement saved = browser.find(".shelf section:first-child li .link");
    assertThat(saved.getText()).isEqualTo("Mine");
    saved.click();
    browser.await("the query", () -> text().equals(FIRST));
  }

  @Test
  void formatsAQuery() {
    ask(PREFIX + "SELECT ?who{?c tr:speaker ?who.?c tr:stance ?s}");
    browser.all(".actions button.quiet").get(1).click();
    browser.await("several lines", () -> text().lines().count() > 4);
    assertThat(text()).contains("tr:speaker ?who", "tr:stance ?s");
  }

  @Test
  void hintsAtMisspeltNames() {
    ask(PREFIX + "SELECT ?f { ?f a tr:Frm ; tr:contry ?c } # tr:nothing \"tr:x\"");
    List<WebElement> hints = browser.all(".hint");
    assertThat(hints).hasSize(2);
    assertThat(hints.getFirst().getText()).contains("tr:Frm", "Use tr:Firm");
    hints.getFirst().findElement(By.tagName("button")).click();
    browser.await("one is corrected", () -> browser.all(".hint").size() == 1);
    assertThat(browser.find(".hint").getText()).contains("Use tr:country");
    browser.find(".hint button").click();
    browser.await("both", () -> browser.all(".hint").isEmpty());
    browser.await("rows", () -> browser.all("#result tbody tr").size() > 10);
    assertThat(text()).contains("a tr:Firm ; tr:country ?c } # tr:nothing");
  }

  @Test
  void saysThatUpdatesAreNotAccepted() {
    shown.open("/sparql?query=" + URLEncoder.encode("INSERT DATA { <a:b> <a:b> 1 }", UTF_8));
    assertThat(browser.await("#result [role=alert]").getText())
        .startsWith("This endpoint is read-only");
    assertThat(browser.complaints()).hasSize(1).allMatch(c -> c.contains("400 (Bad Request)"));
  }

  /// The link has no prefixes that the workbench adds, and the server does not see the query.
  @Test
  void shortLinkOpensTheSameQuery() {
    ask(FIRST);
    String packed =
        String.valueOf(
            Objects.requireNonNull(
                browser.asyncScript(
                    """
                    const [query, done] = arguments;
                    Promise.all([import("/static/shortlink.js"), fetch("/workbench.json").then(r => r.json())])
                      .then(([link, notes]) => link.packed(query, notes.prefixes)).then(done);
                    """,
                    FIRST)));
    assertThat(packed).matches("[\\w-]+").hasSizeLessThan(60);
    forget();
    shown.open("/sparql#q=" + packed + "&table");
    drawn();
    assertThat(text()).contains("# Speakers", "tr:speaker ?who", PREFIX.strip());
    browser.await("rows", () -> browser.all("#result tbody tr").size() > 10);
    shown.open("/downloads");
    shown.open("/sparql#q=not-packed");
    drawn();
    assertThat(browser.complaints()).isEmpty();
  }
}
