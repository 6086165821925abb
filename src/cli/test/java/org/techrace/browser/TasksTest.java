package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// Seven questions that a reader brings, each answered from the home page without SPARQL in at most
/// three actions. An action is a click or sending a search.
@InBrowser
final class TasksTest {
  private static final int MOST_ACTIONS = 3;

  private final Shown shown;
  private final Browser browser;
  private int actions;

  TasksTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @BeforeEach
  void beginAtHome() {
    shown.open("/");
    actions = 0;
  }

  @AfterEach
  void actionsAreFew() {
    assertThat(actions).isBetween(1, MOST_ACTIONS);
  }

  private void search(String words) {
    browser.find(".hero input[name=q]").sendKeys(words + Keys.ENTER);
    actions++;
    browser.await("results", () -> browser.address().getPath().equals("/search"));
  }

  private void click(String selector) {
    browser.await(selector).click();
    actions++;
  }

  private void open(String path) {
    click("main a[href='" + path + "']");
    browser.await(path, () -> browser.address().getPath().equals(path.replaceFirst("\\?.*", "")));
  }

  private String section(String title) {
    WebElement heading =
        browser.all("h2").stream()
            .filter(one -> one.getText().equals(title))
            .findFirst()
            .orElseThrow();
    return browser
        .find("section[aria-labelledby='" + heading.getDomAttribute("id") + "']")
        .getText();
  }

  private List<String> rows() {
    return browser.all("main table tbody tr").stream().map(WebElement::getText).toList();
  }

  @Test
  void whichCountryLeadsInBatteryPatentsAndSinceWhen() {
    search("who leads in batteries");
    open("/page/scheme/hub-batteries");
    assertThat(section("Who leads"))
        .containsPattern("international patent families\\s+China 30.9 k\\s+Japan 13.1 k")
        .containsPattern("times\\s+20\\d\\d\\s+2020");
  }

  @Test
  void howMuchAiComputeTheUsAndChinaHaveAndFromWhichSource() {
    search("compare AI compute of the US and China");
    open("/compare?thing=country-USA&thing=country-CHN");
    assertThat(rows())
        .anyMatch(row -> row.matches("(?s)existing\\s[\\d,]{9}\\sEpoch AI\\s[\\d,]{7}\\sEpoch AI"));
  }

  @Test
  void whichPoliciesOfJapanOnChipsAreInForce() {
    search("which policies of Japan on chips are in force");
    click("ol.hits li:first-child a");
    browser.await("policies", () -> browser.address().getPath().equals("/explore/policies"));
    assertThat(rows())
        .anyMatch(row -> row.startsWith("Subsidies for chip plants under the 5G promotion act"))
        .anyMatch(row -> row.startsWith("Export controls on 23 items"))
        .allMatch(row -> row.contains("Japan") && row.contains("in force"));
  }

  @Test
  void whatRestrictsHuaweiToday() {
    search("what restricts Huawei today");
    open("/questions/157-restrictions-on-huawei-today");
    assertThat(section("Answer")).contains("Huawei", "Bureau of Industry and Security");
  }

  @Test
  void whoDisagreesAboutSemiconductors() {
    search("semiconductors");
    open("/page/scheme/hub-semiconductors");
    assertThat(section("Claims")).contains("OPPOSED CLAIMS", "Tilly Zhang", "Daniel Cheng");
  }

  @Test
  void howCertainIsChinasShareOfResearch() {
    search("R&D as a share of GDP of China by source");
    open("/questions/51-rd-share-by-source");
    click("main a[href^='/observations']");
    browser.await("explorer", () -> browser.address().getPath().equals("/observations"));
    assertThat(browser.find(".credit").getText())
        .contains("World Development Indicators", "R&D intensity as official statistics state it");
    assertThat(browser.find("figure").getText()).contains("shaded: data sets differ");
  }

  @Test
  void whichUniversitiesAreOnTheEntityList() {
    search("Chinese universities on the Entity List");
    open("/questions/154-institutions-on-the-entity-list");
    assertThat(section("Answer")).contains("Beihang University", "Harbin Institute of Technology");
  }
}
