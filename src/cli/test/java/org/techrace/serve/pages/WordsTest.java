package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Tests that pages are readable: names instead of IRIs, numbers of reasonable length, headings in
/// words.
@UsesServedProject
final class WordsTest {
  /// Matches techrace IRIs, identifiers made of words (but not `skos:closeMatch`, which is a name),
  /// unreadably long numbers, and texts such as null.
  private static final Pattern RAW =
      Pattern.compile(
          String.join(
              "|",
              "https?://w3id\\.org/\\S*",
              "(?<![:\\w])[a-z]{2,}[A-Z][a-z]+\\b",
              "\\d\\.\\d{5,}",
              "\\bnull\\b",
              "\\bunnamed\\b",
              "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d"));

  private final ServedProject project;

  WordsTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.techrace.PageTypes#all")
  void headingsAndNamesAreWords(String type, String path) throws Exception {
    assertThat(raw(project.page(path))).isEmpty();
  }

  /// The release's description has partitions without names, points in time, and a class of three
  /// vocabularies.
  @Test
  void headingsAndNamesOfTheReleasePageAreWords() throws Exception {
    Document page =
        project.page(project.page("/").expectFirst("footer a[href^=/page/release/]").attr("href"));
    assertThat(raw(page)).isEmpty();
    assertThat(page.select(".kind a").eachText()).doesNotHaveDuplicates();
    assertThat(page.select("time").eachText()).allMatch(t -> t.matches("\\d{4}-\\d\\d-\\d\\d"));
  }

  /// A large number is shown with three digits; all digits are available on demand.
  @Test
  void shortensLargeNumbers() throws Exception {
    Document page = project.page("/explore/figures");
    assertThat(page.select("td.number span[title=12,300,000,000]").eachText())
        .containsExactly("12.3 bn");
    assertThat(project.page("/page/obs-NY.GDP.MKTP.CD-EUU-2000-2026-03").text())
        .contains("7,276,390,686,987.554");
  }

  /// Returns the texts shown as names and headings. Codes and addresses are in `code` elements, and
  /// queries may name their variables freely.
  private static List<String> raw(Document page) {
    page.select("svg title").remove();
    return page.select("h1, h2, h3, th, dt, main a, main time, .unnamed").stream()
        .filter(element -> element.closest("code, .ask") == null)
        .filter(element -> RAW.matcher(element.text()).find() || isEndOfIri(element))
        .map(Element::text)
        .distinct()
        .toList();
  }

  /// Reports whether a link shows the local name of a techrace IRI because the thing has no label.
  private static boolean isEndOfIri(Element element) {
    String address = element.attr("href");
    return address.matches("/page/((scheme|graph)/)?[^/]+")
        && address.endsWith("/" + element.text());
  }
}
