package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every type of page, as a reader meets it: wide and narrow, light and dark, with a screen reader.
/// The pictures are kept in `target/screenshots`.
@ExtendWith(Shown.Resolver.class)
final class PageTypesTest {
  private final Shown shown;
  private final Browser browser;

  PageTypesTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @AfterEach
  void backToTheDesk() {
    browser.dark(false);
    browser.desk();
  }

  /// A page type is a line: the screenshot's name, the address.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "home, /",
    "search, /search?q=huawei",
    "entity, /page/firm-huawei",
    "ontology, /ontology",
    "sparql, /sparql",
    "sparql-table, /sparql?format=html&query=SELECT%20%2A%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050",
    "questions, /questions",
    "question, /questions/12-claims-by-speaker-and-stance",
    "error, /nowhere",
  })
  void everyPageTypeIsFitToRead(String name, String path) {
    shown.open(path);
    browser.await("h1");
    assertThat(browser.all("h1")).hasSize(1);
    assertThat(browser.title()).endsWith("techrace");
    browser.screenshot(name);
    assertThat(browser.barriers()).as("axe-core, light").isEmpty();

    browser.dark(true);
    browser.screenshot(name + "-dark");
    assertThat(browser.faintTexts()).as("axe-core, dark").isEmpty();
    browser.dark(false);

    browser.phone();
    browser.screenshot(name + "-phone");
    assertThat(browser.script("return document.documentElement.scrollWidth - innerWidth"))
        .as("pixels by which the page is wider than a phone")
        .isEqualTo(0L);

    assertThat(browser.complaints()).allMatch(c -> name.equals("error") && c.contains("404"));
    assertThat(browser.outsideRequests()).isEmpty();
  }

  @Test
  void aReaderSearchesAndClicksThrough() {
    shown.open("/search");
    browser.find("main input[type=search]").sendKeys("huawei\n");
    browser.await(".hits a").click();
    assertThat(browser.await("h1").getText()).isEqualTo("Huawei");
    browser.find(".statements dd a").click();
    browser.await("h1");
    assertThat(browser.address().getPath()).isNotEqualTo("/page/firm-huawei");
  }
}
