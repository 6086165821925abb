package org.techrace.store.query;

import java.util.Collection;
import org.apache.jena.sparql.algebra.Op;
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
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.plan.ExistsPattern;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.VariableSet;
import org.techrace.store.query.text.FilterRows;

/// Detects patterns in `GRAPH ?g` that can be evaluated for all graphs at once, with the graph of
/// each triple as one more column: every part of the pattern binds the column, and nothing else in
/// the pattern mentions `?g`.
///
/// EXISTS and MINUS look up their pattern in the graph of a row. They must come last, after the
/// parts that bind the column.
final class GraphPatterns {
  private final AlgebraFacts facts;

  private GraphPatterns(AlgebraFacts facts) {
    this.facts = facts;
  }

  static boolean test(Op op, Var graph, AlgebraFacts facts) {
    return !facts.of(op).mentioned().contains(graph)
        && new GraphPatterns(facts).isLookup(op)
        && binds(op);
  }

  /// Returns true if a filter has EXISTS, which must run after the parts that bind the graph.
  static boolean looksUp(OpFilter filter) {
    return filter.getExprs().getList().stream().anyMatch(FilterRows::hasPattern);
  }

  /// Returns true for a scan with EXISTS and MINUS around it.
  private boolean isLookup(Op op) {
    return switch (op) {
      case OpFilter filter when looksUp(filter) ->
          filter.getExprs().getList().stream().allMatch(this::runsHere)
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
  private boolean removesMatches(OpMinus minus) {
    Facts left = facts.of(minus.getLeft());
    Facts right = facts.of(minus.getRight());
    VariableSet common = left.possible().and(right.possible());
    return !common.isEmpty()
        && left.certain().containsAll(common)
        && right.certain().containsAll(common)
        && right.isRowWise()
        && right.isIndependent();
  }

  /// Returns true if each EXISTS in an expression can be looked up for a batch of rows.
  private boolean runsHere(Expr expr) {
    return switch (expr) {
      case E_Exists exists -> runsHere(exists.getGraphPattern());
      case E_NotExists exists -> runsHere(exists.getGraphPattern());
      case ExprFunction function when !(function instanceof ExprFunctionOp) ->
          FilterRows.isPure(function) && function.getArgs().stream().allMatch(this::runsHere);
      default -> FilterRows.isFunction(expr);
    };
  }

  private boolean runsHere(Op exists) {
    ExistsPattern pattern = facts.exists(exists);
    return pattern.isRowWise() && isScan(pattern.simplified()) && binds(pattern.simplified());
  }

  private boolean isScan(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpPath path -> facts.of(path).branches().filter(this::isScan).isPresent();
      case OpProject project -> facts.of(project).isScoped(project) && isScan(project.getSubOp());
      case OpExtend extend ->
          areFunctions(extend.getVarExprList().getExprs().values()) && isScan(extend.getSubOp());
      case OpFilter filter ->
          areFunctions(filter.getExprs().getList()) && isScan(filter.getSubOp());
      case OpJoin join -> isScan(join.getLeft()) && isScan(join.getRight());
      case OpSequence sequence -> sequence.getElements().stream().allMatch(this::isScan);
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
