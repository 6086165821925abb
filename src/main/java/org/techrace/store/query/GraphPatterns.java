package org.techrace.store.query;

import java.util.Collection;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.join.MentionedVariables;
import org.techrace.store.query.text.FilterRows;

/// Detects patterns in `GRAPH ?g` that can be evaluated for all graphs at once, with the graph of
/// each triple as one more column: every part of the pattern binds the column, and nothing else in
/// the pattern mentions `?g`.
final class GraphPatterns {
  private GraphPatterns() {}

  static boolean test(Op op, Var graph) {
    return !MentionedVariables.of(op).contains(graph) && isScan(op) && binds(op);
  }

  private static boolean isScan(Op op) {
    return switch (op) {
      case OpBGP _, OpTable _ -> true;
      case OpFilter filter ->
          areFunctions(filter.getExprs().getList()) && isScan(filter.getSubOp());
      case OpJoin join -> isScan(join.getLeft()) && isScan(join.getRight());
      case OpSequence sequence -> sequence.getElements().stream().allMatch(GraphPatterns::isScan);
      case OpUnion union -> isScan(union.getLeft()) && isScan(union.getRight());
      case OpConditional optional ->
          isScan(optional.getLeft()) && isScan(optional.getRight()) && binds(optional.getRight());
      case OpLeftJoin optional ->
          isScan(optional.getLeft())
              && isScan(optional.getRight())
              && binds(optional.getRight())
              && (optional.getExprs() == null || areFunctions(optional.getExprs().getList()));
      default -> false;
    };
  }

  private static boolean areFunctions(Collection<Expr> expressions) {
    return expressions.stream().allMatch(FilterRows::isFunction);
  }

  /// Returns true if every row of a pattern has a graph.
  private static boolean binds(Op op) {
    return switch (op) {
      case OpBGP bgp -> !bgp.getPattern().isEmpty();
      case OpFilter filter -> binds(filter.getSubOp());
      case OpJoin join -> binds(join.getLeft()) || binds(join.getRight());
      case OpSequence sequence -> sequence.getElements().stream().anyMatch(GraphPatterns::binds);
      case OpUnion union -> binds(union.getLeft()) && binds(union.getRight());
      case OpConditional optional -> binds(optional.getLeft());
      case OpLeftJoin optional -> binds(optional.getLeft());
      default -> false;
    };
  }
}
