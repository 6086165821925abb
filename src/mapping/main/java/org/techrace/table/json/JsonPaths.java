package org.techrace.table.json;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.techrace.table.PathCounts;
import org.techrace.table.TablePart;
import org.techrace.table.input.Counter;
import org.techrace.table.input.TableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Where the texts, numbers and truth values of a JSON file are: the number of values for each
/// path, such as `$[*].jobs[*].year`.
final class JsonPaths {
  private static final String VALUE = "$";
  private static final String ELEMENTS = "[*]";
  private static final String FURTHER = ".*";

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

  private final PathCounts counts = new PathCounts();

  private JsonPaths() {}

  /// Reads the whole file, up to an error in it, which is reported when its rows are read.
  static Map<String, Long> of(String name, TableFile input) throws IOException {
    JsonPaths paths = new JsonPaths();
    boolean isOneArray = JsonLines.isName(name) && JsonLines.isOneArray(input);
    try (JsonParser parser = JsonReader.open(input, new Counter(), TablePart.WHOLE)) {
      if (isOneArray) {
        parser.nextToken();
      }
      while (parser.nextToken() != null) {
        paths.count(parser, VALUE);
      }
    } catch (JacksonException _) {
      // Reported when the rows are read.
    }
    return paths.counts.numbers();
  }

  private void count(JsonParser parser, String path) {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String below = counts.below(path, parser.currentName(), JsonPaths::step, FURTHER);
          parser.nextToken();
          count(parser, below);
        }
      }
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          count(parser, path + ELEMENTS);
        }
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          counts.add(path);
      default -> {}
    }
  }

  private static String step(String name) {
    return PLAIN.matcher(name).matches() ? "." + name : JsonOutline.quoted(name);
  }

  /// Returns true if a path selects the values of one of these paths, or the parts around them. A
  /// path that looks for something below a text or number selects it too: it is reported when the
  /// rows are read.
  static boolean selects(List<JsonPath.Step> path, String values) {
    // The elements of an array have no names, unlike the members of further names.
    return selects(path, JsonPath.parse(values.replace(ELEMENTS, "[:]")).steps());
  }

  private static boolean selects(List<JsonPath.Step> path, List<JsonPath.Step> values) {
    if (path.isEmpty()) {
      return true;
    }
    List<JsonPath.Step> rest = path.subList(1, path.size());
    if (values.isEmpty()) {
      return !(path.getFirst() instanceof JsonPath.Step.Descendants)
          || rest.equals(List.of(new JsonPath.Step.Scalar()));
    }
    List<JsonPath.Step> below = values.subList(1, values.size());
    return path.getFirst() instanceof JsonPath.Step.Descendants
        ? selects(rest, values) || selects(path, below)
        : matches(path.getFirst(), values.getFirst()) && selects(rest, below);
  }

  private static boolean matches(JsonPath.Step step, JsonPath.Step value) {
    return switch (step) {
      case JsonPath.Step.Child _ -> value instanceof JsonPath.Step.Wildcard || value.equals(step);
      case JsonPath.Step.Union(var steps) -> steps.stream().anyMatch(s -> matches(s, value));
      case JsonPath.Step.Index _, JsonPath.Step.Slice _ -> value instanceof JsonPath.Step.Slice;
      case JsonPath.Step.Wildcard _, JsonPath.Step.Filter _, JsonPath.Step.Descendants _ -> true;
      case JsonPath.Step.Scalar _ -> false;
    };
  }
}
