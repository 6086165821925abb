package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Every picture can be saved as PNG, SVG and CSV, and shown in a frame of another site.
@UsesServedProject
final class EmbedTest {
  private static final String CHART =
      "/embed/entity/10-figures?of=country-CHN&chart=scheme%2Findicator-gdp";

  private final ServedProject project;

  EmbedTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page/country-CHN", "/page/scheme/indicator-gdp"})
  void everyPictureOfAPageLeadsToItsFiles(String path) throws Exception {
    Document page = project.page(path);
    Set<String> seen = new HashSet<>();
    for (Element picture :
        page.select("svg.plot:not(.handheld), table.bars, svg.timeline, svg.flows")) {
      Element holder =
          picture.closest("figure") == null
              ? picture.closest(".panel, .picture")
              : picture.closest("figure");
      assertThat(
              Objects.requireNonNull(holder, picture.attr("aria-label"))
                  .select(".save a")
                  .eachText())
          .as(picture.attr("aria-label"))
          .containsExactly("PNG", "SVG", "CSV", "Embed");
      for (Element link : holder.select(".save a")) {
        assertThat(seen.add(link.attr("href"))).as("twice: " + link).isTrue();
        if (seen.size() <= 12) {
          assertThat(project.get(link.attr("href"), "*/*").statusCode())
              .as(link.attr("href"))
              .isEqualTo(200);
        }
      }
    }
    assertThat(seen).isNotEmpty();
  }

  /// Flows of money, minerals and articles: the sum is at a thing only where values add up.
  @ParameterizedTest
  @CsvSource({
    "11-money, policy-us-chips-and-science-act, CHIPS and Science Act 28.9 bn, US dollar",
    "11-origins, scheme/mineral-rare-earths, United States 94, percent",
    "11-supplies, country-CHN, rare earths 71, do not add up",
    "11-coauthors, country-CHN, United States 13.6 k, do not add up"
  })
  void flowsAreDrawnOnTheServer(String name, String thing, String place, String note)
      throws Exception {
    String address = "/embed/entity/" + name + "?of=" + thing;
    Document page = project.page(address);
    assertThat(page.select("svg.flows .ribbon")).hasSizeGreaterThan(2);
    assertThat(page.select("svg.flows text").eachText()).contains(place);
    assertThat(page.select("main").text()).contains(note);
    assertThat(project.browse(address + "&format=svg").body()).contains(place, note, "Source");
    assertThat(project.get(address + "&format=png", "*/*").statusCode()).isEqualTo(200);
  }

  /// A neighbour is opened and closed by a link; the address has what is open, and the files too.
  @Test
  void graphAroundAThingOpensItsNeighbours() throws Exception {
    Document page = project.page("/embed/around?of=firm-huawei");
    Element open =
        Objects.requireNonNull(
            page.select("svg.around a:has(title:contains(China is related to))").first());
    assertThat(open.attr("href")).isEqualTo("/embed/around?of=firm-huawei&open=country-CHN");
    Document opened = project.page(open.attr("href"));
    assertThat(opened.select("svg.around circle"))
        .hasSizeGreaterThan(page.select("svg.around circle").size());
    assertThat(opened.select("svg.around a:has(title:contains(Hide what China))").attr("href"))
        .isEqualTo("/embed/around?of=firm-huawei");
    String files = open.attr("href") + "&format=";
    assertThat(project.browse(files + "svg").body()).contains(">China<", "firm");
    assertThat(project.browse(files + "csv").body())
        .contains("Huawei,https://w3id.org/techrace/id/firm-huawei,has country");
    assertThat(project.get(files + "png", "*/*").statusCode()).isEqualTo(200);
  }

  @Test
  void graphAroundAThingRefusesMoreThanItOpens() throws Exception {
    String open = "/embed/around?of=firm-huawei";
    List<String> countries =
        List.of("CHN", "USA", "JPN", "KOR", "DEU", "FRA", "GBR", "ITA", "ESP", "NLD", "IND", "BRA");
    String twelve = open + "&open=country-" + String.join("&open=country-", countries);
    assertThat(project.browse(twelve).statusCode()).isEqualTo(200);
    assertThat(project.page(twelve).select("svg.around a[href*=open]").eachAttr("href"))
        .allSatisfy(link -> assertThat(link.split("open=", -1)).hasSizeLessThan(14));
    HttpResponse<String> refused = project.get(twelve + "&open=country-CAN", "text/html");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("opens 13 things", "at most 12");
  }

  @Test
  void graphAroundAThingShowsMoreOfOneProperty() throws Exception {
    Document page = project.page("/embed/around?of=firm-huawei");
    String parts = page.select("svg.around a:contains(part of)").attr("href");
    assertThat(parts).contains("kind=");
    assertThat(project.page(parts).select("svg.around circle")).hasSizeGreaterThan(50);
  }

