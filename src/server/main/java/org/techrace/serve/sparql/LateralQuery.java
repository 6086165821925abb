package org.techrace.serve.sparql;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementLateral;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;

/// Parses queries with `LATERAL`, which SPARQL does not have. The other extensions of ARQ's syntax
/// are refused: some of them call functions that are not known before the query runs.
final class LateralQuery {
  /// The maximum length of such a query in characters. It is printed, which takes long for a long
  /// query.
  private static final int LONGEST = 2_000;

  private static final Pattern LATERAL = Pattern.compile("(?i)\\bLATERAL\\b");

  private LateralQuery() {}

  /// Parses a query that is not SPARQL. Returns empty if it is not SPARQL without `LATERAL` either:
  /// its groups are printed in place of `LATERAL`, and the result must be SPARQL 1.2.
  ///
  /// @param base what relative IRIs are relative to
  static Optional<Query> parse(String text, String base) {
    if (text.length() > LONGEST || !LATERAL.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      Query query = QueryFactory.create(text, base, Syntax.syntaxARQ);
      String plain = QueryTransformOps.transform(query, new WithoutLateral()).toString();
      QueryFactory.create(plain, base, Syntax.syntaxSPARQL_12);
      return Optional.of(query);
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  private static final class WithoutLateral extends ElementTransformCopyBase {
    @Override
    public Element transform(ElementLateral lateral, Element group) {
      return group;
    }
  }
}
