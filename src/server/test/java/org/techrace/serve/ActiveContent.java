package org.techrace.serve;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/// Finds content of a page that a browser would execute, other than scripts from the server's
/// files. Data blocks (`application/json`, `application/ld+json`) are not executed.
final class ActiveContent {
  private static final Set<String> LINKS =
      Set.of("href", "src", "action", "formaction", "xlink:href");

  private ActiveContent() {}

  /// Returns the elements that would be executed. The list is empty if the answer is not a page.
  static List<String> in(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    return type.startsWith("text/html")
        ? Jsoup.parse(response.body()).getAllElements().stream()
            .filter(ActiveContent::runs)
            .map(Element::outerHtml)
            .toList()
        : List.of();
  }

  private static boolean runs(Element element) {
    return element.is("script")
        ? !isFile(element) && !isData(element)
        : element.is("iframe, object, embed, base")
            || element.attributes().asList().stream().anyMatch(ActiveContent::runs);
  }

  private static boolean isFile(Element script) {
    return script.attr("src").startsWith("/static/") && script.data().isEmpty();
  }

  private static boolean isData(Element script) {
    return script.attr("type").matches("application/(ld\\+)?json");
  }

  private static boolean runs(Attribute attribute) {
    return attribute.getKey().startsWith("on")
        || (LINKS.contains(attribute.getKey())
            && attribute.getValue().strip().toLowerCase(Locale.ROOT).startsWith("javascript:"));
  }
}
