package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests that every page shows its release, licence and sources.
@UsesServedProject
final class OriginsTest {
  private final ServedProject project;

  OriginsTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#ofSite")
  void everyPageShowsReleaseAndLicence(String name, String path) throws Exception {
    HttpResponse<String> page = project.browse(path);
    String release = page.headers().firstValue("Techrace-Release").orElseThrow();
    assertThat(footer(page))
        .contains("<a href=\"/page/release/" + release + "\">" + release + "</a>")
        .contains("<a href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license\">")
        .contains("<a href=\"/explore/sources\">");
    assertThat(page.headers().firstValue("ETag")).isPresent();
  }

  /// Each source is a link with its publisher, years and licence.
  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#ofThings")
  void pagesShowTheSourcesOfTheirThings(String name, String path) throws Exception {
    assertThat(footer(project.browse(path)))
        .containsPattern(
            "Sources of this page:\\s*<span><a href=\"/page/graph/[\\w-]+\">[^<]+</a>(,"
                + " <span[^>]*>[^<]+</span>)?( \\d{4}(–\\d{4})?)? \\(<a href=\"https?://[^\"]+\""
                + " rel=\"license\">[^<]+</a>\\)(, [^<]+)?</span>");
  }

  /// The claims of these documents are few, at the end of a long page, or only counted.
  @ParameterizedTest
  @ValueSource(strings = {"/explore/claims", "/explore/speakers", "/explore/stances"})
  void longPagesShowAllSources(String path) throws Exception {
    assertThat(project.page(path).select(".sources a:not([rel])").eachAttr("href"))
        .contains("/page/graph/documents", "/page/graph/seed-article");
  }

  /// The release states the size of each source, but is not itself a source.
  @ParameterizedTest
  @ValueSource(strings = {"/page/graph/worldbank", "/explore/sources"})
  void releaseIsNotListedAsASource(String path) throws Exception {
    assertThat(project.page(path).select(".sources a:not([rel])").eachAttr("href"))
        .contains("/page/graph/worldbank")
        .allMatch(href -> href.startsWith("/page/graph/"));
  }

  private static String footer(HttpResponse<String> page) {
    return page.body().substring(page.body().indexOf("<footer>"));
  }
}
