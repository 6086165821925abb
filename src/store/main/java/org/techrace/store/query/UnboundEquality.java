package org.techrace.store.query;

import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.plan.Facts;

/// Detects conditions such as `?a = ?b` where a solution may leave a variable without a value.
/// ARQ's optimizer must not use one variable for both, because it would keep such a solution.
final class UnboundEquality {
  private UnboundEquality() {}

  /// Returns true if an operator, or a part of it, has such a condition.
  static boolean test(Op op, AlgebraFacts facts) {
    return AnyOperator.test(
        op,
        part ->
            switch (part) {
              case OpFilter filter ->
                  test(filter.getExprs(), facts.of(filter.getSubOp()), facts.of(filter.getSubOp()));
              case OpLeftJoin optional when optional.getExprs() != null ->
                  test(
                      optional.getExprs(),
                      facts.of(optional.getLeft()),
                      facts.of(optional.getRight()));
              default -> false;
            });
  }

  private static boolean test(ExprList conditions, Facts left, Facts right) {
    return ExprList.splitConjunction(conditions).getList().stream()
        .anyMatch(c -> test(c, left, right));
  }

  private static boolean test(Expr condition, Facts left, Facts right) {
    return switch (condition) {
      case E_Equals equality -> isUnbound(equality, left, right);
      case E_SameTerm equality -> isUnbound(equality, left, right);
      default -> false;
    };
  }

  /// Returns true if a condition compares two variables of the operators, and a solution may leave
  /// one of them unbound. Other variables, which EXISTS can read, are left to ARQ.
  private static boolean isUnbound(ExprFunction2 equality, Facts left, Facts right) {
    return equality.getArg1().isVariable()
        && equality.getArg2().isVariable()
        && !areBound(equality, left, right)
        && equality.getVarsMentioned().stream()
            .allMatch(v -> left.possible().contains(v) || right.possible().contains(v));
  }

  /// Returns true if each solution of the joined operators binds the variables of a condition.
  static boolean areBound(Expr condition, Facts left, Facts right) {
    return condition.getVarsMentioned().stream()
        .allMatch(v -> left.certain().contains(v) || right.certain().contains(v));
  }
}
