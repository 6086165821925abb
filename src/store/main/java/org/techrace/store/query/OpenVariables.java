package org.techrace.store.query;

import java.util.HashSet;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.ExprVisitorBase;
import org.techrace.store.query.join.BoundVariables;

/// Detects variables of filters that one part of a join may leave unbound and another binds, where
/// ARQ's optimizer takes them for bound: UNDEF in `VALUES`, and variables of BIND, `AS` or a
/// sub-select without a value. It would test the filter before the variable is bound.
final class OpenVariables extends OpVisitorBase {
  private final Set<Var> open = new HashSet<>();
  private final Set<Var> filtered = new HashSet<>();

  private OpenVariables() {}

  /// Returns true if the filters of an operator must stay where they are.
  static boolean test(Op op) {
    OpenVariables variables = new OpenVariables();
    Walker.walk(op, variables, new ExprVisitorBase()); // enters the patterns of EXISTS
    variables.open.retainAll(variables.filtered);
    return !variables.open.isEmpty();
  }

  @Override
  public void visit(OpFilter filter) {
    filtered.addAll(filter.getExprs().getVarsMentioned());
  }

  @Override
  public void visit(OpJoin join) {
    add(join);
  }

  @Override
  public void visit(OpLeftJoin optional) {
    add(optional);
    if (optional.getExprs() != null) {
      filtered.addAll(optional.getExprs().getVarsMentioned());
    }
  }

  private void add(Op2 join) {
    add(join.getLeft(), join.getRight());
    add(join.getRight(), join.getLeft());
  }

  private void add(Op one, Op other) {
    Set<Var> variables = OpVars.fixedVars(one);
    variables.removeAll(BoundVariables.of(one));
    variables.retainAll(OpVars.visibleVars(other));
    open.addAll(variables);
  }
}
