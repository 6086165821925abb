package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;

/// Every page says which release it comes from, under which licence, and from which sources.
@ExtendWith(ServedProject.Resolver.class)
final class OriginsTest {
  private final ServedProject project;
  private final HttpClient client = HttpClient.newHttpClient();

  OriginsTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void everyPageNamesReleaseAndLicence(String name, String path) throws Exception {
    HttpResponse<String> page = get(path);
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
    assertThat(footer(get(path)))
        .containsPattern(
            "Sources of this page:\\s*<span><a href=\"/page/graph/[\\w-]+\">[^<]+</a>"
                + " \\(<a href=\"https?://[^\"]+\" rel=\"license\">[^<]+</a>\\)</span>");
  }

  /// Of a source the release tells how much it holds; that makes it no source.
  @ParameterizedTest
  @ValueSource(strings = {"/page/graph/worldbank", "/explore/sources"})
  void theReleaseIsNoSource(String path) throws Exception {
    assertThat(Jsoup.parse(get(path).body()).select(".sources a:not([rel])").eachAttr("href"))
        .contains("/page/graph/worldbank")
        .allMatch(href -> href.startsWith("/page/graph/"));
  }

  private static String footer(HttpResponse<String> page) {
    return page.body().substring(page.body().indexOf("<footer>"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(project.uri(path)).header("Accept", "text/html").build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response;
  }
}
