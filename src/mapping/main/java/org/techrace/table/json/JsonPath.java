package org.techrace.table.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JSONPath (RFC 9535) with three extensions. A path that does not begin with `$` is relative to
/// the current value, so that a name alone is a path. As in JSONPath Plus, `~` at the end selects
/// the names of the selected values instead of the values, and `@scalar()` at the end selects only
/// texts, numbers, truth values and null.
///
/// @param steps the segments of the path; a descendant segment is two steps
/// @param selectsNames true if the path ends with `~`
/// @param readsRoot true if a filter of the path reads values from the root
record JsonPath(List<Step> steps, boolean selectsNames, boolean readsRoot) {
  JsonPath {
    steps = List.copyOf(steps);
  }

  /// A segment of a path, or a selector in one.
  sealed interface Step {
    record Child(String name) implements Step {}

    record Wildcard() implements Step {}

    record Index(long index) implements Step {}

    /// Selects elements of an array.
    ///
    /// @param from the first index, or null for the beginning
    /// @param to the index after the last one, or null for the end
    record Slice(@Nullable Long from, @Nullable Long to, long by) implements Step {}

    record Union(List<Step> steps) implements Step {}

    /// Selects the value and everything below it.
    record Descendants() implements Step {}

    /// Selects the value itself if it is neither an object nor an array.
    record Scalar() implements Step {}

    /// Selects the children for which a condition holds.
    record Filter(JsonFilter condition) implements Step {}
  }

  /// Receives the values that a step selects.
  private interface Sink {
    /// @param name the name of the member, or null for an element of an array
    /// @param index the index of the element
    void add(Json value, @Nullable String name, int index);
  }

  /// A selected value and its name.
  ///
  /// @param name the name of the member or the index of the element, or null for the start value
  record Found(Json value, @Nullable Json name) {}

  /// Parses a path.
  ///
  /// @throws IllegalArgumentException if the path is invalid; the message states the error
  static JsonPath parse(String path) {
    return new JsonPathParser(path).parse();
  }

  /// Returns the path without its first steps.
  JsonPath after(int first) {
    return new JsonPath(steps.subList(first, steps.size()), selectsNames, readsRoot);
  }

  /// Returns the values that the path selects, in document order, with their names. If the path
  /// ends with `~`, returns the names instead, which have no name themselves.
  ///
  /// @param name the name of the value, or null if it has none
  List<Found> find(Json value, @Nullable Json name) {
    List<Found> values = new ArrayList<>();
    if (steps.isEmpty()) {
      values.add(new Found(value, name));
    } else {
      Sink sink = (found, of, index) -> values.add(new Found(found, nameOf(of, index)));
      for (Json json : select(value, value, steps.subList(0, steps.size() - 1))) {
        apply(steps.getLast(), json, value, sink);
      }
    }
    return selectsNames
        ? values.stream()
            .flatMap(found -> Stream.ofNullable(found.name))
            .map(found -> new Found(found, null))
            .toList()
        : values;
  }

  /// Returns the values or names that the path selects, in document order.
  ///
  /// @param name the name of the value, or null if it has none
  List<Json> select(Json value, @Nullable Json name) {
    return selectsNames
        ? find(value, name).stream().map(Found::value).toList()
        : select(value, value, steps);
  }

