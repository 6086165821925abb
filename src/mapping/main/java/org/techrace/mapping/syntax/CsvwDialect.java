package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.techrace.rdf.Turtle;
import tools.jackson.databind.JsonNode;

/// The dialect of CSV on the Web, as the properties of a `csvw:dialect` in a mapping.
final class CsvwDialect {
  private static final Set<String> TEXTS =
      Set.of("delimiter", "quoteChar", "commentPrefix", "encoding");
  private static final Set<String> OTHERS =
      Set.of("doubleQuote", "header", "headerRowCount", "skipRows", "trim");

  /// Has no effect on the values, or is what every reader of CSV does.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("@id", "@type", "lineTerminators", "skipBlankRows", "skipInitialSpace");

  private CsvwDialect() {}

  /// Returns the properties, or empty if the dialect has none.
  ///
  /// @param error receives a message for each property that is not supported
  static Optional<String> turtle(JsonNode dialect, Consumer<String> error) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : dialect.properties()) {
      String name = property.getKey();
      String value = property.getValue().asString("");
      if (TEXTS.contains(name)) {
        parts.add("csvw:%s %s".formatted(name, Turtle.quoted(value)));
      } else if (OTHERS.contains(name)) {
        parts.add("csvw:%s %s".formatted(name, Turtle.quoted(value)));
      } else if (!WITHOUT_EFFECT.contains(name)) {
        error.accept("the property %s of a dialect is not supported; remove it".formatted(name));
      }
    }
    if (dialect.path("skipInitialSpace").asBoolean(false) && !dialect.has("trim")) {
      parts.add("csvw:trim \"start\"");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ; ", parts));
  }
}
