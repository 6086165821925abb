package org.techrace.guard;

import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.NodeValue;

/// The argument of a function that fails badly if it is not a literal. Returns it unchanged, or
/// throws an expression error.
public final class LiteralArgument extends ExprFunction1 {
  LiteralArgument(Expr argument) {
    super(argument, "literal argument");
  }

  @Override
  public NodeValue eval(NodeValue value) {
    if (!value.asNode().isLiteral()) {
      throw new ExprEvalException("not a literal");
    }
    return value;
  }

  @Override
  public Expr copy(Expr argument) {
    return new LiteralArgument(argument);
  }
}
