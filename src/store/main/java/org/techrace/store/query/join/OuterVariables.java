package org.techrace.store.query.join;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtendAssign;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.guard.AlgebraParts;

/// Finds the variables of an operator that must not get a value from outside. With a value,
/// OPTIONAL would keep a row that has no match for it, and a condition on an unbound variable would
/// become true.
public final class OuterVariables {
  private final Set<Var> found = new HashSet<>();

  private OuterVariables() {}

  /// Returns the variables of an operator.
  public static Set<Var> of(Op op) {
    OuterVariables variables = new OuterVariables();
    AlgebraParts.visit(op, variables::add, _ -> {});
    return variables.found;
  }

  private void add(Op op) {
    switch (op) {
      case OpConditional optional -> found.addAll(Group.read(optional));
      case OpLeftJoin optional -> found.addAll(Group.read(optional));
      case OpMinus minus -> {
        Set<Var> common = OpVars.visibleVars(minus.getLeft());
        common.retainAll(OpVars.visibleVars(minus.getRight()));
        common.removeAll(BoundVariables.of(minus.getLeft()));
        found.addAll(common);
      }
      case OpFilter filter -> add(filter.getExprs().getList(), filter.getSubOp());
      case OpExtendAssign assign ->
          add(assign.getVarExprList().getExprs().values(), assign.getSubOp());
      default -> {}
    }
  }

  private void add(Collection<Expr> expressions, Op below) {
    Set<Var> bound = BoundVariables.withAggregates(below);
    for (Expr expr : expressions) {
      expr.getVarsMentioned().stream().filter(v -> !bound.contains(v)).forEach(found::add);
    }
  }
}
