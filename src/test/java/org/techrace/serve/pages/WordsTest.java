package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.ServedProject;

/// Pages speak to people: names where a name is known, numbers of a readable length, headings in
/// words.
@ExtendWith(ServedProject.Resolver.class)
final class WordsTest {
  /// Our IRIs, identifiers made of words (but not `skos:closeMatch`, which is a name), numbers no
  /// one reads, and what programs say of nothing.
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
  void headsAndNamesAreWords(String type, String path) throws Exception {
    assertThat(raw(project.page(path))).isEmpty();
  }

  /// Its description has partitions without names, moments, and a class of three vocabularies.
  @Test
  void soAreThoseOfTheReleaseItself() throws Exception {
    Document page =
        project.page(project.page("/").expectFirst("footer a[href^=/page/release/]").attr("href"));
    assertThat(raw(page)).isEmpty();
    assertThat(page.select(".kind a").eachText()).doesNotHaveDuplicates();
    assertThat(page.select("time").eachText()).allMatch(t -> t.matches("\\d{4}-\\d\\d-\\d\\d"));
  }

  /// A great number is told in three digits; who wants all of them finds them.
  @Test
  void aGreatNumberIsShort() throws Exception {
    Document page = project.page("/explore/figures");
    assertThat(page.select("td.number span[title=12,300,000,000]").eachText())
        .containsExactly("12.3 bn");
    assertThat(project.page("/page/obs-NY.GDP.MKTP.CD-EUU-2000-2026-03").text())
        .contains("7,276,390,686,987.554");
  }

  /// The words that are shown as names and heads: codes and addresses stand in `code`, a query may
  /// call its variables as it likes.
  private static List<String> raw(Document page) {
    page.select("svg title").remove();
    return page.select("h1, h2, h3, th, dt, main a, main time, .unnamed").stream()
        .filter(element -> element.closest("code, .ask") == null)
        .filter(element -> RAW.matcher(element.text()).find() || isEndOfIri(element))
        .map(Element::text)
        .distinct()
        .toList();
  }

  /// Whether a link calls a thing of ours by the end of its IRI, for want of a name.
  private static boolean isEndOfIri(Element element) {
    String iri = element.attr("title");
    return iri.matches("https://w3id\\.org/techrace/(id|scheme|graph)/.*")
        && iri.endsWith("/" + element.text());
  }
}
