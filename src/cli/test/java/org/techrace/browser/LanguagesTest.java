package org.techrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type of page in Chinese, and the switch.
@InBrowser
final class LanguagesTest {
  private final Shown shown;
  private final Browser browser;

  LanguagesTest(Shown shown) {
    this.shown = shown;
    this.browser = shown.browser();
  }

  @AfterEach
  void backToEnglish() {
    shown.open("/explore?lang=en");
    browser.desk();
  }

  @Test
  void keepsTheLanguageOfTheSwitch() {
    shown.open("/page/firm-huawei");
    browser.find(".languages a[hreflang=zh]").click();
    browser.await("Chinese", () -> browser.find("h1").getText().equals("华为"));
    browser.find("header nav a[href='/explore']").click();
    browser.await("the next page", () -> browser.address().getPath().equals("/explore"));
    assertThat(browser.find("h1").getText()).isEqualTo("浏览");
    assertThat(browser.address().getQuery()).isNull();
    browser.find(".languages a[hreflang=en]").click();
    browser.await("English", () -> browser.find("h1").getText().equals("Explore"));
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void everyPageTypeIsFitToReadInChinese(String name, String path) {
    shown.open(path + (path.contains("?") ? "&" : "?") + "lang=zh");
    browser.await("h1");
    browser.awaitDrawn();
    browser.screenshot(name + "-zh");
    assertThat(browser.script("return document.documentElement.lang")).isEqualTo("zh");
    browser.phone();
    assertThat(browser.overflow())
        .as("pixels by which the page is wider than a phone")
        .isEqualTo(0L);
    assertThat(browser.complaints()).isEmpty();
  }
}
