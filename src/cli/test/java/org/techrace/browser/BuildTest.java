package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// Builds a query with the keyboard only, without scripts, and opens it in the workbench.
@InBrowser
final class BuildTest {
  private final Shown shown;
  private final Browser browser;

  BuildTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  private void awaitSteps(int steps) {
    browser.await(steps + " steps", () -> browser.all(".steps li").size() == steps);
  }

  @Test
  void buildsAQueryWithTheKeyboard() {
    shown.open("/build");
    browser.find("select[name=kind]").sendKeys("firm", Keys.TAB, Keys.ENTER);
    awaitSteps(1);
    browser.find("select[name=property]").sendKeys("has country", Keys.TAB, Keys.ENTER);
    WebElement values = browser.await("select[name=value]");
    assertThat(browser.focused()).isEqualTo(values);
    browser.press("China");
    browser.press(Keys.TAB);
    browser.press(Keys.ENTER);
    awaitSteps(2);
    assertThat(browser.find(".steps li:nth-child(2)").getText()).startsWith("has country is China");
    assertThat(browser.barriers()).isEmpty();
    browser.screenshot("build-steps");
    String query = browser.find("pre.code code").getText();
    browser.find(".found a.button").sendKeys(Keys.ENTER);
    browser.await("the workbench", () -> browser.address().getPath().equals("/sparql"));
    browser.await("#result[data-drawn=table] tbody tr");
    assertThat(
            String.valueOf(browser.script("return document.querySelector('#query').value")).strip())
        .isEqualTo(query.strip());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void buildsAQueryWithoutScripts() {
    browser.scripts(false);
    try {
      shown.open("/build?kind=Firm");
      browser.find("select[name=property]").sendKeys("active in");
      browser.find("button[name=sign][value=show]").click();
      browser.await("a column", () -> browser.all("table th").size() == 2);
      browser.find(".chosen a").click();
      browser.await("no column", () -> browser.all("table th").size() == 1);
    } finally {
      browser.scripts(true);
    }
  }
}
