package org.techrace.table.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Outline;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.input.Counter;
import org.techrace.table.input.TableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Finds the rows of a new JSON file: its top-level values if there are several (JSON Lines),
/// otherwise the elements of the array with the most objects.
final class JsonOutline {
  private static final String VALUES = "$";

  /// The number of objects that each path selects.
  private final Map<String, Integer> objects = new LinkedHashMap<>();

  private final Set<String> references = new LinkedHashSet<>();

  /// The paths of objects and arrays.
  private final Set<String> nested = new HashSet<>();

  /// The paths of objects and arrays inside arrays, which are rows of another table.
  private final Set<String> several = new LinkedHashSet<>();

  private JsonOutline() {}

  /// Reads the whole file. Reports a file that is not JSON or has no objects, and then returns
  /// empty.
  static Optional<Outline> of(String name, TableFile input, Report report) throws IOException {
    JsonOutline outline = new JsonOutline();
    boolean isOneArray = JsonLines.isName(name) && JsonLines.isOneArray(input);
    try (JsonParser parser = JsonReader.open(input, new Counter(), TablePart.WHOLE)) {
      if (isOneArray) {
        parser.nextToken();
      }
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        outline.count(parser, VALUES);
      }
    } catch (JacksonException _) {
      // Reported when the rows are read.
    }
    String iterator = outline.iterator();
    try (SourceRows rows =
        new JsonTable(name, input, Reference.of(iterator)).open(List.of(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (row.item() instanceof JsonItem(Json json, _, _)) {
          outline.collect(json, "");
        }
      }
    }
    // A path that is a text in one row and an object or array in another cannot be mapped.
    outline.references.removeAll(outline.nested);
    outline.references.removeAll(outline.several);
    if (outline.references.isEmpty() && !report.hasErrors()) {
      report.error(Place.file(name), "the file has no object with a text or number to map");
    }
    return outline.references.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outline(
                iterator,
                new ArrayList<>(outline.references),
                new ArrayList<>(outline.several),
                Map.of()));
  }

  /// Counts the objects in the value that begins here: the value itself and the objects in arrays
  /// below it, but not in arrays within these arrays.
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

  /// Records the paths in a row.
  private void collect(Json json, String path) {
    if (json instanceof Json.Members(var members)) {
      members.forEach((name, value) -> note(value, path + child(name, path)));
    }
  }

  private void note(Json value, String path) {
    switch (value) {
      case Json.Members _ -> {
        nested.add(path);
        collect(value, path);
      }
      case Json.Elements(var elements) -> {
        nested.add(path);
        if (!elements.isEmpty()) {
          boolean scalars = elements.stream().allMatch(JsonOutline::isScalar);
          (scalars ? references : several).add(path + "[*]");
        }
      }
      case Json.Text _, Json.Digits _, Json.Bool _ -> references.add(path);
      case Json.Null _ -> {}
    }
  }

  private static boolean isScalar(Json json) {
    return !(json instanceof Json.Members) && !(json instanceof Json.Elements);
  }

  /// Returns the path step to a member.
  private static String child(String name, String path) {
    return name.matches("[\\p{L}\\p{N}_ -]+") ? (path.isEmpty() ? "" : ".") + name : quoted(name);
  }

  /// Returns the path step to a member of any name.
  static String quoted(String name) {
    return "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }
}
