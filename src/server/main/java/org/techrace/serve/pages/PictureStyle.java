package org.techrace.serve.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces the classes of a drawing with attributes, so that it looks the same in a file without a
/// stylesheet. The colours are those of the stylesheet in light pages, with the tones that the
/// stylesheet of the graph gives to terms.
public final class PictureStyle {
  private static final Pattern COLOUR =
      Pattern.compile("--([\\w-]+): light-dark\\((#\\w+), #\\w+\\)");
  private static final Pattern RULE = Pattern.compile("([^{}]*)\\{[^{}]*--tone: var\\(--(\\w+)\\)");
  private static final Pattern TERM = Pattern.compile("\\.(is-[\\w-]+)");
  private static final Pattern TAG = Pattern.compile("<([a-z]+)((?:\\s[^<>]*?)?)(/?)>");
  private static final Pattern CLASS = Pattern.compile("\\sclass=\"([^\"]*)\"");

  /// Characters that XML does not allow.
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]");

  private final Map<String, String> colours = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> rules = new LinkedHashMap<>();

  /// Reads the colours.
  ///
  /// @param pages the stylesheet of all pages
  /// @param graph the stylesheet of the graph
  PictureStyle(String pages, String graph) {
    Matcher colour = COLOUR.matcher(pages);
    while (colour.find()) {
      colours.putIfAbsent(colour.group(1), colour.group(2));
    }
    rule("polyline", "fill", "none", "stroke-width", "1.6");
    rule("d1", "stroke-dasharray", "6 3");
    rule("d2", "stroke-dasharray", "1.5 2.5");
    rule("d3", "stroke-dasharray", "8 3 1.5 3");
    rule("d4", "stroke-dasharray", "14 4");
    rule("d5", "stroke-dasharray", "1.5 7");
    rule("circle", "stroke", "none");
    rule("polygon", "stroke", "none", "opacity", "0.22");
    rule("text", "fill", "text", "font-size", "12");
    rule("page", "fill", "page");
    rule("title", "font-size", "18", "font-weight", "600");
    rule("note", "fill", "soft");
    rule("grid", "stroke", "line");
    rule("axis", "fill", "soft", "font-size", "11", "text-anchor", "middle");
    rule("above", "fill", "soft", "font-size", "9");
    rule("up", "text-anchor", "end");
    rule("head", "text-anchor", "end");
    rule("number", "text-anchor", "end");
    rule("end", "font-size", "11");
    rule("lane", "stroke", "line");
    rule("lane-name", "fill", "soft");
    rule("edge", "fill", "none", "stroke", "s8", "stroke-width", "1", "stroke-opacity", "0.6");
    rule("incoming", "stroke-dasharray", "3 3");
    rule("by", "fill", "soft", "font-size", "10.5");
    rule("ribbon", "stroke", "none", "opacity", "0.45");
    rule("land", "fill", "line", "stroke", "page", "stroke-width", "0.4");
    rule("place", "fill", "s1", "fill-opacity", "0.6");
    rule("mark", "fill", "s1");
    rule("lasting", "stroke", "s1", "stroke-width", "2", "stroke-opacity", "0.35");
    for (int i = 1; i <= 8; i++) {
      rule("s" + i, "fill", "s" + i, "stroke", "s" + i);
      rule("of-" + i, "fill", "s" + i);
    }
    Matcher tones = RULE.matcher(graph);
    while (tones.find()) {
      String tone = tones.group(2);
      TERM.matcher(tones.group(1))
          .results()
          .forEach(term -> rule(term.group(1), "fill", tone, "stroke", tone));
    }
    rule("rest", "fill", "none", "stroke", "s8", "stroke-width", "0.8");
    rule("lead", "fill", "none", "stroke-width", "0.7");
    rule("cut", "fill", "none", "stroke", "soft", "stroke-width", "1.2");
    rule("error", "stroke-width", "1.4");
    rule("own", "fill", "none", "stroke", "text", "stroke-width", "1.6");
    rule("partial", "fill", "page", "stroke", "inherit", "stroke-width", "1.2");
    rule("key", "stroke", "none");
    rule("bar", "stroke", "none");
    rule("bounded", "fill-opacity", "0.45");
  }

  private void rule(String name, String... attributes) {
    Map<String, String> rule = rules.computeIfAbsent(name, n -> new LinkedHashMap<>());
    for (int i = 0; i < attributes.length; i += 2) {
      rule.put(attributes[i], colours.getOrDefault(attributes[i + 1], attributes[i + 1]));
    }
  }

  /// Returns the SVG of a picture, as a file without a stylesheet.
  String svg(Picture picture, Templates templates) {
    return inlined(templates.text("picture", Map.of("picture", picture)));
  }

  /// Returns an SVG document with attributes instead of classes.
  private String inlined(String svg) {
    return FORBIDDEN
        .matcher(TAG.matcher(svg).replaceAll(tag -> Matcher.quoteReplacement(tag(tag))))
        .replaceAll("\uFFFD");
  }

  private String tag(MatchResult tag) {
    Map<String, String> attributes =
        new LinkedHashMap<>(rules.getOrDefault(tag.group(1), Map.of()));
    Matcher classes = CLASS.matcher(tag.group(2));
    if (classes.find()) {
      // In the order of the rules, as in a stylesheet.
      Set<String> names = Set.of(classes.group(1).strip().split("\\s+", -1));
      rules.forEach(
          (name, rule) -> {
            if (names.contains(name)) {
              attributes.putAll(rule);
            }
          });
    }
    StringBuilder written = new StringBuilder("<" + tag.group(1));
    written.append(classes.replaceAll(""));
    attributes.forEach(
        (name, value) -> written.append(' ').append(name).append("=\"").append(value).append('"'));
    return written.append(tag.group(3)).append('>').toString();
  }
}
