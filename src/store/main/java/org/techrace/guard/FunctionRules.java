package org.techrace.guard;

import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
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
    Walker.walk(op, new Patterns());
    // Use a transformer: a walker skips aggregates and ORDER BY.
    Transformer.transform(new TransformCopy(), new Functions(), op);
  }

  private static final class Functions extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunctionN function, ExprList args) {
      String iri = function.getFunctionIRI();
      if (iri != null && !allowed(iri)) {
        throw new QueryRefusedException("The function <" + iri + "> is not available here.");
      }
      return super.transform(function, args);
    }

    @Override
    public Expr transform(ExprAggregator expression) {
      String separator =
          switch (expression.getAggregator()) {
            case AggGroupConcat all -> all.getSeparator();
            case AggGroupConcatDistinct once -> once.getSeparator();
            default -> null;
          };
      if (separator != null && separator.length() > LONGEST_SEPARATOR) {
        throw new QueryRefusedException(
            "The separator of GROUP_CONCAT has more than the %,d characters allowed."
                .formatted(LONGEST_SEPARATOR));
      }
      return super.transform(expression);
    }

    private static boolean allowed(String iri) {
      int end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
      return FUNCTION_SPACES.contains(iri.substring(0, end))
          && !REFUSED_FUNCTIONS.contains(iri.substring(end));
    }
  }

  private static final class Patterns extends OpVisitorBase {
    @Override
    public void visit(OpBGP bgp) {
      bgp.getPattern().forEach(triple -> checkProperty(triple.getPredicate().toString()));
    }

    @Override
    public void visit(OpPath path) {
      REFUSED_PROPERTY_SPACES.stream()
          .filter(space -> path.getTriplePath().getPath().toString().contains("<" + space))
          .forEach(FunctionRules::refuseProperty);
    }
  }

  private static void checkProperty(String iri) {
    REFUSED_PROPERTY_SPACES.stream().filter(iri::startsWith).forEach(FunctionRules::refuseProperty);
  }

  private static void refuseProperty(String space) {
    throw new QueryRefusedException("Property functions (" + space + ") are not available here.");
  }
}
