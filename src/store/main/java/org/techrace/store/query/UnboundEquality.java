package org.techrace.store.query;

import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.PlanCompiler;

/// Detects conditions such as `?a = ?b` where a solution may leave a variable without a value.
/// ARQ's optimizer must not use one variable for both, because it would keep such a solution.
final class UnboundEquality {
  private UnboundEquality() {}

  /// Returns true if an operator, or a part of it, has such a condition.
  static boolean test(Op op, PlanCompiler plans) {
    return AlgebraParts.any(
        op,
        part ->
            ExprList.splitConjunction(new ExprList(AlgebraParts.conditions(part)))
                .getList()
                .stream()
                .filter(c -> c instanceof E_Equals || c instanceof E_SameTerm)
                .anyMatch(c -> isUnbound((ExprFunction2) c, plans.facts(part))));
  }

  /// Returns true if a condition compares two variables of the operands, and a solution may leave
  /// one of them unbound. Other variables, which EXISTS can read, are left to ARQ.
  private static boolean isUnbound(ExprFunction2 equality, Facts facts) {
    Set<Var> read = equality.getVarsMentioned();
    return equality.getArg1().isVariable()
        && equality.getArg2().isVariable()
        && !facts.certainInOperands().containsAll(read)
        && facts.possibleInOperands().containsAll(read);
  }
}
