package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// Tests every type of page as readers use it: wide and narrow, light and dark, with a screen
/// reader. Screenshots are in `target/screenshots`.
@InBrowser
final class PageTypesTest {
  /// Up to 0.1 is good for readers.
  private static final double MOST_SHIFT = 0.1;

  private final Shown shown;
  private final Browser browser;

  PageTypesTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @AfterEach
  void backToTheDesk() {
    browser.dark(false);
    browser.slow(false);
    browser.desk();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  @CsvSource("error, /nowhere")
  void everyPageTypeIsFitToRead(String name, String path) {
    shown.open(path);
    browser.await("h1");
    assertThat(browser.all("h1")).hasSize(1);
    assertThat(browser.title()).endsWith("techrace");
    browser.awaitDrawn();
    assertThat(browser.layoutShift()).as("layout shift").isLessThan(MOST_SHIFT);
    browser.screenshot(name);
    assertThat(browser.barriers()).as("axe-core, light, and small targets").isEmpty();

    browser.dark(true);
    browser.screenshot(name + "-dark");
    assertThat(browser.faintTexts()).as("axe-core, dark").isEmpty();
    browser.dark(false);

    browser.phone();
    browser.screenshot(name + "-phone");
    assertThat(browser.smallTargets()).as("small targets, phone").isEmpty();
    assertThat(browser.overflow())
        .as("pixels by which the page is wider than a phone")
        .isEqualTo(0L);

    assertThat(browser.complaints()).allMatch(c -> name.equals("error") && c.contains("404"));
    assertThat(browser.outsideRequests()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void contentStaysWhereItIsOnASlowPhone(String name, String path) {
    browser.phone();
    browser.slow(true);
    shown.open(path);
    browser.awaitDrawn();
    browser.scrollThrough();
    assertThat(browser.layoutShift()).as(name).isLessThan(MOST_SHIFT);
  }

  /// Checks an assumption of the other tests: what moves the content is measured.
  @Test
  void measuresAShift() {
    shown.open("/explore");
    browser.awaitDrawn();
    assertThat(browser.layoutShift()).isLessThan(MOST_SHIFT);
    browser.script("document.body.style.paddingTop = '400px'");
    assertThat(browser.layoutShift()).isGreaterThan(MOST_SHIFT);
  }

  /// Checks an assumption of the other tests: the browser reaches no other host, and requests are
  /// logged.
  @Test
  void logsRequestsToOtherHosts() {
    browser.open(URI.create("data:text/html,%3Cimg%20src=http://outside.invalid/x%3E"));
    List<String> asked = new ArrayList<>();
    browser.await(
        "the request is logged", () -> asked.addAll(browser.outsideRequests()) && !asked.isEmpty());
    assertThat(asked).containsExactly("http://outside.invalid/x");
    assertThat(browser.complaints()).isNotEmpty();
  }

  /// Goes from the home page to a thing, to a neighbour and to a list.
  @Test
  void navigatesBySearchAndLinks() {
    shown.open("/");
    WebElement box = browser.find("main input[name=q]");
    box.sendKeys("huaw");
    WebElement first = browser.await("main .suggestions [role=option]");
    assertThat(first.getText()).contains("Huawei", "firm");
    box.sendKeys(Keys.ARROW_DOWN);
    assertThat(box.getDomAttribute("aria-activedescendant")).isEqualTo(first.getDomAttribute("id"));
    browser.screenshot("home-suggestions");
    assertThat(browser.barriers()).isEmpty();
    first.click();
    browser.await("Huawei's page", () -> browser.find("h1").getText().equals("Huawei"));

    browser.find(".statements dd a").click();
    browser.await("a neighbour", () -> !browser.find("h1").getText().equals("Huawei"));
    browser.find("header a[href='/explore']").click();
    browser.await("the list", () -> browser.address().getPath().equals("/explore"));
    browser.find("main a[href^='/explore/']").click();
    browser.await("one of it", () -> browser.address().getPath().startsWith("/explore/"));
    assertThat(browser.complaints()).isEmpty();
  }

  /// Uses only the keyboard: the first stop skips the navigation, and the focus is visible.
  @Test
  void canBeUsedWithTheKeyboard() {
    shown.open("/page/firm-huawei");
    browser.press(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to content");
    assertThat(browser.focused().getLocation().getX()).isNotNegative();
    browser.press(Keys.ENTER);
    browser.await("the content", () -> "main".equals(browser.address().getFragment()));
    browser.press(Keys.TAB);
    assertThat(browser.script("return document.activeElement.closest('main') !== null"))
        .isEqualTo(true);
    assertThat(browser.focused().getCssValue("outline-style")).isEqualTo("solid");
    browser.press(Keys.ENTER);
    browser.await(
        "the list of its kind", () -> browser.address().getPath().startsWith("/ontology"));
  }

  /// A wide matrix scrolls separately, with the keyboard too; its row heads stay visible.
  @Test
  void wideMatrixKeepsItsRowHeadsVisible() {
    browser.phone();
    shown.open("/explore/crosswalk");
    WebElement head = browser.find(".matrix th[scope=row]");
    int before = head.getLocation().getX();
    browser.script("document.querySelector('.scroll').focus()");
    browser.press(Keys.ARROW_RIGHT.toString().repeat(9));
    browser.await(
        "it has scrolled",
        () -> browser.script("return document.querySelector('.scroll').scrollLeft > 150"));
    browser.screenshot("explore-crosswalk-scrolled");
    assertThat(head.getLocation().getX()).isEqualTo(before);
    assertThat(browser.script("return scrollX")).isEqualTo(0L);
  }

  /// Sections after the first, and rows after the tenth, are shown on demand; a link to a section
  /// shows it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page/scheme/hub-batteries",
        "/page/country-CHN",
        "/page/firm-huawei",
        "/page/policy-us-chips-and-science-act",
        "/list/Policy",
        "/explore/firms",
        "/compare?thing=country-CHN&thing=country-USA",
        "/questions/142-clusters-by-country",
        "/questions",
        "/search?q=chips"
      })
  void pageIsAtMost6000PixelsHighOnAPhone(String path) {
    browser.phone();
    shown.open(path);
    browser.awaitDrawn();
    assertThat(browser.script("return document.documentElement.scrollHeight"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isLessThanOrEqualTo(6000L);
  }

  @Test
  void tickedSectionAndLinkedSectionAreShownOnAPhone() {
    browser.phone();
    shown.open("/page/firm-huawei");
    WebElement statements = browser.find("[aria-labelledby=statements] dl");
    assertThat(statements.isDisplayed()).isFalse();
    browser.find("[aria-labelledby=statements] .fold input").click();
    assertThat(statements.isDisplayed()).isTrue();
    shown.open("/page/firm-huawei#statements");
    assertThat(browser.find("[aria-labelledby=statements] dl").isDisplayed()).isTrue();
  }

  @Test
  void comparisonShowsTwoThingsOnAPhone() {
    browser.phone();
    shown.open("/compare?thing=country-CHN&thing=country-USA");
    assertThat(browser.script("return document.querySelector('.scroll').scrollWidth - innerWidth"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isNotPositive();
  }

  /// A picture that is wider than a phone is replaced with text.
  @Test
  void showsTheOntologyAsTextOnAPhone() {
    shown.open("/ontology");
    assertThat(browser.find(".diagram").isDisplayed()).isTrue();
    assertThat(browser.find(".diagram-told").isDisplayed()).isFalse();
    browser.phone();
    assertThat(browser.find(".diagram").isDisplayed()).isFalse();
    assertThat(browser.find(".diagram-told").isDisplayed()).isTrue();
    assertThat(
            browser.script(
                "return Math.max(...[...document.querySelectorAll('.diagram-told dd *')]"
                    + ".map(e => Math.ceil(e.getBoundingClientRect().right)))"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isLessThanOrEqualTo(375L);
  }

  /// The cells of a line are below each other, each with the name of its column.
  @Test
  void showsTableLinesAsCardsOnAPhone() {
    browser.phone();
    shown.open("/explore/claims");
    WebElement line = browser.find("tbody tr");
    for (WebElement cell : line.findElements(By.tagName("td"))) {
      assertThat(cell.getLocation().getX() + cell.getSize().getWidth()).isLessThanOrEqualTo(375);
    }
    String head = "return getComputedStyle(arguments[0], '::before').content";
    assertThat(browser.script(head, browser.find("tbody td:nth-child(2)")))
        .isEqualTo("\"speaker\"");
    assertThat(browser.find("thead a").isDisplayed()).as("it can be sorted").isTrue();
  }

  /// One facet is open at a time; selected things can be compared.
  @Test
  void filtersAListAndComparesThings() {
    shown.open("/list/Firm");
    List<WebElement> facets = browser.all(".facets summary");
    facets.get(0).sendKeys(Keys.ENTER);
    facets.get(1).sendKeys(Keys.ENTER);
    assertThat(browser.all(".facets details[open]")).hasSize(1);
    browser.screenshot("list-facet");
    assertThat(browser.barriers()).isEmpty();
    facets.get(0).sendKeys(Keys.ENTER);
    browser.await(".facets li a").click();
    browser.await(".chosen a");
    assertThat(browser.find(".picks button").isDisplayed()).as("nothing is ticked").isFalse();
    List<WebElement> boxes = browser.all(".picks input");
    boxes.get(0).click();
    boxes.get(1).click();
    browser.find(".picks button").click();
    browser.await("side by side", () -> browser.address().getPath().equals("/compare"));
    assertThat(browser.all(".comparison thead th")).hasSize(2);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void searchesWithoutASuggestion() {
    shown.open("/search");
    browser.find("main input[type=search]").sendKeys("huawei\n");
    browser.await(".hits a").click();
    browser.await("Huawei's page", () -> browser.find("h1").getText().equals("Huawei"));
  }
}
