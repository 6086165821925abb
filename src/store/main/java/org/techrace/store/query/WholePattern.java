package org.techrace.store.query;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.text.FilterRows;

/// The pattern of an EXISTS that can be evaluated once for all rows, with the values of no row in
/// place of its variables. A row then has a match if and only if a solution has the row's values.
///
/// @param bound the variables that every solution binds
/// @param open other variables that the pattern mentions. If a row binds one of them, the pattern
///   must be evaluated for the row
record WholePattern(Set<Var> bound, Set<Var> open) {

  /// Returns empty if a pattern must always be evaluated for the rows.
  static Optional<WholePattern> of(Op pattern, AlgebraFacts all) {
    Facts facts = all.of(pattern);
    if (!facts.isClosed() || !facts.isRepeatable() || !isSame(pattern, all)) {
      return Optional.empty();
    }
    Set<Var> bound = new HashSet<>(facts.certain().without(facts.sensitive()));
    bound.removeAll(subtracted(pattern, all));
    Set<Var> open = new HashSet<>(facts.mentioned());
    open.removeAll(bound);
    return bound.isEmpty() ? Optional.empty() : Optional.of(new WholePattern(bound, open));
  }

  /// Returns true if the operators have the same solutions, joined with a row, whether the values
  /// of the row replace variables before or after they are evaluated. A path that can have length 0
  /// has additional solutions for terms that are in no triple.
  private static boolean isSame(Op op, AlgebraFacts all) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpSequence sequence -> sequence.getElements().stream().allMatch(e -> isSame(e, all));
      case OpJoin join -> isSame(join.getLeft(), all) && isSame(join.getRight(), all);
      case OpUnion union -> isSame(union.getLeft(), all) && isSame(union.getRight(), all);
      case OpConditional optional ->
          isSame(optional.getLeft(), all) && isSame(optional.getRight(), all);
      case OpLeftJoin optional ->
          isSame(optional.getLeft(), all)
              && isSame(optional.getRight(), all)
              && (optional.getExprs() == null || haveNoPattern(optional.getExprs().getList()));
      case OpMinus minus -> isSame(minus.getLeft(), all) && isSame(minus.getRight(), all);
      case OpFilter filter ->
          haveNoPattern(filter.getExprs().getList()) && isSame(filter.getSubOp(), all);
      case OpExtend extend ->
          haveNoPattern(extend.getVarExprList().getExprs().values())
              && isSame(extend.getSubOp(), all);
      case OpGraph graph -> isSame(graph.getSubOp(), all);
      case OpProject project ->
          all.of(project).isScoped(project) && isSame(project.getSubOp(), all);
      case OpDistinct distinct -> isSame(distinct.getSubOp(), all);
      case OpReduced reduced -> isSame(reduced.getSubOp(), all);
      default -> false;
    };
  }

  private static boolean haveNoPattern(Iterable<Expr> expressions) {
    for (Expr expr : expressions) {
      if (FilterRows.hasPattern(expr)) {
        return false;
      }
    }
    return true;
  }

  /// Returns the variables on the right sides of MINUS. Those that a row binds are not shared with
  /// the left side any more.
  private static Set<Var> subtracted(Op op, AlgebraFacts all) {
    Set<Var> variables = new HashSet<>();
    AlgebraParts.visit(
        op,
        part -> {
          if (part instanceof OpMinus minus) {
            variables.addAll(all.of(minus.getRight()).mentioned());
          }
        },
        _ -> {});
    return variables;
  }
}
