package org.techrace.guard;

import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;
import org.techrace.geo.GeoFunctions;

/// Decides which functions a query may call: the XPath functions that only compute, XPath's
/// mathematical functions, the casts of XML Schema, and GeoSPARQL's functions. ARQ has other
/// functions that load classes, run scripts or wait.
public final class FunctionRules {
  private static final Set<String> FUNCTION_SPACES =
      Set.of(
          "http://www.w3.org/2001/XMLSchema#",
          "http://www.w3.org/2005/xpath-functions#",
          "http://www.w3.org/2005/xpath-functions/math#",
          GeoFunctions.NAMESPACE);

  /// XPath functions that call other functions, or that do the work of REGEX, REPLACE, CONCAT,
  /// CONTAINS, STRBEFORE and STRAFTER without a limit.
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of(
          "apply",
          "matches",
          "replace",
          "concat",
          "contains",
          "substring-before",
          "substring-after",
          "collation-key",
          "error");

  /// The longest separator of GROUP_CONCAT, in characters. It is written between all values.
  private static final int LONGEST_SEPARATOR = 1_000;

  /// Namespaces of ARQ's property functions, which load classes.
  private static final Set<String> REFUSED_PROPERTY_SPACES =
      Set.of(
          "java:", "http://jena.apache.org/ARQ/property#", "http://jena.hpl.hp.com/ARQ/property#");

  private FunctionRules() {}

  /// Checks a compiled query.
  ///
  /// @throws QueryRefusedException if it calls a function or property function that is not
  ///   available, or has a separator of GROUP_CONCAT that is too long
  public static void check(Op op) {
    AlgebraParts.visit(op, FunctionRules::checkPattern, FunctionRules::checkExpression);
  }

  private static void checkPattern(Op op) {
    switch (op) {
      case OpBGP bgp ->
          bgp.getPattern().forEach(triple -> checkProperty(triple.getPredicate().toString()));
      case OpPath path -> {
        String text = path.getTriplePath().getPath().toString();
        REFUSED_PROPERTY_SPACES.stream()
            .filter(space -> text.contains("<" + space))
            .forEach(FunctionRules::refuseProperty);
      }
      default -> {}
    }
  }

  private static void checkExpression(Expr expr) {
    switch (expr) {
      case ExprFunctionN function -> checkFunction(function.getFunctionIRI());
      case ExprAggregator aggregator -> checkSeparator(aggregator.getAggregator());
      default -> {}
    }
  }

  private static void checkFunction(@Nullable String iri) {
    if (iri != null && !allowed(iri)) {
      throw new QueryRefusedException("The function <" + iri + "> is not available here.");
    }
  }

  private static boolean allowed(String iri) {
    int end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
    return FUNCTION_SPACES.contains(iri.substring(0, end))
        && !REFUSED_FUNCTIONS.contains(iri.substring(end));
  }

  private static void checkSeparator(Aggregator aggregator) {
    String separator =
        switch (aggregator) {
          case AggGroupConcat all -> all.getSeparator();
          case AggGroupConcatDistinct once -> once.getSeparator();
          default -> null;
        };
    if (separator != null && separator.length() > LONGEST_SEPARATOR) {
      throw new QueryRefusedException(
          "The separator of GROUP_CONCAT has more than the %,d characters allowed."
              .formatted(LONGEST_SEPARATOR));
    }
  }

  private static void checkProperty(String iri) {
    REFUSED_PROPERTY_SPACES.stream().filter(iri::startsWith).forEach(FunctionRules::refuseProperty);
  }

  private static void refuseProperty(String space) {
    throw new QueryRefusedException("Property functions (" + space + ") are not available here.");
  }
}
