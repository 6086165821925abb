package org.techrace.table;

import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Finds the rows of a new JSON file: its values, if there are several (JSON Lines), or else the
/// elements of the array that has most objects.
final class JsonOutline {
  private static final String VALUES = "$";

  /// How many objects each path finds.
  private final Map<String, Integer> objects = new LinkedHashMap<>();

  private JsonOutline() {}

  /// Looks at a whole file; nothing if it has no objects or is no JSON, which is reported.
  static Optional<Outline> of(String name, Input input, Report report) throws IOException {
    JsonOutline outline = new JsonOutline();
    try (JsonParser parser =
        JsonReader.FACTORY.createParser(
            ObjectReadContext.empty(),
            new InputStreamReader(input.open(), Texts.strict(input.charset())))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        outline.count(parser, VALUES);
      }
    } catch (JacksonException _) {
      // Reported when its rows are read.
    }
    String iterator = outline.iterator();
    Set<String> references = new LinkedHashSet<>();
    try (Rows rows = new JsonTable(name, input, Reference.of(iterator)).open(List.of(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (row.item() instanceof JsonItem(Json json, _)) {
          collect(json, "", references);
        }
      }
    }
    if (references.isEmpty() && !report.hasErrors()) {
      report.error(Place.file(name), "there is no object with a text or number in it to map");
    }
    return references.isEmpty()
        ? Optional.empty()
        : Optional.of(new Outline(iterator, new ArrayList<>(references), Map.of()));
  }

  /// Counts the objects of the value that begins here: itself, and those in arrays below it, but
  /// not in arrays of these.
  private void count(JsonParser parser, String path) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      objects.merge(path, 1, Integer::sum);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String below = path + child(parser.currentName(), path);
        parser.nextToken();
        count(parser, below);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          objects.merge(path + "[*]", 1, Integer::sum);
        }
        parser.skipChildren();
      }
    }
  }

  private String iterator() {
    return objects.getOrDefault(VALUES, 0) > 1
        ? VALUES
        : objects.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("[*]"))
            .max(Comparator.comparingInt(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElse(VALUES);
  }

  private static void collect(Json json, String path, Set<String> references) {
    if (json instanceof Json.Members(var members)) {
      members.forEach(
          (name, value) -> {
            String below = path + child(name, path);
            switch (value) {
              case Json.Members _ -> collect(value, below, references);
              case Json.Elements(var elements) -> {
                if (elements.stream().allMatch(JsonOutline::isScalar) && !elements.isEmpty()) {
                  references.add(below + "[*]");
                }
              }
              case Json.Text _, Json.Digits _, Json.Bool _, Json.Null _ -> references.add(below);
            }
          });
    }
  }

  private static boolean isScalar(Json json) {
    return !(json instanceof Json.Members) && !(json instanceof Json.Elements);
  }

  /// The step to a member.
  private static String child(String name, String path) {
    return name.matches("[\\p{L}\\p{N}_ -]+")
        ? (path.isEmpty() ? "" : ".") + name
        : "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }
}
