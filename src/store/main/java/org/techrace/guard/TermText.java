package org.techrace.guard;

import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;

/// STR of an IRI or a literal (SPARQL 1.1, section 17.4.2.5). ARQ also returns the internal label
/// of a blank node, and the text of a triple term; both are errors here.
public final class TermText extends E_Str {
  /// Creates the function.
  TermText(Expr argument) {
    super(argument);
  }

  @Override
  public NodeValue eval(NodeValue value) {
    Node term = value.asNode();
    if (!term.isURI() && !term.isLiteral()) {
      throw new ExprEvalException("STR: neither an IRI nor a literal: " + value);
    }
    return super.eval(value);
  }

  @Override
  public Expr copy(Expr argument) {
    return new TermText(argument);
  }
}
