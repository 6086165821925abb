package org.techrace.store.query;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.core.Var;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.plan.PlanCompiler;

/// Detects variables of filters that one part of a join may leave unbound and another binds, where
/// ARQ's optimizer takes them for bound: UNDEF in `VALUES`, and variables of BIND, `AS` or a
/// sub-select without a value. It would test the filter before the variable is bound.
final class OpenVariables {
  private final PlanCompiler plans;
  private final Set<Var> filtered = new HashSet<>();
  private boolean found;

  private OpenVariables(PlanCompiler plans) {
    this.plans = plans;
  }

  /// Returns true if the filters of an operator must stay where they are.
  ///
  /// @param check called for each part; throws what ends the query if it was cancelled
  static boolean test(Op op, PlanCompiler plans, Runnable check) {
    OpenVariables variables = new OpenVariables(plans);
    AlgebraParts.visit(op, variables::addFiltered, _ -> {});
    if (!variables.filtered.isEmpty()) {
      AlgebraParts.visit(
          op,
          part -> {
            check.run();
            variables.testJoin(part);
          },
          _ -> {});
    }
    return variables.found;
  }

  private void addFiltered(Op op) {
    AlgebraParts.conditions(op).forEach(c -> filtered.addAll(c.getVarsMentioned()));
  }

  private void testJoin(Op op) {
    if (!found && op instanceof Op2 join && (op instanceof OpJoin || op instanceof OpLeftJoin)) {
      found = isOpen(join.getLeft(), join.getRight()) || isOpen(join.getRight(), join.getLeft());
    }
  }

  private boolean isOpen(Op one, Op other) {
    Set<Var> variables = OpVars.fixedVars(one);
    variables.retainAll(filtered);
    if (variables.isEmpty()) {
      return false;
    }
    variables.removeAll(plans.facts(one).certain());
    return !variables.isEmpty() && !Collections.disjoint(variables, plans.facts(other).possible());
  }
}
