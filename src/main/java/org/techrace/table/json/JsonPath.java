package org.techrace.table.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSONPath (RFC 9535): child names, wildcards, indexes, slices, unions, descendants, and filters
/// that test for existence or compare with a literal. A path that does not begin with `$` is
/// relative to the current value.
///
/// @param steps the segments of the path
record JsonPath(List<Step> steps) {
  JsonPath {
    steps = List.copyOf(steps);
  }

  /// A segment of a path.
  sealed interface Step {
    record Child(String name) implements Step {}

    record Wildcard() implements Step {}

    record Index(int index) implements Step {}

    record Slice(int from, int to, int by) implements Step {}

    record Union(List<Step> steps) implements Step {}

    /// Selects the value and everything below it.
    record Descendants() implements Step {}

    /// Selects the children for which `path` finds a value that satisfies the comparison.
    record Filter(JsonPath path, @Nullable String operator, @Nullable Json literal)
        implements Step {}
  }

  /// Parses a path.
  ///
  /// @throws IllegalArgumentException if the path is invalid; the message states the error
  static JsonPath parse(String path) {
    return new JsonPathParser(path).parse();
  }

  /// Returns the values that the path selects, in document order.
  List<Json> select(Json value) {
    List<Json> current = List.of(value);
    for (Step step : steps) {
      List<Json> next = new ArrayList<>();
      for (Json json : current) {
        apply(step, json, next);
      }
      current = next;
    }
    return current;
  }

  private static void apply(Step step, Json json, List<Json> selected) {
    switch (step) {
      case Step.Child(String name) -> {
        if (json instanceof Json.Members(var members) && members.get(name) != null) {
          selected.add(members.get(name));
        }
      }
      case Step.Wildcard _ -> json.children().forEach(selected::add);
      case Step.Index(int index) -> {
        if (json instanceof Json.Elements(var elements)) {
          int i = index < 0 ? elements.size() + index : index;
          if (i >= 0 && i < elements.size()) {
            selected.add(elements.get(i));
          }
        }
      }
      case Step.Slice slice -> {
        if (json instanceof Json.Elements(var elements)) {
          int size = elements.size();
          int to = slice.to < 0 ? size + slice.to : Math.min(slice.to, size);
          for (int i = Math.max(0, slice.from < 0 ? size + slice.from : slice.from);
              i < to;
              i += slice.by) {
            selected.add(elements.get(i));
          }
        }
      }
      case Step.Union(var steps) -> steps.forEach(s -> apply(s, json, selected));
      case Step.Descendants _ -> {
        selected.add(json);
        json.children().forEach(child -> apply(step, child, selected));
      }
      case Step.Filter filter -> {
        for (Json child : json.children()) {
          if (filter.path.select(child).stream().anyMatch(found -> holds(filter, found))) {
            selected.add(child);
          }
        }
      }
    }
  }

  private static boolean holds(Step.Filter filter, Json found) {
    if (filter.operator == null || filter.literal == null) {
      return true;
    }
    boolean equal = found.equals(filter.literal);
    int order = 0;
    if (found instanceof Json.Digits(String a) && filter.literal instanceof Json.Digits(String b)) {
      order = Double.compare(Double.parseDouble(a), Double.parseDouble(b));
      equal = order == 0;
    } else if (found instanceof Json.Text(String a)
        && filter.literal instanceof Json.Text(String b)) {
      order = a.compareTo(b);
    } else if (!filter.operator.equals("==") && !filter.operator.equals("!=")) {
      return false;
    }
    return switch (filter.operator) {
      case "==" -> equal;
      case "!=" -> !equal;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
