package org.techrace.table.json;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression in the syntax of RFC 9485 (I-Regexp), which `match()` and `search()` use.
final class InternetRegex {
  private static final String SPECIAL = "()*+.?[\\]{|}";

  /// The characters that may follow a backslash.
  private static final String ESCAPED = "()*+-.?[\\]^nrt{|}";

  private static final Pattern CATEGORY =
      Pattern.compile(
          "[pP]\\{(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)}");
  private static final Pattern QUANTIFIER =
      Pattern.compile("[*+?]|\\{\\d{1,9}(?:,(?:\\d{1,9})?)?}");

  /// The maximum number of groups within groups.
  private static final int MAX_DEPTH = 100;

  private final String text;
  private final StringBuilder java = new StringBuilder();
  private int at;

  private final Pattern pattern;

  private InternetRegex(String text) {
    this.text = text;
    branches(0);
    if (at < text.length()) {
      throw new PatternSyntaxException("unexpected", text, at);
    }
    this.pattern = Pattern.compile(java.toString());
  }

  /// Compiles an expression, or returns empty if it is not an I-Regexp.
  static Optional<InternetRegex> of(String expression) {
    try {
      return Optional.of(new InternetRegex(expression));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /// Reports whether the text, or any part of it, matches. A text on which the search exceeds the
  /// stack of the thread does not match.
  boolean matches(String value, boolean isWhole) {
    try {
      return isWhole ? pattern.matcher(value).matches() : pattern.matcher(value).find();
    } catch (StackOverflowError _) {
      return false;
    }
  }

  private PatternSyntaxException wrong(String what) {
    return new PatternSyntaxException(what, text, at);
  }

  private boolean has(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void branches(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("too many groups within groups");
    }
    while (at < text.length() && text.charAt(at) != ')') {
      if (has('|')) {
        java.append('|');
        at++;
      } else {
        atom(depth);
        var quantifier = QUANTIFIER.matcher(text).region(at, text.length());
        if (quantifier.lookingAt()) {
          java.append(quantifier.group());
          at = quantifier.end();
        }
      }
    }
  }

  private void atom(int depth) {
    char c = text.charAt(at);
    switch (c) {
      case '(' -> {
        at++;
        java.append("(?:");
        branches(depth + 1);
        if (!has(')')) {
          throw wrong("the group is not closed");
        }
        at++;
        java.append(')');
      }
      case '.' -> {
        at++;
        java.append("[^\\n\\r]");
      }
      // The grammar takes these for characters; the compliance suite of JSONPath, for anchors.
      case '^' -> {
        at++;
        java.append('^');
      }
      case '$' -> {
        at++;
        java.append("\\z");
      }
      case '[' -> characterClass();
      case '\\' -> escape();
      default -> {
        if (SPECIAL.indexOf(c) >= 0) {
          throw wrong("unexpected '%s'".formatted(c));
        }
        character();
      }
    }
  }

  /// Appends one character by its number, so that it has no special meaning.
  private void character() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    java.append("\\x{").append(Integer.toHexString(c)).append('}');
  }

  private void escape() {
    var category = CATEGORY.matcher(text).region(at + 1, text.length());
    if (category.lookingAt()) {
      java.append('\\').append(category.group());
      at = category.end();
    } else {
      escapedCharacter();
    }
  }

  private void escapedCharacter() {
    if (at + 1 >= text.length() || ESCAPED.indexOf(text.charAt(at + 1)) < 0) {
      throw wrong("unknown escape");
    }
    java.append('\\').append(text.charAt(at + 1));
    at += 2;
  }

  private void characterClass() {
    at++;
    java.append('[');
    if (has('^')) {
      at++;
      java.append('^');
    }
    int start = at;
    while (at < text.length() && (text.charAt(at) != ']')) {
      if (has('-')) {
        // A hyphen is itself at the start and at the end.
        if (at != start && !(at + 1 < text.length() && text.charAt(at + 1) == ']')) {
          throw wrong("a hyphen inside a class must be escaped");
        }
        at++;
        java.append("\\-");
      } else if (has('\\') && at + 1 < text.length() && "pP".indexOf(text.charAt(at + 1)) >= 0) {
        escape();
      } else {
        classCharacter();
        if (has('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
          at++;
          java.append('-');
          classCharacter();
        }
      }
    }
    if (!has(']') || at == start) {
      throw wrong("the class is not closed or empty");
    }
    at++;
    java.append(']');
  }

  private void classCharacter() {
    if (has('\\')) {
      escapedCharacter();
    } else if (has('[') || has('-')) {
      throw wrong("unexpected '%s'".formatted(text.charAt(at)));
    } else {
      character();
    }
  }
}
