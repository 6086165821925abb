package org.techrace.store.query.plan;

import java.util.Collection;
import java.util.List;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.techrace.store.query.text.FilterRows;

/// Variables and the expressions whose values they get, one after the other.
///
/// @param expressions the expressions, with variables in place of EXISTS
/// @param marks these variables
/// @param mentioned the variables of the expressions, including those in patterns of EXISTS
public record Assignments(
    VarExprList expressions, List<ExistsPlan.Mark> marks, Collection<Var> mentioned) {

  /// Creates assignments of expressions without EXISTS.
  public static Assignments of(VarExprList expressions) {
    return new Assignments(
        expressions,
        List.of(),
        expressions.getExprs().values().stream()
            .flatMap(e -> e.getVarsMentioned().stream())
            .toList());
  }

  /// Returns the assigned variables.
  public List<Var> variables() {
    return expressions.getVars();
  }

  /// Returns true if there is nothing to assign.
  public boolean isEmpty() {
    return expressions.isEmpty();
  }

  /// Returns true if all expressions always have the same value for the same terms.
  public boolean areFunctions() {
    return marks.isEmpty()
        && expressions.getExprs().values().stream().allMatch(FilterRows::isFunction);
  }
}
