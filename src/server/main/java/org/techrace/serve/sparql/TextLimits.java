package org.techrace.serve.sparql;

import java.util.HashSet;
import java.util.Set;
import org.techrace.guard.Numbers;
import org.techrace.serve.http.Refusal;

/// Checks the text of a query before it is parsed. The parser and the optimiser cannot be stopped:
/// they recurse into nested brackets, read the value of each number, and compare all variables and
/// groups with each other.
final class TextLimits {
  /// The maximum number of variables in a query.
  static final int MAX_VARIABLES = 1_000;

  /// The maximum number of groups (braces) in a query.
  static final int MAX_GROUPS = 1_000;

  private final String query;
  private final int nesting;
  private final Set<String> variables = new HashSet<>();

  private TextLimits(String query, int nesting) {
    this.query = query;
    this.nesting = nesting;
  }

  /// Checks a query.
  ///
  /// @param query the text
  /// @param nesting the maximum nesting depth of brackets
  /// @throws Refusal 400 if the query is nested too deeply, has too many variables or groups, or
  ///   contains a number or typed literal that is too long
  static void check(String query, int nesting) {
    new TextLimits(query, nesting).check();
  }

  private void check() {
    int depth = 0;
    int groups = 0;
    for (int i = 0; i < query.length(); i++) {
      switch (query.charAt(i)) {
        case '{' -> {
          depth++;
          groups++;
        }
        case '(', '[' -> depth++;
        case ')', ']', '}' -> depth--;
        case '?', '$' -> i = endOfVariable(i);
        case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> i = endOfNumber(i);
        case '"', '\'' -> i = endOfString(i);
        case '\\' -> i++; // an escaped character in a local name
        case '#' -> i = endOfComment(i);
        case '<' -> i = endOfIri(i);
        default -> {}
      }
      if (depth > nesting) {
        throw new Refusal(
            400, "The query is nested deeper than the " + nesting + " levels allowed.");
      }
      if (groups > MAX_GROUPS) {
        throw new Refusal(400, "The query has more than the " + MAX_GROUPS + " groups allowed.");
      }
    }
  }

  private int endOfVariable(int start) {
    int end = start + 1;
    while (end < query.length() && isOfName(query.charAt(end))) {
      end++;
    }
    variables.add(query.substring(start + 1, end));
    if (variables.size() > MAX_VARIABLES) {
      throw new Refusal(
          400, "The query has more than the " + MAX_VARIABLES + " variables allowed.");
    }
    return end - 1;
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c > 127;
  }

  private int endOfNumber(int start) {
    int end = start;
    while (end < query.length()
        && (Character.isDigit(query.charAt(end)) || query.charAt(end) == '.')) {
      end++;
    }
    if (end - start > Numbers.MAX_DIGITS) {
      throw tooLong();
    }
    return end - 1;
  }

  private int endOfString(int start) {
    String quote = query.substring(start, start + 1);
    String end = query.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
    int i = start + end.length();
    while (i < query.length() && !query.startsWith(end, i)) {
      i += query.charAt(i) == '\\' ? 2 : 1;
    }
    int last = i + end.length() - 1;
    if (last - start > Numbers.MAX_DIGITS && hasLongNumber(start, last) && hasDatatype(last + 1)) {
      throw tooLong();
    }
    return last;
  }

  /// Reports whether a part of the query has a number that is too long. A text of many numbers,
  /// such as a geometry, has none.
  private boolean hasLongNumber(int start, int end) {
    int digits = 0;
    for (int i = start; i < end; i++) {
      char c = query.charAt(i);
      digits = Character.isDigit(c) || c == '.' ? digits + 1 : 0;
      if (digits > Numbers.MAX_DIGITS) {
        return true;
      }
    }
    return false;
  }

  private boolean hasDatatype(int afterString) {
    int i = afterString;
    while (i < query.length() && (query.charAt(i) <= ' ' || query.charAt(i) == '#')) {
      i = (query.charAt(i) == '#' ? endOfComment(i) : i) + 1;
    }
    return query.startsWith("^^", i);
  }

  private int endOfComment(int start) {
    int end = query.indexOf('\n', start);
    return end < 0 ? query.length() : end;
  }

  /// Returns the end of an IRI. An IRI has no spaces; otherwise the character is a less-than sign.
  private int endOfIri(int start) {
    for (int i = start + 1; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '>') {
        return i;
      }
      if (c <= ' ' || "<\"{}|^`\\".indexOf(c) >= 0) {
        return start;
      }
    }
    return start;
  }

  private static Refusal tooLong() {
    return new Refusal(
        400,
        "The query has a number of more than the %,d digits allowed."
            .formatted(Numbers.MAX_DIGITS));
  }
}
