package org.techrace.serve.cite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The citation of an answer, in the formats of reference managers.
///
/// @param graph the graph: what it is called, who publishes it
/// @param title the title of the answer
/// @param release the name of the release; it begins with its day
/// @param hash the hash of the canonical answer
/// @param link the permanent link, with scheme and host
public record Citation(
    GraphSettings graph, String title, String release, String hash, String link) {
  /// The formats of a citation.
  public static final List<Format> FORMATS = List.of(Format.BIBTEX, Format.RIS, Format.CSL_JSON);

  private static final int KEY_DIGITS = 8;
  private static final Pattern SPECIAL = Pattern.compile("[\\\\{}$&#_%^~]");

  private String year() {
    return release.substring(0, "2026".length());
  }

  private String month() {
    return release.substring("2026-".length(), "2026-11".length());
  }

  private String day() {
    return release.substring("2026-11-".length(), "2026-11-24".length());
  }

  private String publisher() {
    return graph.publisher().isEmpty() ? graph.name() : graph.publisher();
  }

  private String note() {
    return "Answer of release %s of %s, SHA-256 %s".formatted(release, graph.citation(), hash);
  }

  /// The citation as a sentence.
  public String text() {
    return "%s (%s). %s. %s, release %s. %s"
        .formatted(
            publisher(), year(), title.replaceFirst("[.?!]$", ""), graph.citation(), release, link);
  }

  /// The citation in a format.
  public String in(Format format) {
    return switch (format) {
      case BIBTEX -> bibtex();
      case RIS -> ris();
      case CSL_JSON -> csl() + "\n";
      default -> throw new IllegalArgumentException(format + " is not a format of citations");
    };
  }

  private String bibtex() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("author", "{" + latex(publisher()) + "}");
    fields.put("title", latex(title));
    fields.put("year", year());
    fields.put("month", String.valueOf(Integer.parseInt(month())));
    fields.put("version", latex(release));
    fields.put("publisher", latex(publisher()));
    fields.put("howpublished", latex(graph.citation()));
    fields.put("note", latex(note()));
    fields.put("url", link);
    String key = "answer-" + release + "-" + hash.substring(0, KEY_DIGITS);
    return fields.entrySet().stream()
        .map(field -> "  %s = {%s}".formatted(field.getKey(), field.getValue()))
        .collect(Collectors.joining(",\n", "@misc{" + key + ",\n", "\n}\n"));
  }

  /// Escapes the characters that have a meaning in LaTeX.
  private static String latex(String text) {
    return SPECIAL
        .matcher(text)
        .replaceAll(
            special ->
                Matcher.quoteReplacement(
                    switch (special.group()) {
                      case "\\" -> "{\\textbackslash}";
                      case "^" -> "{\\textasciicircum}";
                      case "~" -> "{\\textasciitilde}";
                      default -> "\\" + special.group();
                    }));
  }

  private String ris() {
    String day = "%s/%s/%s".formatted(year(), month(), day());
    return Stream.of(
            tag("TY", "DATA"),
            tag("TI", title),
            tag("AU", publisher()),
            tag("PY", year()),
            tag("DA", day),
            tag("PB", publisher()),
            tag("T2", graph.citation()),
            tag("ET", release),
            tag("N1", note()),
            tag("UR", link),
            tag("ER", ""))
        .collect(Collectors.joining());
  }

  /// A line of RIS. A value is one line.
  private static String tag(String name, String value) {
    return name + "  - " + value.replaceAll("\\s+", " ") + "\r\n";
  }

  private ArrayNode csl() {
    ObjectNode item = HttpJson.object();
    item.put("id", "answer-" + release + "-" + hash.substring(0, KEY_DIGITS));
    item.put("type", "dataset");
    item.put("title", title);
    item.putArray("author").addObject().put("literal", publisher());
    ArrayNode date = item.putObject("issued").putArray("date-parts").addArray();
    date.add(Integer.parseInt(year())).add(Integer.parseInt(month())).add(Integer.parseInt(day()));
    item.put("publisher", publisher());
    item.put("container-title", graph.citation());
    item.put("version", release);
    item.put("note", note());
    item.put("URL", link);
    return HttpJson.array().add(item);
  }
}
