package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;

/// Every page says which release it comes from, under which licence, and from which sources.
@ExtendWith(ServedProject.Resolver.class)
final class OriginsTest {
  private final ServedProject project;

  OriginsTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void everyPageNamesReleaseAndLicence(String name, String path) throws Exception {
    HttpResponse<String> page = project.browse(path);
    String release = page.headers().firstValue("Techrace-Release").orElseThrow();
    assertThat(footer(page))
        .contains("<a href=\"/page/release/" + release + "\">" + release + "</a>")
        .contains("<a href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license\">")
        .contains("<a href=\"/explore/sources\">");
    assertThat(page.headers().firstValue("ETag")).isPresent();
  }

  /// Each source is a link, with its licence.
  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#ofThings")
  void aPageOfThingsNamesTheirSources(String name, String path) throws Exception {
    assertThat(footer(project.browse(path)))
        .containsPattern(
            "Sources of this page:\\s*<span><a href=\"/page/graph/[\\w-]+\">[^<]+</a>"
                + " \\(<a href=\"https?://[^\"]+\" rel=\"license\">[^<]+</a>\\)</span>");
  }

  /// The claims of these documents are few, stand at the end of a long page, or are only counted.
  @ParameterizedTest
  @ValueSource(strings = {"/explore/claims", "/explore/speakers", "/explore/stances", "/"})
  void noSourceOfALongPageIsLeftOut(String path) throws Exception {
    assertThat(project.page(path).select(".sources a:not([rel])").eachAttr("href"))
        .contains("/page/graph/documents", "/page/graph/seed-article");
  }

  /// Of a source the release tells how much it holds; that makes it no source.
  @ParameterizedTest
  @ValueSource(strings = {"/page/graph/worldbank", "/explore/sources"})
  void theReleaseIsNoSource(String path) throws Exception {
    assertThat(project.page(path).select(".sources a:not([rel])").eachAttr("href"))
        .contains("/page/graph/worldbank")
        .allMatch(href -> href.startsWith("/page/graph/"));
  }

  private static String footer(HttpResponse<String> page) {
    return page.body().substring(page.body().indexOf("<footer>"));
  }
}
