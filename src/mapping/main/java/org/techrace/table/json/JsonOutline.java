package org.techrace.table.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
  private static final String ELEMENTS = "[*]";
  private static final String SCALARS = "@scalar()";

  /// The number of objects that each path selects.
  private final Map<String, Integer> objects = new LinkedHashMap<>();

  /// A form of value that a path has in some row.
  private enum Form {
    SCALAR,
    OBJECT,
    /// A text or number in an array.
    ELEMENT,
    /// An object or array in an array, which is a row of another table.
    PART
  }

  /// The forms of values at each path, in the order of their first occurrence.
  private final Map<String, Set<Form>> forms = new LinkedHashMap<>();

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
    Map<String, String> labels = new LinkedHashMap<>();
    outline.forms.forEach(
        (path, found) -> references(path, found).forEach(r -> labels.put(r, path)));
    if (labels.isEmpty() && !report.hasErrors()) {
      report.error(Place.file(name), "the file has no object with a text or number to map");
    }
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Outline(
                iterator,
                new ArrayList<>(labels.keySet()),
                new ArrayList<>(labels.values()),
                outline.forms.entrySet().stream()
                    .filter(at -> at.getValue().contains(Form.PART))
                    .map(at -> at.getKey() + ELEMENTS)
                    .toList(),
                Map.of()));
  }

  /// Returns the references to all texts and numbers at a path.
  private static List<String> references(String path, Set<Form> found) {
    boolean isScalar = found.contains(Form.SCALAR);
    boolean isElement = found.contains(Form.ELEMENT);
    boolean isStructure = found.contains(Form.OBJECT) || found.contains(Form.PART);
    if (isScalar && isElement && !isStructure) {
      return List.of(path + ".." + SCALARS);
    }
    List<String> references = new ArrayList<>();
    if (isScalar) {
      references.add(isStructure ? path + SCALARS : path);
    }
    if (isElement) {
      // A wildcard would also select the members of an object.
      references.add(isStructure ? path + "[:]" + SCALARS : path + ELEMENTS);
    }
    return references;
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
          objects.merge(path + ELEMENTS, 1, Integer::sum);
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
        add(Form.OBJECT, path);
        collect(value, path);
      }
      case Json.Elements(var elements) ->
          elements.forEach(element -> add(element.isScalar() ? Form.ELEMENT : Form.PART, path));
      case Json.Text _, Json.Digits _, Json.Bool _ -> add(Form.SCALAR, path);
      case Json.Null _ -> {}
    }
  }

  private void add(Form form, String path) {
    forms.computeIfAbsent(path, _ -> EnumSet.noneOf(Form.class)).add(form);
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
