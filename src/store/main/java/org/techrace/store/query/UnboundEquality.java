package org.techrace.store.query;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.store.query.join.BoundVariables;

/// Detects conditions such as `?a = ?b` where a solution may leave a variable without a value.
/// ARQ's optimizer must not use one variable for both, because it would keep such a solution.
final class UnboundEquality {
  private UnboundEquality() {}

  /// Returns true if an operator, or a part of it, has such a condition.
  static boolean test(Op op) {
    return AnyOperator.test(
        op,
        part ->
            switch (part) {
              case OpFilter filter -> test(filter.getExprs(), filter.getSubOp(), filter.getSubOp());
              case OpLeftJoin optional when optional.getExprs() != null ->
                  test(optional.getExprs(), optional.getLeft(), optional.getRight());
              default -> false;
            });
  }

  private static boolean test(ExprList conditions, Op left, Op right) {
    return ExprList.splitConjunction(conditions).getList().stream()
        .anyMatch(c -> test(c, left, right));
  }

  private static boolean test(Expr condition, Op left, Op right) {
    return switch (condition) {
      case E_Equals equality -> isUnbound(equality, left, right);
      case E_SameTerm equality -> isUnbound(equality, left, right);
      default -> false;
    };
  }

  /// Returns true if a condition compares two variables of the operators, and a solution may leave
  /// one of them unbound. Other variables, which EXISTS can read, are left to ARQ.
  private static boolean isUnbound(ExprFunction2 equality, Op left, Op right) {
    return equality.getArg1().isVariable()
        && equality.getArg2().isVariable()
        && !areBound(equality, left, right)
        && visible(left, right).containsAll(equality.getVarsMentioned());
  }

  /// Returns true if each solution of the joined operators binds the variables of a condition.
  static boolean areBound(Expr condition, Op left, Op right) {
    Set<Var> bound = new HashSet<>(BoundVariables.of(left));
    bound.addAll(BoundVariables.of(right));
    return bound.containsAll(condition.getVarsMentioned());
  }

  private static Set<Var> visible(Op left, Op right) {
    Set<Var> visible = new HashSet<>(OpVars.visibleVars(left));
    visible.addAll(OpVars.visibleVars(right));
    return visible;
  }
}
