package org.techrace.guard;

import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.NodeValue;

/// The argument of a cast or of STRDT. Returns it unchanged, or refuses a text that is too long for
/// a number.
public final class CastArgument extends ExprFunction1 {
  CastArgument(Expr expression) {
    super(expression, "cast argument");
  }

  @Override
  public NodeValue eval(NodeValue value) {
    Numbers.check(value.asUnquotedString().length());
    if (value.hasDateTime() && value.getDateTime().getEon() != null) {
      throw new ExprEvalException("a year of ten digits or more cannot be cast");
    }
    return value;
  }

  @Override
  public Expr copy(Expr expression) {
    return new CastArgument(expression);
  }
}