  /// Returns the first value that ends the path too early: the path goes on to its members or
  /// elements, and it is a text, a number or a truth value. Paths with other steps than names,
  /// wildcards and indexes choose what they select, and pass over nothing.
  ///
  /// @param isRead tests the steps to such a value, which another path may read
  @Nullable Json passedOver(Json value, Predicate<List<Step>> isRead) {
    List<Json> current = List.of(value);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!(step instanceof Step.Child
          || step instanceof Step.Wildcard
          || step instanceof Step.Index)) {
        return null;
      }
      List<Json> next = new ArrayList<>();
      for (Json json : current) {
        if (json instanceof Json.Members || json instanceof Json.Elements) {
          apply(step, json, value, (found, _, _) -> next.add(found));
        } else if (!isNothing(json) && !isRead.test(steps.subList(0, i))) {
          return json;
        }
      }
      current = next;
    }
    return null;
  }

  /// Returns true if the path selects a text, a number or a truth value at the end of some steps.
  boolean selectsScalar(List<Step> at) {
    return steps.equals(at)
        || (steps.size() == at.size() + 1
            && steps.getLast() instanceof Step.Scalar
            && steps.subList(0, at.size()).equals(at));
  }

  private static boolean isNothing(Json json) {
    return json instanceof Json.Null || (json instanceof Json.Text(String text) && text.isEmpty());
  }

  /// Returns the values that steps select.
  ///
  /// @param root the value of `$` in filters
  static List<Json> select(Json value, Json root, List<Step> steps) {
    List<Json> current = List.of(value);
    for (Step step : steps) {
      List<Json> next = new ArrayList<>();
      Sink sink = (found, _, _) -> next.add(found);
      for (Json json : current) {
        apply(step, json, root, sink);
      }
      current = next;
    }
    return current;
  }

  private static @Nullable Json nameOf(@Nullable String name, int index) {
    if (name != null) {
      return new Json.Text(name);
    }
    return index < 0 ? null : new Json.Digits(String.valueOf(index));
  }

  private static void apply(Step step, Json json, Json root, Sink selected) {
    switch (step) {
      case Step.Child(String name) -> {
        if (json instanceof Json.Members(var members)) {
          Json member = members.get(name);
          if (member != null) {
            selected.add(member, name, -1);
          }
        }
      }
      case Step.Wildcard _ -> children(json, selected);
      case Step.Index(long index) -> {
        if (json instanceof Json.Elements(var elements)) {
          long i = index < 0 ? elements.size() + index : index;
          if (i >= 0 && i < elements.size()) {
            selected.add(elements.get((int) i), null, (int) i);
          }
        }
      }
      case Step.Slice slice -> {
        if (json instanceof Json.Elements(var elements)) {
          apply(slice, elements, selected);
        }
      }
      case Step.Union(var steps) -> steps.forEach(s -> apply(s, json, root, selected));
      case Step.Descendants _ -> {
        selected.add(json, null, -1);
        children(json, (child, _, _) -> apply(step, child, root, selected));
      }
      case Step.Scalar _ -> {
        if (json.isScalar()) {
          selected.add(json, null, -1);
        }
      }
      case Step.Filter(JsonFilter condition) ->
          children(
              json,
              (child, name, index) -> {
                if (condition.holds(child, root)) {
                  selected.add(child, name, index);
                }
              });
    }
  }

  private static void children(Json json, Sink selected) {
    if (json instanceof Json.Members(var members)) {
      members.forEach((name, member) -> selected.add(member, name, -1));
    } else if (json instanceof Json.Elements(var elements)) {
      for (int i = 0; i < elements.size(); i++) {
        selected.add(elements.get(i), null, i);
      }
    }
  }

  /// Selects a slice (section 2.3.4.2.2).
  private static void apply(Step.Slice slice, List<Json> elements, Sink selected) {
    long size = elements.size();
    long by = slice.by;
    if (by > 0) {
      long end = bound(slice.to, size, size, 0, size);
      for (long i = bound(slice.from, 0, size, 0, size); i < end; i += by) {
        selected.add(elements.get((int) i), null, (int) i);
      }
    } else if (by < 0) {
      long end = bound(slice.to, -1, size, -1, size - 1);
      for (long i = bound(slice.from, size - 1, size, -1, size - 1); i > end; i += by) {
        selected.add(elements.get((int) i), null, (int) i);
      }
    }
  }

  private static long bound(
      @Nullable Long stated, long otherwise, long size, long least, long most) {
    if (stated == null) {
      return otherwise;
    }
    return Math.clamp(stated < 0 ? size + stated : stated, least, Math.max(least, most));
  }
}
