package org.techrace.store.query.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds texts that every match of a regular expression contains: characters in a row that are
/// neither optional nor in a class. In `(colou?r|hue)s? of [a-z]+` these are ` of `, and `colo` or
/// `hue`. Only the usual syntax is known; any other expression requires nothing.
final class RegexParts {
  /// Letters that mean a class of characters, or a boundary, after a backslash.
  private static final String CLASSES = "dDwWsSbB";

  private static final int MOST_NESTED = 50;

  private final String pattern;
  private int at;
  private int depth;

  /// Thrown for syntax that is not known here.
  private static final class UnknownSyntax extends Exception {
    private static final long serialVersionUID = 1;
  }

  /// How often an element occurs.
  private enum Occurs {
    ONCE,
    AT_LEAST_ONCE,
    MAYBE
  }

  private RegexParts(String pattern) {
    this.pattern = pattern;
  }

  /// Returns what the matches of a pattern contain. With the flag `i` it is up to the caller to
  /// compare without case.
  ///
  /// @param flags those of `fn:matches` (XPath Functions 3.1, section 5.6.2)
  static Optional<RequiredText> of(String pattern, String flags) {
    if (!flags.matches("[imsq]*")) {
      return Optional.empty();
    }
    if (flags.contains("q")) {
      return Optional.of(RequiredText.allOf(List.of(pattern)));
    }
    RegexParts parts = new RegexParts(pattern);
    try {
      RequiredText required = parts.alternatives();
      return parts.at == pattern.length() ? Optional.of(required) : Optional.empty();
    } catch (UnknownSyntax e) {
      return Optional.empty();
    }
  }

  private RequiredText alternatives() throws UnknownSyntax {
    List<RequiredText> all = new ArrayList<>();
    all.add(sequence());
    while (isAt('|')) {
      at++;
      all.add(sequence());
    }
    return all.size() == 1 ? all.getFirst() : RequiredText.anyOf(List.copyOf(all));
  }

  private RequiredText sequence() throws UnknownSyntax {
    List<String> parts = new ArrayList<>();
    RequiredText groups = RequiredText.allOf(List.of());
    StringBuilder row = new StringBuilder();
    while (at < pattern.length() && !isAt('|') && !isAt(')')) {
      if (isAt('(')) {
        RequiredText group = group();
        end(row, parts);
        groups = occurs() == Occurs.MAYBE ? groups : groups.and(group);
      } else {
        int c = character();
        Occurs occurs = occurs();
        if (c >= 0 && occurs != Occurs.MAYBE) {
          row.appendCodePoint(c);
        }
        if (c < 0 || occurs != Occurs.ONCE) {
          end(row, parts);
        }
      }
    }
    end(row, parts);
    return RequiredText.allOf(List.copyOf(parts)).and(groups);
  }

  /// Ends characters in a row.
  private static void end(StringBuilder row, List<String> parts) {
    if (!row.isEmpty()) {
      parts.add(row.toString());
      row.setLength(0);
    }
  }

  private RequiredText group() throws UnknownSyntax {
    at++;
    if (pattern.startsWith("?:", at)) {
      at += 2;
    }
    if (isAt('?') || ++depth > MOST_NESTED) {
      throw new UnknownSyntax();
    }
    RequiredText inner = alternatives();
    if (!isAt(')')) {
      throw new UnknownSyntax();
    }
    at++;
    depth--;
    return inner;
  }

  /// Reads a character, or something that stands for one. Returns -1 if it is not a certain one.
  private int character() throws UnknownSyntax {
    int c = next();
    return switch (c) {
      case '.', '^', '$' -> -1;
      case '[' -> {
        readClass();
        yield -1;
      }
      case '\\' -> escaped();
      case '*', '+', '?', '{', '}', ']' -> throw new UnknownSyntax();
      default -> c;
    };
  }

  private int escaped() throws UnknownSyntax {
    int c = next();
    if (CLASSES.indexOf(c) >= 0) {
      return -1;
    }
    if (c >= 0x80 || Character.isLetterOrDigit(c)) {
      throw new UnknownSyntax();
    }
    return c;
  }

  private void readClass() throws UnknownSyntax {
    if (isAt('^')) {
      at++;
    }
    boolean first = true;
    while (first || !isAt(']')) {
      int c = next();
      if (c == '\\') {
        escaped();
      } else if (c == '[' || c == '&' || c == ']') {
        throw new UnknownSyntax();
      }
      first = false;
    }
    at++;
  }

  private Occurs occurs() throws UnknownSyntax {
    if (at == pattern.length()) {
      return Occurs.ONCE;
    }
    Occurs occurs =
        switch (pattern.charAt(at)) {
          case '*', '?' -> Occurs.MAYBE;
          case '+' -> Occurs.AT_LEAST_ONCE;
          case '{' -> counted();
          default -> Occurs.ONCE;
        };
    if (occurs != Occurs.ONCE) {
      at++;
      if (isAt('?') || isAt('+')) {
        at++;
      }
    }
    return occurs;
  }

  /// Reads a number of occurrences up to its last bracket.
  private Occurs counted() throws UnknownSyntax {
    int end = pattern.indexOf('}', at);
    if (end < 0 || !pattern.substring(at + 1, end).matches("[0-9]+(,[0-9]*)?")) {
      throw new UnknownSyntax();
    }
    boolean none = pattern.substring(at + 1, end).matches("0+(,.*)?");
    at = end;
    return none ? Occurs.MAYBE : Occurs.AT_LEAST_ONCE;
  }

  private boolean isAt(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }

  private int next() throws UnknownSyntax {
    if (at == pattern.length()) {
      throw new UnknownSyntax();
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }
}
