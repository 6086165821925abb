package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// Five questions that a reader brings, each answered from the home page without SPARQL in at most
/// six clicks. Sending a search counts as a click.
@ExtendWith(Shown.Resolver.class)
final class TasksTest {
  private static final int MOST_CLICKS = 6;

  private final Shown shown;
  private final Browser browser;
  private int clicks;

  TasksTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @BeforeEach
  void beginAtHome() {
    shown.open("/");
    clicks = 0;
  }

  @AfterEach
  void clicksAreFew() {
    assertThat(clicks).isBetween(1, MOST_CLICKS);
  }

  private void search(String words) {
    browser.find(".hero input[name=q]").sendKeys(words + Keys.ENTER);
    clicks++;
    browser.await("results", () -> browser.address().getPath().equals("/search"));
  }

  private void click(String selector) {
    browser.await(selector).click();
    clicks++;
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

  @Test
  void whichCountryLeadsInBatteryPatentsAndSinceWhen() {
    search("batteries");
    open("/page/scheme/hub-batteries");
    assertThat(section("Who leads"))
        .containsPattern("international patent families\\s+China 30.9 k\\s+Japan 13.1 k")
        .containsPattern("times\\s+20\\d\\d\\s+2020");
  }

  @Test
  void whatRestrictsHuaweiToday() {
    search("Huawei");
    open("/page/firm-huawei");
    assertThat(section("Restrictions on it"))
        .contains("Huawei on the Entity List", "Bureau of Industry and Security", "2019-05-16");
  }

  @Test
  void whoDisagreesAboutSemiconductors() {
    search("semiconductors");
    open("/page/scheme/hub-semiconductors");
    assertThat(section("Claims")).contains("OPPOSED CLAIMS", "Tilly Zhang", "Daniel Cheng");
  }

  @Test
  void howCertainIsChinasShareOfResearch() {
    search("China");
    open("/page/country-CHN");
    assertThat(section("Figures"))
        .contains("R&D spending as a share of GDP", "National Bureau of Statistics", "World Bank");
    click("section[aria-labelledby=questions] summary");
    open("/questions/51-rd-share-by-source");
    assertThat(section("Answer")).contains("World Bank", "Eurostat");
  }

  @Test
  void whichUniversitiesAreOnTheEntityList() {
    search("Entity List");
    open("/page/policy-us-entity-list");
    open("/questions/154-institutions-on-the-entity-list");
    assertThat(section("Answer")).contains("Beihang University", "Harbin Institute of Technology");
  }
}