  @Test
  void svgHasTitleUnitSourceAndReleaseAndNeedsNoStylesheet() throws Exception {
    String svg = project.browse(CHART + "&format=svg").body();
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    NodeList texts =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getElementsByTagName("text");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('\n');
    }
    assertThat(all.toString())
        .contains(
            "China: gross domestic product",
            "US dollar",
            "Source: ",
            "World Development Indicators")
        .contains(
            "release "
                + project.browse("/").headers().firstValue("Techrace-Release").orElseThrow());
    assertThat(svg).doesNotContain("class=", "<style", "href=").contains("stroke=\"#");
  }

  @Test
  void pngIsThePictureAtTwiceTheSize() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(project.uri(CHART + "&format=png")).build();
    HttpResponse<byte[]> response = project.client().send(request, BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(response.body()));
    assertThat(image.getWidth()).isEqualTo(2 * (680 + 2 * Picture.MARGIN));
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 2) {
      for (int y = 0; y < image.getHeight(); y += 2) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colours).contains(0xfcfcfa, 0x1f6f8b).hasSizeGreaterThan(20);
  }

  /// A question is drawn on the server too: bars, or its first rows.
  @ParameterizedTest
  @CsvSource({
    "/questions/01-people-quoted, rect",
    "/questions/122-rd-by-performer?place=country-JPN, text",
    "/questions/175-papers-and-patents, text",
  })
  void aQuestionHasAPictureForPreviews(String path, String drawn) throws Exception {
    String address =
        project
            .page(path)
            .expectFirst("meta[property=og:image]")
            .attr("content")
            .replaceFirst("^https?://[^/]+", "");
    assertThat(address)
        .startsWith("/embed" + path.replaceFirst("\\?.*", ""))
        .endsWith("format=png");
    String svg = project.browse(address.replace("format=png", "format=svg")).body();
    assertThat(svg)
        .contains(
            "release " + project.browse("/").headers().firstValue("Techrace-Release").orElseThrow())
        .doesNotContain("class=");
    assertThat(svg.split("<" + drawn, -1)).hasSizeGreaterThan(4);
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> png =
          project
              .client()
              .send(
                  HttpRequest.newBuilder(project.uri(address)).build(), BodyHandlers.ofByteArray());
      assertThat(png.headers().firstValue("Content-Type")).contains("image/png");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.body()));
      assertThat(image.getWidth()).isEqualTo(2 * (680 + 2 * Picture.MARGIN));
    }
  }

  @Test
  void csvHasTheFiguresOfThePicture() throws Exception {
    String csv = project.browse(CHART + "&format=csv").body();
    assertThat(csv.lines().toList()).hasSizeGreaterThan(30).first().asString().startsWith("chart,");
    assertThat(csv.lines().skip(1)).allMatch(line -> line.startsWith("gross domestic product,"));
  }

  @Test
  void pageMayBeFramedAndHasASnippetThatShowsIt() throws Exception {
    HttpResponse<String> response = project.browse(CHART);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors *")
        .doesNotContain("script-src");
    Document page = Jsoup.parse(response.body());
    assertThat(page.select("script, form")).isEmpty();
    assertThat(page.expectFirst("h1").text()).isEqualTo("China: gross domestic product");
    assertThat(page.select("footer").text()).contains("Source: ", "release ");
    assertThat(page.select("footer .sources").text()).contains("CC BY 4.0");
    Element frame = Jsoup.parse(page.expectFirst(".snippet code").text()).expectFirst("iframe");
    assertThat(frame.attr("src")).isEqualTo(project.uri(CHART).toString());
    assertThat(frame.attr("title")).isEqualTo("China: gross domestic product");
    assertThat(page.expectFirst("link[rel=canonical]").attr("href"))
        .isEqualTo(project.uri("/page/country-CHN").toString());
  }

  /// All other pages still refuse frames.
  @Test
  void onlyPagesForFramesMayBeFramed() throws Exception {
    assertThat(project.browse("/page/country-CHN").headers().firstValue("X-Frame-Options"))
        .contains("DENY");
  }

  @ParameterizedTest
  @CsvSource({
    "/embed/entity/10-figures, 400",
    "/embed/entity/10-figures?of=country-XXX, 404",
    "/embed/entity/nothing?of=country-CHN, 404",
    "/embed/release/facts, 404",
    "/embed/entity/10-figures?of=country-CHN&format=png, 400",
    "/embed/entity/10-figures?of=country-CHN&chart=nothing, 404",
    "/embed/explore/sources?format=svg, 400"
  })
  void refusesWhatIsNotAPicture(String path, int status) throws Exception {
    assertThat(project.get(path, "text/html").statusCode()).isEqualTo(status);
  }
}
