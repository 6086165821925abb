package org.techrace.serve.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Pages in the language of the reader, and the headers that keep caches right.
@UsesServedProject
final class LanguagesTest {
  private static final String FIRM = "/page/firm-huawei";

  private final ServedProject project;

  LanguagesTest(ServedProject project) {
    this.project = project;
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(project.uri(path));
    if (!Stream.of(headers).toList().contains("Accept")) {
      request.header("Accept", "text/html");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return project.client().send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void followsAcceptLanguage() throws Exception {
    HttpResponse<String> chinese = get(FIRM, "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8");
    Document page = Jsoup.parse(chinese.body());
    assertThat(page.select("html").attr("lang")).isEqualTo("zh");
    assertThat(page.select("h1").text()).isEqualTo("华为");
    assertThat(page.select("header nav a").getFirst().text()).isEqualTo("浏览");
    assertThat(header(chinese, "Content-Language")).isEqualTo("zh");
    assertThat(header(chinese, "Vary")).contains("Accept-Language", "Cookie");

    HttpResponse<String> english = get(FIRM);
    assertThat(Jsoup.parse(english.body()).select("h1").text()).isEqualTo("Huawei");
    assertThat(header(english, "ETag")).isNotEqualTo(header(chinese, "ETag"));
    assertThat(header(english, "Vary")).isEqualTo(header(chinese, "Vary"));
  }

  /// A browser that has the English page must get the Chinese one after the switch.
  @Test
  void revalidatesEachLanguageByItsOwnTag() throws Exception {
    String english = header(get(FIRM), "ETag");
    HttpResponse<String> again = get(FIRM, "Accept-Language", "zh", "If-None-Match", english);
    assertThat(again.statusCode()).isEqualTo(200);
    String chinese = header(again, "ETag");
    assertThat(get(FIRM, "Accept-Language", "zh", "If-None-Match", chinese).statusCode())
        .isEqualTo(304);
  }

  @Test
  void keepsTheLanguageOfTheAddressInACookie() throws Exception {
    HttpResponse<String> german = get("/?lang=de", "Accept-Language", "zh");
    assertThat(Jsoup.parse(german.body()).select("html").attr("lang")).isEqualTo("de");
    assertThat(header(german, "Set-Cookie")).startsWith("lang=de; Path=/").contains("SameSite=Lax");
    assertThat(header(german, "Vary")).doesNotContain("Cookie");
    HttpResponse<String> next = get("/explore", "Accept-Language", "zh", "Cookie", "a=b; lang=de");
    assertThat(Jsoup.parse(next.body()).select("html").attr("lang")).isEqualTo("de");
    assertThat(header(next, "Set-Cookie")).isEmpty();
    HttpResponse<String> unknown = get("/explore", "Cookie", "lang=xx");
    assertThat(Jsoup.parse(unknown.body()).select("html").attr("lang")).isEqualTo("en");
  }

  @Test
  void linksToTheSamePageInOtherLanguages() throws Exception {
    Document page = Jsoup.parse(get("/search?q=chip&lang=zh").body());
    assertThat(page.select("link[hreflang]").eachAttr("hreflang")).contains("de", "en", "zh");
    assertThat(page.select(".languages a[hreflang=en]").attr("href")).isEqualTo("?q=chip&lang=en");
    assertThat(page.select(".languages a[hreflang=zh]")).isEmpty();
  }

  @Test
  void refusesALanguageThatItDoesNotHave() throws Exception {
    HttpResponse<String> response = get("/?lang=xx");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("[de, en, zh]");
  }

  @Test
  void dataAndFilesAreTheSameInAllLanguages() throws Exception {
    for (List<String> asked :
        List.of(
            List.of("/data/firm-huawei.ttl", "text/turtle"),
            List.of("/sparql?query=ASK%7B%7D", "application/sparql-results+json"),
            List.of("/sparql?query=SELECT*%7B%7D", "text/csv"),
            List.of("/static/techrace.css", "text/css"))) {
      List<String> tags = new ArrayList<>();
      for (String language : List.of("en", "zh")) {
        HttpResponse<String> response =
            get(asked.getFirst(), "Accept", asked.getLast(), "Accept-Language", language);
        assertThat(response.statusCode()).as(asked.getFirst()).isEqualTo(200);
        assertThat(header(response, "Vary")).isEqualTo("Accept, Accept-Encoding, Accept-Datetime");
        assertThat(header(response, "Content-Language")).isEmpty();
        tags.add(header(response, "ETag"));
      }
      assertThat(tags.getFirst()).as(asked.getFirst()).isEqualTo(tags.getLast());
    }
  }

  /// The answers of queries are cached once, for all languages.
  @Test
  void labelsFollowTheReaderWhereTheGraphHasThem() throws Exception {
    Document chinese = Jsoup.parse(get("/list/Country?lang=zh").body());
    assertThat(chinese.select("tbody a").eachText()).contains("阿根廷");
    Document english = Jsoup.parse(get("/list/Country").body());
    assertThat(english.select("tbody a").eachText()).contains("Argentina").doesNotContain("阿根廷");
    // The graph has no German name of most things: the English one is shown.
    Document german = Jsoup.parse(get(FIRM + "?lang=de").body());
    assertThat(german.select("h1").text()).isEqualTo("Huawei");
  }

  @Test
  void numbersFollowTheReader() throws Exception {
    String found = ".found b";
    int count =
        Integer.parseInt(
            Jsoup.parse(get("/list/Observation").body()).select(found).text().replace(",", ""));
    assertThat(count).isGreaterThan(1000);
    assertThat(Jsoup.parse(get("/list/Observation?lang=de").body()).select(found).text())
        .isEqualTo("%d.%03d".formatted(count / 1000, count % 1000));
  }

  @Test
  void errorPagesAreInTheLanguageOfTheReader() throws Exception {
    HttpResponse<String> missing = get("/nowhere", "Accept-Language", "zh");
    assertThat(missing.statusCode()).isEqualTo(404);
    Document page = Jsoup.parse(missing.body());
    assertThat(page.select("h1").text()).isEqualTo("错误 404");
    assertThat(page.select(".sentence").attr("lang")).isEqualTo("zh");
    assertThat(page.select(".sentence").text()).isEqualTo("这个地址没有内容。");
  }

  @Test
  void searchShowsNamesInTheLanguageOfTheReader() throws Exception {
    Document page = Jsoup.parse(get("/search?q=huawei&lang=zh").body());
    assertThat(page.select(".hits a").eachText()).contains("华为");
    assertThat(page.select(".hits .tag").eachText()).contains("企业");
    HttpResponse<String> suggested = get("/suggest?q=huawei", "Accept-Language", "zh");
    assertThat(suggested.body()).contains("\"label\":\"华为\"");
    assertThat(header(suggested, "Vary")).contains("Accept-Language");
  }
}
