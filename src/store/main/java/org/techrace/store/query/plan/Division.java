package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalNot;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.query.text.FilterRows;

/// A filter with EXISTS, divided into parts, so that EXISTS is evaluated only for rows that the
/// other parts do not decide. The parts are true for the same rows as the filter. An error is not
/// true and ends nothing, so their order makes no difference: parts with EXISTS come last.
public sealed interface Division {

  /// True if one of the alternatives is.
  record Either(List<Expr> alternatives) implements Division {}

  /// True if all parts are.
  record All(List<Expr> parts) implements Division {}

  /// EXISTS or NOT EXISTS.
  ///
  /// @param wanted true if a row must have a match
  record Exists(Op pattern, boolean wanted) implements Division {}

  /// Any other expression.
  record Other() implements Division {}

  /// Divides a filter.
  static Division of(Expr filter) {
    return switch (filter) {
      case E_Exists exists -> new Exists(exists.getGraphPattern(), true);
      case E_NotExists exists -> new Exists(exists.getGraphPattern(), false);
      case E_LogicalOr or -> new Either(operands(or));
      case E_LogicalAnd and -> new All(operands(and));
      case E_LogicalNot not -> negated(not.getArg());
      case E_If choice when !FilterRows.hasPattern(choice.getArg1()) ->
          new Either(
              List.of(
                  new E_LogicalAnd(choice.getArg1(), choice.getArg2()),
                  new E_LogicalAnd(new E_LogicalNot(choice.getArg1()), choice.getArg3())));
      default -> new Other();
    };
  }

  private static Division negated(Expr filter) {
    return switch (filter) {
      case E_Exists exists -> new Exists(exists.getGraphPattern(), false);
      case E_NotExists exists -> new Exists(exists.getGraphPattern(), true);
      case E_LogicalOr or -> new All(operands(or).stream().<Expr>map(E_LogicalNot::new).toList());
      case E_LogicalAnd and ->
          new Either(operands(and).stream().<Expr>map(E_LogicalNot::new).toList());
      case E_LogicalNot not -> of(not.getArg());
      default -> new Other();
    };
  }

  /// Returns the operands of nested `&&` or `||`, with EXISTS last.
  private static List<Expr> operands(ExprFunction2 connective) {
    List<Expr> operands = new ArrayList<>();
    for (Expr operand : List.of(connective.getArg1(), connective.getArg2())) {
      if (operand.getClass() == connective.getClass()) {
        operands.addAll(operands((ExprFunction2) operand));
      } else {
        operands.add(operand);
      }
    }
    operands.sort(Comparator.comparing(FilterRows::hasPattern));
    return operands;
  }
}
