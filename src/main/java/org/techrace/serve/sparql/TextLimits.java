package org.techrace.serve.sparql;

import java.util.HashSet;
import java.util.Set;
import org.techrace.guard.Numbers;
import org.techrace.serve.http.Refusal;

/// What a query's text may be like. Looked at before the parser and the optimiser, which cannot be
/// stopped: they recurse where brackets are nested, read the value of each number that they meet,
/// and compare each variable and each group with all others.
final class TextLimits {
  /// How many variables a query may name.
  static final int VARIABLES = 1_000;

  /// How many groups, in braces, it may have.
  static final int GROUPS = 1_000;

  private final String query;
  private final int nesting;
  private final Set<String> variables = new HashSet<>();

  private TextLimits(String query, int nesting) {
    this.query = query;
    this.nesting = nesting;
  }

  /// Looks a text over.
  ///
  /// @param nesting how deep brackets may be nested
  /// @throws Refusal 400 if it is nested deeper, names too many variables, has too many groups, or
  ///   has a number or a literal with a datatype that is longer than numbers may be
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
        case '\\' -> i++; // a character of a local name
        case '#' -> i = endOfComment(i);
        case '<' -> i = endOfIri(i);
        default -> {}
      }
      if (depth > nesting) {
        throw new Refusal(
            400, "The query is nested deeper than the " + nesting + " levels allowed.");
      }
      if (groups > GROUPS) {
        throw new Refusal(400, "The query has more than the " + GROUPS + " groups allowed.");
      }
    }
  }

  private int endOfVariable(int start) {
    int end = start + 1;
    while (end < query.length() && isOfName(query.charAt(end))) {
      end++;
    }
    variables.add(query.substring(start + 1, end));
    if (variables.size() > VARIABLES) {
      throw new Refusal(400, "The query has more than the " + VARIABLES + " variables allowed.");
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
    if (end - start > Numbers.DIGITS) {
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
    if (last - start > Numbers.DIGITS && hasDatatype(last + 1)) {
      throw tooLong();
    }
    return last;
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

  /// An IRI has no spaces; a less-than sign is followed by something that is no IRI.
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
        "The query has a number of more than the %,d digits allowed.".formatted(Numbers.DIGITS));
  }
}
