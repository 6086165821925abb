package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests the sitemap, the feed, and the previews of links.
@UsesServedProject
final class SitemapTest {
  private final ServedProject project;

  SitemapTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void sitemapListsPagesThatExist() throws Exception {
    List<String> addresses = xml("/sitemap.xml").select("url > loc").eachText();
    assertThat(addresses)
        .doesNotHaveDuplicates()
        .hasSizeBetween(1000, 50_000)
        .contains(
            project.uri("/").toString(),
            project.uri("/page/country-CHN").toString(),
            project.uri("/questions/179-views-of-china").toString())
        .noneMatch(address -> address.contains("/page/obs-"));
    int step = addresses.size() / 25;
    for (int i = 0; i < addresses.size(); i += step) {
      String path = addresses.get(i).replace(project.uri("/").toString(), "/");
      assertThat(project.get(path, "text/html").statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void robotsNamesTheSitemap() throws Exception {
    assertThat(project.browse("/robots.txt").body())
        .contains("User-agent: *", "Sitemap: " + project.uri("/sitemap.xml"));
  }

  @Test
  void feedHasTheReleases() throws Exception {
    Document feed = xml("/releases.atom");
    String release = project.browse("/").headers().firstValue("Techrace-Release").orElseThrow();
    assertThat(feed.select("entry > title").eachText()).contains("Release " + release);
    assertThat(feed.select("entry > id").eachText()).allMatch(id -> id.contains("/release/"));
    assertThat(feed.expectFirst("feed > updated").text()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
    assertThat(feed.expectFirst("entry > summary").text()).contains("statements");
    assertThat(project.page("/").select("link[type=application/atom+xml]").attr("href"))
        .isEqualTo("/releases.atom");
  }

  /// The picture is a PNG: programs that show previews do not read SVG.
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/page/country-CHN", "/page/scheme/indicator-gdp", "/explore/timeline"})
  void previewsHaveATitleATextAndAPicture(String path) throws Exception {
    Document page = project.page(path);
    assertThat(meta(page, "og:title")).isNotEmpty();
    assertThat(meta(page, "og:description")).isNotEmpty();
    String picture = meta(page, "og:image");
    assertThat(picture).startsWith(project.uri("/").toString());
    if (picture.equals(project.uri("/picture").toString())) {
      picture = project.get(picture, "*/*").headers().firstValue("Location").orElseThrow();
    }
    assertThat(project.get(picture, "*/*").headers().firstValue("Content-Type"))
        .as(picture)
        .contains("image/png");
  }

  @Test
  void everyFootLinksTheApiAndReconciliation() throws Exception {
    for (String path : List.of("/", "/page/country-CHN", "/questions", "/explore/areas")) {
      assertThat(project.page(path).select("body > footer a").eachAttr("href"))
          .contains("/sparql", "/reconcile", "/releases.atom");
    }
  }

  private static String meta(Document page, String property) {
    return page.select("meta[property=" + property + "]").attr("content");
  }

  private Document xml(String path) throws Exception {
    return Jsoup.parse(project.browse(path).body(), "", Parser.xmlParser());
  }
}
