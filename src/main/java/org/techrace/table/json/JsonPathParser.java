package org.techrace.table.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses a JSONPath from left to right.
final class JsonPathParser {
  private static final Pattern SLICE = Pattern.compile("(-?\\d*):(-?\\d*)(?::(\\d+))?");
  private static final Pattern FILTER =
      Pattern.compile("\\(?\\s*@(.*?)\\s*(?:(==|!=|<=|>=|<|>)\\s*(.+?))?\\s*\\)?");

  private final String path;
  private int at;

  JsonPathParser(String path) {
    this.path = path;
  }

  JsonPath parse() {
    List<JsonPath.Step> steps = new ArrayList<>();
    if (path.isBlank()) {
      throw wrong("it is empty");
    }
    if (path.charAt(0) == '$' || path.charAt(0) == '@') {
      at = 1;
    } else if (path.charAt(0) != '[' && path.charAt(0) != '.') {
      steps.add(name());
    }
    while (at < path.length()) {
      if (path.startsWith("..", at)) {
        steps.add(new JsonPath.Step.Descendants());
        at += 2;
        if (at < path.length() && path.charAt(at) != '[') {
          steps.add(name());
        }
      } else if (path.charAt(at) == '.') {
        at++;
        steps.add(name());
      } else if (path.charAt(at) == '[') {
        steps.add(bracket());
      } else {
        throw wrong("unexpected '%s' at position %d".formatted(path.charAt(at), at + 1));
      }
    }
    return new JsonPath(steps);
  }

  /// Parses a name in dot notation, or the wildcard.
  private JsonPath.Step name() {
    int start = at;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      char c = path.charAt(at);
      if (c == ']' || c == '\'' || c == '"' || c == '(' || c == ')') {
        throw wrong("unexpected '%s' at position %d".formatted(c, at + 1));
      }
      at++;
    }
    String name = path.substring(start, at);
    if (name.isEmpty()) {
      throw wrong("a name is missing at position %d".formatted(start + 1));
    }
    return name.equals("*") ? new JsonPath.Step.Wildcard() : new JsonPath.Step.Child(name);
  }

  private JsonPath.Step bracket() {
    int open = at;
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    int depth = 0;
    for (at++; at < path.length(); at++) {
      char c = path.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
        part.append(c);
        if (c == '\\' && at + 1 < path.length()) {
          part.append(path.charAt(++at));
        }
      } else if (c == ']' && depth == 0) {
        at++;
        parts.add(part.toString().strip());
        List<JsonPath.Step> steps = parts.stream().map(this::selector).toList();
        return steps.size() == 1 ? steps.getFirst() : new JsonPath.Step.Union(steps);
      } else if (c == ',' && depth == 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        depth += nesting(c);
        quote = c == '\'' || c == '"' ? c : 0;
        part.append(c);
      }
    }
    throw wrong("the bracket at position %d is not closed".formatted(open + 1));
  }

  /// Returns 1 for an opening bracket, -1 for a closing one, and 0 for any other character.
  private static int nesting(char c) {
    return switch (c) {
      case '[', '(' -> 1;
      case ']', ')' -> -1;
      default -> 0;
    };
  }

  private JsonPath.Step selector(String text) {
    if (text.equals("*")) {
      return new JsonPath.Step.Wildcard();
    }
    if (isQuoted(text)) {
      return new JsonPath.Step.Child(unquoted(text));
    }
    if (text.matches("-?\\d{1,9}")) {
      return new JsonPath.Step.Index(Integer.parseInt(text));
    }
    Matcher slice = SLICE.matcher(text);
    if (slice.matches()) {
      return new JsonPath.Step.Slice(
          number(slice.group(1), 0),
          number(slice.group(2), Integer.MAX_VALUE),
          Math.max(1, number(slice.group(3), 1)));
    }
    Matcher filter = FILTER.matcher(text.startsWith("?") ? text.substring(1) : "");
    if (filter.matches()) {
      return new JsonPath.Step.Filter(
          new JsonPathParser("@" + filter.group(1)).parse(),
          filter.group(2),
          literal(filter.group(3)));
    }
    throw wrong(
        "[%s] is not supported; use a quoted name, an index, a slice, [*] or a filter"
            .formatted(text));
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
  }

  private static boolean isQuoted(String text) {
    return text.length() >= 2
        && (text.charAt(0) == '\'' || text.charAt(0) == '"')
        && text.charAt(text.length() - 1) == text.charAt(0);
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static @Nullable Json literal(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return isQuoted(text)
        ? new Json.Text(unquoted(text))
        : switch (text) {
          case "true", "false" -> new Json.Bool(text.equals("true"));
          case "null" -> new Json.Null();
          default -> new Json.Digits(text);
        };
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the JSONPath '%s' is invalid: %s".formatted(path, what));
  }
}
