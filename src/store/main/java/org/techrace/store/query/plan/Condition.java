package org.techrace.store.query.plan;

import java.util.List;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.text.FilterRows;

/// A condition on rows, with the plans of its patterns of EXISTS.
///
/// @param expr the whole condition
/// @param mentioned its variables, including those in patterns of EXISTS
/// @param isConcurrent true if several threads may test parts of the rows
public record Condition(Expr expr, Test test, VariableSet mentioned, boolean isConcurrent) {

  /// How a condition is tested.
  public sealed interface Test {}

  /// True if one of the alternatives is.
  public record Either(List<Condition> alternatives) implements Test {}

  /// True if all parts are.
  public record All(List<Condition> parts) implements Test {}

  /// EXISTS or NOT EXISTS.
  ///
  /// @param wanted true if a row must have a match
  public record Exists(ExistsPlan pattern, boolean wanted) implements Test {}

  /// Any other expression.
  public record Value(Expr marked, List<ExistsPlan.Mark> marks) implements Test {}

  /// Returns the condition that a pattern has a solution.
  public static Condition exists(ExistsPlan exists) {
    Plan pattern = exists.pattern();
    return new Condition(
        new E_Exists(pattern.algebra()),
        new Exists(exists, true),
        pattern.facts().mentioned(),
        exists.isConcurrent());
  }

  /// Returns true if the condition has EXISTS.
  public boolean hasPattern() {
    return FilterRows.hasPattern(expr);
  }
}
