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

  /// Returns true if the condition reads values from the root.
  boolean readsRoot();

  record Or(List<JsonFilter> parts) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return parts.stream().anyMatch(part -> part.holds(current, root));
    }

    @Override
    public boolean readsRoot() {
      return parts.stream().anyMatch(JsonFilter::readsRoot);
    }
  }

  record And(List<JsonFilter> parts) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return parts.stream().allMatch(part -> part.holds(current, root));
    }

    @Override
    public boolean readsRoot() {
      return parts.stream().anyMatch(JsonFilter::readsRoot);
    }
  }

  record Not(JsonFilter part) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return !part.holds(current, root);
    }

    @Override
    public boolean readsRoot() {
      return part.readsRoot();
    }
  }

  /// Holds if a query selects anything.
  record Exists(Query query) implements JsonFilter {
    @Override
    public boolean holds(Json current, Json root) {
      return !query.select(current, root).isEmpty();
    }

    @Override
    public boolean readsRoot() {
      return query.readsRoot();
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

    @Override
    public boolean readsRoot() {
      return left.readsRoot() || right.readsRoot();
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

    @Override
    public boolean readsRoot() {
      return text.readsRoot() || pattern.readsRoot();
    }
  }

  /// A path in a filter.
  ///
  /// @param absolute true if it begins with `$`
  record Query(boolean absolute, JsonPath path) {
    List<Json> select(Json current, Json root) {
      return path.select(absolute ? root : current, root);
    }

    boolean readsRoot() {
      return absolute || path.readsRoot();
    }
  }

  /// A value that is compared or passed to a function.
  sealed interface Operand {
    /// Returns the value, or null if there is none.
    @Nullable Json value(Json current, Json root);

    boolean readsRoot();

    record Literal(Json json) implements Operand {
      @Override
      public Json value(Json current, Json root) {
        return json;
      }

      @Override
      public boolean readsRoot() {
        return false;
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

      @Override
      public boolean readsRoot() {
        return query.readsRoot();
      }
    }

    /// `count()`: the number of values that a query selects.
    record Count(Query query) implements Operand {
      @Override
      public Json value(Json current, Json root) {
        return new Json.Digits(String.valueOf(query.select(current, root).size()));
      }

      @Override
      public boolean readsRoot() {
        return query.readsRoot();
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

      @Override
      public boolean readsRoot() {
        return of.readsRoot();
      }
    }
  }
}
