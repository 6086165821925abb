package org.techrace.store.query;

import java.util.Collection;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVars;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.techrace.store.query.join.BoundVariables;
import org.techrace.store.query.join.GroupParser;
import org.techrace.store.query.join.MentionedVariables;
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.text.FilterRows;

/// Detects patterns in `GRAPH ?g` that can be evaluated for all graphs at once, with the graph of
/// each triple as one more column: every part of the pattern binds the column, and nothing else in
/// the pattern mentions `?g`.
///
/// EXISTS and MINUS look up their pattern in the graph of a row. They must come last, after the
/// parts that bind the column.
final class GraphPatterns {
  private GraphPatterns() {}

  static boolean test(Op op, Var graph) {
    return !MentionedVariables.of(op).contains(graph) && isLookup(op) && binds(op);
  }

  /// Returns true if a filter has EXISTS, which must run after the parts that bind the graph.
  static boolean looksUp(OpFilter filter) {
    return filter.getExprs().getList().stream().anyMatch(FilterRows::hasPattern);
  }

  /// Returns true for a scan with EXISTS and MINUS around it.
  private static boolean isLookup(Op op) {
    return switch (op) {
      case OpFilter filter when looksUp(filter) ->
          filter.getExprs().getList().stream().allMatch(GraphPatterns::runsHere)
              && isLookup(filter.getSubOp());
      case OpMinus minus ->
          removesMatches(minus)
              && isScan(minus.getRight())
              && binds(minus.getRight())
              && isLookup(minus.getLeft());
      default -> isScan(op);
    };
  }

  /// Returns true if MINUS removes the rows that have a match: all variables that both sides share
  /// are bound in every row.
  private static boolean removesMatches(OpMinus minus) {
    Op right = minus.getRight();
    Set<Var> common = OpVars.visibleVars(minus.getLeft());
    common.retainAll(OpVars.visibleVars(right));
    return !common.isEmpty()
        && BoundVariables.of(minus.getLeft()).containsAll(common)
        && BoundVariables.of(right).containsAll(common)
        && RowWise.test(right)
        && GroupParser.isIndependent(right);
  }

  /// Returns true if each EXISTS in an expression can be looked up for a batch of rows.
  private static boolean runsHere(Expr expr) {
    return switch (expr) {
      case E_Exists exists -> runsHere(exists.getGraphPattern());
      case E_NotExists exists -> runsHere(exists.getGraphPattern());
      case ExprFunction function when !(function instanceof ExprFunctionOp) ->
          FilterRows.isPure(function)
              && function.getArgs().stream().allMatch(GraphPatterns::runsHere);
      default -> FilterRows.isFunction(expr);
    };
  }

  private static boolean runsHere(Op exists) {
    Op pattern = ExistsPattern.simplified(exists);
    return RowWise.testExists(pattern) && isScan(pattern) && binds(pattern);
  }

  private static boolean isScan(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpPath path ->
          PathBranches.of(path.getTriplePath()).filter(GraphPatterns::isScan).isPresent();
      case OpProject project -> RowWise.isScoped(project) && isScan(project.getSubOp());
      case OpExtend extend ->
          areFunctions(extend.getVarExprList().getExprs().values()) && isScan(extend.getSubOp());
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
      case OpTriple _, OpPath _ -> true;
      case OpProject project -> binds(project.getSubOp());
      case OpExtend extend -> binds(extend.getSubOp());
      case OpMinus minus -> binds(minus.getLeft());
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
