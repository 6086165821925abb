package org.techrace.store.query.plan;

import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;

/// The pattern of EXISTS as it is evaluated for a batch of rows.
///
/// @param number as that of a node ([Plan.Header])
/// @param pattern a pattern that has a solution for a row if and only if that of EXISTS has one
/// @param groups its groups, if it can only be evaluated for the groups of a batch of rows
/// @param compared the pattern without a comparison with the row, if it has one
/// @param whole the pattern as it is evaluated once for all rows, if that is possible
/// @param unassigned the same without a BIND at its end, if it has one
/// @param isConcurrent true if several threads may evaluate it for parts of the rows
public record ExistsPlan(
    int number,
    Plan pattern,
    Optional<Groups> groups,
    Optional<Compared> compared,
    Optional<WholePattern> whole,
    Optional<ExistsPlan> unassigned,
    boolean isConcurrent) {

  /// Returns true if the pattern can be evaluated for a batch of rows.
  boolean runsPerBatch() {
    return pattern.facts().isRowWiseInExists() || groups.isPresent();
  }

  /// A sub-select with GROUP BY. With the values of a row in place of its variables it returns the
  /// groups with these values, because the row shares no other variable with the pattern: the
  /// groups of all rows can be computed together, and are looked up by their keys.
  ///
  /// @param above the nodes above GROUP BY, the first one applied first
  /// @param keys the variables of GROUP BY that the sub-select returns
  public record Groups(Plan.Group group, List<Plan> above, List<Var> keys) {}

  /// The pattern of an EXISTS with one comparison by `<`, `<=`, `>`, `>=` or `!=` between a value
  /// of the pattern and a value of the row, such as `?y :date ?e . FILTER(?e > ?d)`. Without it,
  /// the pattern can be evaluated once for all rows.
  ///
  /// If the comparison is true for the value of a solution, it is also true for the least or the
  /// greatest value of the same kind. So the other solutions are not needed.
  ///
  /// @param solutions the pattern without the comparison
  /// @param whole the variables of that
  /// @param value the side of the comparison that reads a solution
  /// @param compared the variable that takes the place of the value in the conditions
  /// @param inequality true if the comparison is `!=`
  /// @param conditions the comparison, and other conditions on the row
  public record Compared(
      Plan solutions,
      WholePattern whole,
      Expr value,
      Var compared,
      boolean inequality,
      List<Condition> conditions) {}

  /// A variable that takes the place of EXISTS or NOT EXISTS in an expression. It is true or false
  /// in a row, so that the pattern runs once for a batch of rows, not once for each row.
  ///
  /// @param exists whether it is true for rows that the pattern matches
  public record Mark(Var variable, ExistsPlan pattern, boolean exists) {}
}
