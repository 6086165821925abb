package org.techrace.table.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses a JSONPath from left to right (RFC 9535, section 2).
final class JsonPathParser {
  /// The end of a path to texts, numbers and truth values only.
  private static final String SCALAR = "@scalar()";

  private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r]*");

  /// A name after a dot. RFC 9535 has no hyphens here; other tools and many mappings do.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_\\x{80}-\\x{10FFFF}](?:[-A-Za-z0-9_\\x{80}-\\x{10FFFF}]*)");

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d*");
  private static final Pattern NUMBER =
      Pattern.compile("(?:-?[1-9]\\d*|-?0)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
  private static final Pattern FUNCTION = Pattern.compile("([a-z][a-z0-9_]*)\\(");
  private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|<|>");
  private static final Pattern WORD = Pattern.compile("(true|false|null)(?![A-Za-z0-9_(])");

  /// The largest integer in a path (RFC 9535, section 2.1).
  private static final long MAX_INTEGER = (1L << 53) - 1;

  /// The maximum number of filters, functions and parentheses within each other.
  private static final int MAX_DEPTH = 100;

  private final String path;
  private int at;
  private int depth;

  /// True if a filter of the path reads values from the root.
  private boolean readsRoot;

  JsonPathParser(String path) {
    this.path = path;
  }

  JsonPath parse() {
    List<JsonPath.Step> steps = new ArrayList<>();
    if (path.isBlank()) {
      throw wrong("it is empty");
    }
    if (path.charAt(0) != '$' && path.stripLeading().startsWith("$")) {
      throw wrong("there is white space before it");
    }
    boolean relative = path.charAt(0) != '$' && path.charAt(0) != '@';
    if (!relative) {
      at = 1;
    } else if (path.charAt(0) != '[' && path.charAt(0) != '.' && path.charAt(0) != '~') {
      steps.add(relativeName());
    }
    segments(steps, relative);
    if (path.startsWith(SCALAR, at)) {
      at += SCALAR.length();
      steps.add(new JsonPath.Step.Scalar());
    }
    boolean names = has("~");
    if (names) {
      if (!steps.isEmpty() && steps.getLast() instanceof JsonPath.Step.Descendants) {
        throw wrong("a name or [*] is missing before '~'");
      }
      at++;
    }
    if (at < path.length()) {
      throw unexpected();
    }
    return new JsonPath(steps, names, readsRoot);
  }

  /// Parses segments up to the first character that cannot begin one.
  ///
  /// @param relative true if names after dots may have any characters
  private void segments(List<JsonPath.Step> steps, boolean relative) {
    while (true) {
      int start = at;
      skipSpace();
      if (has("..")) {
        at += 2;
        steps.add(new JsonPath.Step.Descendants());
        if (!path.startsWith(SCALAR, at)) {
          steps.add(has("[") ? bracket() : name(relative));
        }
      } else if (has(".")) {
        at++;
        // Older libraries accept a dot before a bracket.
        steps.add(has("[") ? bracket() : name(relative));
      } else if (has("[")) {
        steps.add(bracket());
      } else {
        at = start;
        return;
      }
    }
  }

  /// Parses a name in dot notation, or the wildcard.
  private JsonPath.Step name(boolean relative) {
    if (relative) {
      return relativeName();
    }
    if (has("*")) {
      at++;
      return new JsonPath.Step.Wildcard();
    }
    Matcher name = matcher(NAME);
    if (!name.lookingAt()) {
      throw wrong(
          at == path.length()
              ? "a name is missing at position %d".formatted(at + 1)
              : "a name after a dot must begin with a letter or '_'; write ['name'] instead (position %d)"
                  .formatted(at + 1));
    }
    at = name.end();
    return new JsonPath.Step.Child(name.group());
  }

  /// Parses a name in a path that does not begin with `$`: all characters up to the next dot or
  /// bracket.
  private JsonPath.Step relativeName() {
    int start = at;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      char c = path.charAt(at);
      if ((c == '~' && at == path.length() - 1) || path.startsWith(SCALAR, at)) {
        break;
      }
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
    List<JsonPath.Step> selectors = new ArrayList<>();
    do {
      at++;
      skipSpace();
      if (at == path.length()) {
        throw wrong("the bracket at position %d is not closed".formatted(open + 1));
      }
      selectors.add(selector());
      skipSpace();
    } while (has(","));
    if (at == path.length()) {
      throw wrong("the bracket at position %d is not closed".formatted(open + 1));
    }
    expect("]");
    return selectors.size() == 1 ? selectors.getFirst() : new JsonPath.Step.Union(selectors);
  }

  private JsonPath.Step selector() {
    char c = path.charAt(at);
    if (c == '*') {
      at++;
      return new JsonPath.Step.Wildcard();
    }
    if (c == '\'' || c == '"') {
      return new JsonPath.Step.Child(text());
    }
    if (c == '?') {
      at++;
      skipSpace();
      return new JsonPath.Step.Filter(or());
    }
    int start = at;
    Long from = integer();
    int end = at;
    skipSpace();
    if (has(":")) {
      at++;
      skipSpace();
      Long to = integer();
      skipSpace();
      Long by = null;
      if (has(":")) {
        at++;
        skipSpace();
        by = integer();
      }
      return new JsonPath.Step.Slice(from, to, by == null ? 1 : by);
    }
    at = end;
    if (from == null) {
      throw wrong(
          "expected a name in quotes, an index, a slice, * or a filter at position %d"
              .formatted(start + 1));
    }
    return new JsonPath.Step.Index(from);
  }

  private @Nullable Long integer() {
    Matcher digits = matcher(INTEGER);
    if (!digits.lookingAt()) {
      return null;
    }
    at = digits.end();
    String text = digits.group();
    long number = text.length() > 17 ? Long.MAX_VALUE : Long.parseLong(text);
    if (Math.abs(number) > MAX_INTEGER) {
      throw wrong("the number %s is too large".formatted(text));
    }
    return number;
  }

  private JsonFilter or() {
    if (++depth > MAX_DEPTH) {
      throw wrong("more than %d filters and parentheses within each other".formatted(MAX_DEPTH));
    }
    List<JsonFilter> parts = new ArrayList<>();
    parts.add(and());
    while (operator("||")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new JsonFilter.Or(parts);
  }

  private JsonFilter and() {
    List<JsonFilter> parts = new ArrayList<>();
    parts.add(basic());
    while (operator("&&")) {
      parts.add(basic());
    }
    return parts.size() == 1 ? parts.getFirst() : new JsonFilter.And(parts);
  }

  /// Skips an operator with the space around it, if it follows.
  private boolean operator(String operator) {
    int start = at;
    skipSpace();
    if (!has(operator)) {
      at = start;
      return false;
    }
    at += operator.length();
    skipSpace();
    return true;
  }

  private JsonFilter basic() {
    boolean not = has("!");
    if (not) {
      at++;
      skipSpace();
    }
    JsonFilter condition;
    if (has("(")) {
      at++;
      skipSpace();
      condition = or();
      skipSpace();
      expect(")");
    } else {
      condition = testOrComparison(not);
    }
    return not ? new JsonFilter.Not(condition) : condition;
  }

  /// @param isTest true after `!`, which no comparison may follow
  private JsonFilter testOrComparison(boolean isTest) {
    int start = at;
    if (has("@") || has("$")) {
      JsonFilter.Query query = query();
      if (isTest || !isComparison()) {
        return new JsonFilter.Exists(query);
      }
      return comparison(singular(query, start));
    }
    Matcher function = matcher(FUNCTION);
    if (function.lookingAt()
        && (function.group(1).equals("match") || function.group(1).equals("search"))) {
      return matches(function);
    }
    JsonFilter.Operand left = operand();
    if (isTest || !isComparison()) {
      throw wrong("expected a comparison at position %d".formatted(at + 1));
    }
    return comparison(left);
  }

  private boolean isComparison() {
    int start = at;
    skipSpace();
    boolean is = matcher(OPERATOR).lookingAt();
    at = start;
    return is;
  }

  private JsonFilter comparison(JsonFilter.Operand left) {
    skipSpace();
    Matcher operator = matcher(OPERATOR);
    if (!operator.lookingAt()) {
      throw unexpected();
    }
    at = operator.end();
    skipSpace();
    return new JsonFilter.Comparison(left, operator.group(), operand());
  }

  /// Parses a literal, a path that selects at most one value, or a function with a value.
  private JsonFilter.Operand operand() {
    int start = at;
    if (has("@") || has("$")) {
      return singular(query(), start);
    }
    if (has("'") || has("\"")) {
      return new JsonFilter.Operand.Literal(new Json.Text(text()));
    }
    Matcher word = matcher(WORD);
    if (word.lookingAt()) {
      at = word.end();
      return new JsonFilter.Operand.Literal(
          word.group().equals("null")
              ? new Json.Null()
              : new Json.Bool(word.group().equals("true")));
    }
    Matcher number = matcher(NUMBER);
    if (number.lookingAt()) {
      at = number.end();
      return new JsonFilter.Operand.Literal(new Json.Digits(number.group()));
    }
    Matcher function = matcher(FUNCTION);
    if (function.lookingAt()) {
      return function(function);
    }
    throw wrong("expected a value or a path at position %d".formatted(at + 1));
  }

  private JsonFilter.Operand function(Matcher function) {
    if (++depth > MAX_DEPTH) {
      throw wrong("more than %d functions within each other".formatted(MAX_DEPTH));
    }
    String name = function.group(1);
    at = function.end();
    skipSpace();
    JsonFilter.Operand result =
        switch (name) {
          case "length" -> new JsonFilter.Operand.Length(operand());
          case "count" -> new JsonFilter.Operand.Count(queryArgument(name));
          case "value" -> new JsonFilter.Operand.Only(queryArgument(name));
          case "match", "search" ->
              throw wrong("the result of %s() is true or false, not a value".formatted(name));
          default ->
              throw wrong(
                  "the function %s() is unknown; expected length, count, match, search or value"
                      .formatted(name));
        };
    skipSpace();
    expect(")");
    depth--;
    return result;
  }

  private JsonFilter.Query queryArgument(String function) {
    if (!has("@") && !has("$")) {
      throw wrong("%s() needs a path that begins with @ or $".formatted(function));
    }
    return query();
  }

  private JsonFilter matches(Matcher function) {
    at = function.end();
    skipSpace();
    JsonFilter.Operand text = operand();
    skipSpace();
    expect(",");
    skipSpace();
    JsonFilter.Operand pattern = operand();
    skipSpace();
    expect(")");
    return new JsonFilter.Matches(
        text, pattern, constant(pattern), function.group(1).equals("match"));
  }

  private Optional<InternetRegex> constant(JsonFilter.Operand pattern) {
    if (!(pattern instanceof JsonFilter.Operand.Literal(Json.Text(String expression)))) {
      return Optional.empty();
    }
    Optional<InternetRegex> constant = InternetRegex.of(expression);
    if (constant.isEmpty()) {
      // The RFC takes such an expression for one that matches nothing, which hides the mistake.
      throw wrong("'%s' is not a regular expression of RFC 9485 (I-Regexp)".formatted(expression));
    }
    return constant;
  }

  private JsonFilter.Query query() {
    boolean absolute = has("$");
    at++;
    readsRoot |= absolute;
    List<JsonPath.Step> steps = new ArrayList<>();
    segments(steps, false);
    return new JsonFilter.Query(absolute, steps);
  }

  private JsonFilter.Operand singular(JsonFilter.Query query, int start) {
    if (!query.isSingular()) {
      throw wrong(
          "'%s' may select several values, so it cannot be compared; use value() or count()"
              .formatted(path.substring(start, at)));
    }
    return new JsonFilter.Operand.Only(query);
  }

  /// Parses a text in quotes.
  private String text() {
    int open = at;
    char quote = path.charAt(at);
    StringBuilder text = new StringBuilder();
    for (at++; at < path.length(); at++) {
      char c = path.charAt(at);
      if (c == quote) {
        at++;
        return text.toString();
      }
      if (c < ' ') {
        throw wrong("a control character at position %d; write it as an escape".formatted(at + 1));
      }
      if (c == '\\') {
        at++;
        escape(quote, text);
      } else {
        text.append(c);
      }
    }
    throw wrong("the quote at position %d is not closed".formatted(open + 1));
  }

  private void escape(char quote, StringBuilder text) {
    char c = at < path.length() ? path.charAt(at) : 0;
    switch (c) {
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case '/', '\\' -> text.append(c);
      case 'u' -> {
        char unit = unit();
        text.append(unit);
        if (Character.isHighSurrogate(unit)) {
          if (!path.startsWith("\\u", at + 1)) {
            throw wrongEscape();
          }
          at += 2;
          char low = unit();
          if (!Character.isLowSurrogate(low)) {
            throw wrongEscape();
          }
          text.append(low);
        } else if (Character.isLowSurrogate(unit)) {
          throw wrongEscape();
        }
      }
      default -> {
        if (c != quote) {
          throw wrongEscape();
        }
        text.append(c);
      }
    }
  }

  /// Parses the four digits of a Unicode escape, and stops at the last of them.
  private char unit() {
    int end = at + 5;
    if (end > path.length()) {
      throw wrongEscape();
    }
    int unit = 0;
    for (at++; at < end; at++) {
      int digit = path.charAt(at) < 128 ? Character.digit(path.charAt(at), 16) : -1;
      if (digit < 0) {
        throw wrongEscape();
      }
      unit = unit * 16 + digit;
    }
    at--;
    return (char) unit;
  }

  private IllegalArgumentException wrongEscape() {
    return wrong("the escape at position %d is invalid".formatted(at + 1));
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(path).region(at, path.length());
  }

  private boolean has(String text) {
    return path.startsWith(text, at);
  }

  private void expect(String text) {
    if (!has(text)) {
      throw at < path.length()
          ? unexpected()
          : wrong("expected '%s' at position %d".formatted(text, at + 1));
    }
    at += text.length();
  }

  private void skipSpace() {
    Matcher space = matcher(SPACE);
    if (space.lookingAt()) {
      at = space.end();
    }
  }

  private IllegalArgumentException unexpected() {
    return wrong("unexpected '%s' at position %d".formatted(path.charAt(at), at + 1));
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("the JSONPath '%s' is invalid: %s".formatted(path, what));
  }
}
