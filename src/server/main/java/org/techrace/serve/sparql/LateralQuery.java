package org.techrace.serve.sparql;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.Syntax;
import org.techrace.guard.LinearParser;

/// Parses queries with `LATERAL`, which SPARQL does not have. The other extensions of ARQ's syntax
/// are refused: some of them call functions that are not known before the query runs.
final class LateralQuery {
  /// The keyword before a group.
  private static final Pattern LATERAL =
      Pattern.compile("(?i)(?<![\\w:?$@.-])LATERAL(?=\\s*(?:#.*\\R\\s*)*+\\{)");

  private LateralQuery() {}

  /// Parses a query that is not SPARQL. Returns empty if it is not SPARQL 1.2 without the word
  /// `LATERAL` either.
  ///
  /// @param base what relative IRIs are relative to
  static Optional<Query> parse(String text, String base) {
    String plain = LATERAL.matcher(text).replaceAll("");
    if (plain.equals(text)) {
      return Optional.empty();
    }
    try {
      LinearParser.parse(plain, base, Syntax.syntaxSPARQL_12);
      return Optional.of(LinearParser.parse(text, base, Syntax.syntaxARQ));
    } catch (QueryException e) {
      return Optional.empty();
    }
  }
}
