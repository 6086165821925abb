package org.techrace.guard;

import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.NodeValue;

/// A value that GROUP_CONCAT joins. Returns it unchanged and counts its length and that of the
/// separator.
public final class CountedText extends ExprFunction1 {
  private final Budget budget;
  private final int separator;

  /// Creates the counter.
  ///
  /// @param separator the length of the separator in characters
  CountedText(Expr expression, Budget budget, int separator) {
    super(expression, "counted");
    this.budget = budget;
    this.separator = separator;
  }

  /// Counts the length of a text and of a separator. Safe for use by the threads of a query.
  ///
  /// @param length the length of the text in characters
  /// @throws QueryRefusedException if the texts of the query are too long in total
  public void count(int length) {
    budget.spend((long) length + separator);
  }

  @Override
  public NodeValue eval(NodeValue value) {
    count(value.asUnquotedString().length());
    return value;
  }

  @Override
  public Expr copy(Expr expression) {
    return new CountedText(expression, budget, separator);
  }
}
