package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.PageTypes;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Every type of page in another language: the texts of the site are in this language, and texts of
/// the graph that are only in English are marked as English.
@UsesServedProject
final class ForeignTextsTest {
  /// Words that only English has: a text of at least three words with one of them is English.
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?=.*\\b(the|of|and|is|are|which|with|from|by|for|that|not|to)\\b)(\\P{L}*\\p{L}+){3}.*",
          Pattern.DOTALL);

  /// Words of a sentence in the language of the reader, which may have English names in it.
  private static final Map<String, Pattern> OWN =
      Map.of(
          "de",
          Pattern.compile(
              "\\b(der|die|das|des|und|von|nach|mit|bei|ist|sind|im|zu|als|den|dem)\\b"),
          "zh",
          Pattern.compile("\\p{IsHan}"));

  /// Queries, names of files, titles of windows and citations.
  private static final String OTHER = "head, pre, code, textarea, script, style, cite";

  static Stream<Arguments> pages() {
    return PageTypes.all()
        .flatMap(
            type -> Stream.of("de", "zh").map(l -> Arguments.of(type.get()[0], type.get()[1], l)));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("pages")
  void englishTextsAreMarked(String name, String path, String language, ServedProject project)
      throws Exception {
    Document page = project.page(path + (path.contains("?") ? "&" : "?") + "lang=" + language);
    Set<String> unmarked = new TreeSet<>();
    for (Element element : page.getAllElements()) {
      for (TextNode text : element.textNodes()) {
        if (ENGLISH.matcher(text.text()).matches()
            && !OWN.getOrDefault(language, ENGLISH).matcher(text.text()).find()
            && element.closest(OTHER) == null
            && Objects.requireNonNull(element.closest("[lang]")).attr("lang").equals(language)) {
          unmarked.add(element.cssSelector() + ": " + text.text().strip());
        }
      }
    }
    assertThat(unmarked).isEmpty();
  }
}
