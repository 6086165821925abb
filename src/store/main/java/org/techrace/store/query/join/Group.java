package org.techrace.store.query.join;

import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;

/// The parts of a group graph pattern.
///
/// @param conjuncts the joined parts, in any order
/// @param filters the conditions on the joined rows
/// @param last the operators OPTIONAL and MINUS whose left side is the join, in their order
record Group(List<Conjunct> conjuncts, List<Expr> filters, List<Op> last) {

  /// Returns the variables that OPTIONAL may bind, of those that its left side leaves unbound.
  static Set<Var> addedBy(Op op) {
    return op instanceof Op2 optional && !(op instanceof OpMinus) ? read(optional) : Set.of();
  }

  /// Returns the variables on the right side of OPTIONAL or MINUS that the left side may leave
  /// unbound.
  static Set<Var> read(Op2 op) {
    Set<Var> variables = MentionedVariables.of(op);
    variables.removeAll(BoundVariables.withAggregates(op.getLeft()));
    variables.removeAll(leftOnly(op));
    return variables;
  }

  /// Returns the variables that only the left side mentions.
  private static Set<Var> leftOnly(Op2 op) {
    Set<Var> left = MentionedVariables.of(op.getLeft());
    left.removeAll(MentionedVariables.of(op.getRight()));
    return left;
  }
}
