package org.techrace.serve.sparql;

import org.techrace.serve.Refusal;

/// How deep brackets are nested in a query's text. Looked at before the parser, which recurses.
final class Nesting {
  private Nesting() {}

  /// Looks a text over.
  ///
  /// @throws Refusal 400 if it is nested deeper than the limit
  static void check(String query, int limit) {
    int depth = 0;
    for (int i = 0; i < query.length(); i++) {
      switch (query.charAt(i)) {
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth--;
        case '"', '\'' -> i = endOfString(query, i);
        case '#' -> i = endOfComment(query, i);
        case '<' -> i = endOfIri(query, i);
        default -> {}
      }
      if (depth > limit) {
        throw new Refusal(400, "The query is nested deeper than the " + limit + " levels allowed.");
      }
    }
  }

  private static int endOfString(String query, int start) {
    String quote = query.substring(start, start + 1);
    String end = query.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
    int i = start + end.length();
    while (i < query.length() && !query.startsWith(end, i)) {
      i += query.charAt(i) == '\\' ? 2 : 1;
    }
    return i + end.length() - 1;
  }

  private static int endOfComment(String query, int start) {
    int end = query.indexOf('\n', start);
    return end < 0 ? query.length() : end;
  }

  /// An IRI has no spaces; a less-than sign is followed by something that is no IRI.
  private static int endOfIri(String query, int start) {
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
}
