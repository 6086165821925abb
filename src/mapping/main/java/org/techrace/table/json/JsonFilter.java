package org.techrace.table.json;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A condition in a filter of a JSONPath (RFC 9535, section 2.3.5).
sealed interface JsonFilter {

  /// Reports whether the condition holds.
  ///
  /// @param current the value of `@`
  /// @param root the value of `$`
  boolean holds(Json current, Json root);

  record Or(List<JsonFilter> parts) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return parts.stream().anyMatch(part -> part.holds(current, root));
    }
  }

  record And(List<JsonFilter> parts) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return parts.stream().allMatch(part -> part.holds(current, root));
    }
  }

  record Not(JsonFilter part) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return !part.holds(current, root);
    }
  }

  /// Holds if a query selects anything.
  record Exists(Query query) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return !query.select(current, root).isEmpty();
    }
  }

  record Comparison(Operand left, String operator, Operand right) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      Json a = left.value(current, root);
      Json b = right.value(current, root);
      return switch (operator) {
        case "==" -> JsonValues.equal(a, b);
        case "!=" -> !JsonValues.equal(a, b);
        case "<" -> JsonValues.isLess(a, b);
        case ">" -> JsonValues.isLess(b, a);
        case "<=" -> JsonValues.isLess(a, b) || JsonValues.equal(a, b);
        default -> JsonValues.isLess(b, a) || JsonValues.equal(a, b);
      };
    }
  }

  /// `match()`, which compares the whole text with an I-Regexp, and `search()`.
  ///
  /// @param constant the expression, if the path contains it
  record Matches(Operand text, Operand pattern, Optional<InternetRegex> constant, boolean isWhole)
      implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      if (!(text.value(current, root) instanceof Json.Text(String value))) {
        return false;
      }
      Optional<InternetRegex> regex = constant;
      if (regex.isEmpty() && pattern.value(current, root) instanceof Json.Text(String expression)) {
        regex = InternetRegex.of(expression);
      }
      return regex.isPresent() && regex.get().matches(value, isWhole);
    }
  }

  /// A path in a filter.
  ///
  /// @param absolute true if it begins with `$`
  record Query(boolean absolute, List<JsonPath.Step> steps) {
    List<Json> select(Json current, Json root) {
      return JsonPath.select(absolute ? root : current, root, steps);
    }

    /// Returns true if the path selects at most one value of any document.
    boolean isSingular() {
      return steps.stream()
          .allMatch(s -> s instanceof JsonPath.Step.Child || s instanceof JsonPath.Step.Index);
    }
  }

  /// A value that is compared or passed to a function.
  sealed interface Operand {
    /// Returns the value, or null if there is none.
    @Nullable Json value(Json current, Json root);

    record Literal(Json json) implements Operand {
      @Override
      public Json value(Json current, Json root) {
        return json;
      }
    }

    /// The value that a query selects if it selects exactly one: `value()`, and any query that can
    /// select at most one.
    record Only(Query query) implements Operand {
      @Override
      public @Nullable Json value(Json current, Json root) {
        List<Json> found = query.select(current, root);
        return found.size() == 1 ? found.getFirst() : null;
      }
    }

    /// `count()`: the number of values that a query selects.
    record Count(Query query) implements Operand {
      @Override
      public Json value(Json current, Json root) {
        return new Json.Digits(String.valueOf(query.select(current, root).size()));
      }
    }

    /// `length()`: the number of characters, elements or members.
    record Length(Operand of) implements Operand {
      @Override
      public @Nullable Json value(Json current, Json root) {
        return switch (of.value(current, root)) {
          case Json.Text(String text) -> number(text.codePointCount(0, text.length()));
          case Json.Elements(var elements) -> number(elements.size());
          case Json.Members(var members) -> number(members.size());
          case Json.Digits _, Json.Bool _, Json.Null _ -> null;
          case null -> null;
        };
      }

      private static Json number(int number) {
        return new Json.Digits(String.valueOf(number));
      }
    }
  }
}
