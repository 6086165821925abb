package org.techrace.store.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_LogicalNot;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.PlanCompiler;
import org.techrace.store.query.text.FilterRows;

/// Replaces `OPTIONAL { ... ?x ... } FILTER(!BOUND(?x))` with NOT EXISTS, which needs no solution
/// of the pattern. `?x` must be bound by each solution of the pattern, and by nothing else.
final class OptionalAsNotExists extends TransformCopy {
  private final PlanCompiler plans;

  private OptionalAsNotExists(PlanCompiler plans) {
    this.plans = plans;
  }

  /// Replaces what can be replaced in an operator. `GRAPH ?g` keeps OPTIONAL, which it evaluates
  /// for all graphs at once.
  static Op apply(Op op, PlanCompiler plans) {
    boolean inGraphs =
        AlgebraParts.any(op, o -> o instanceof OpGraph graph && graph.getNode().isVariable());
    return inGraphs ? op : Transformer.transform(new OptionalAsNotExists(plans), op);
  }

  @Override
  public Op transform(OpFilter filter, Op sub) {
    Op below = sub;
    ExprList left = new ExprList();
    for (Expr expr : filter.getExprs()) {
      Optional<Op> replaced =
          expr instanceof E_LogicalNot not && not.getArg() instanceof E_Bound bound
              ? replaced(below, bound.getArg().asVar())
              : Optional.empty();
      if (replaced.isPresent()) {
        below = replaced.get();
      } else {
        left.add(expr);
      }
    }
    return left.isEmpty() ? below : OpFilter.filterBy(left, below);
  }

  /// Replaces the OPTIONAL that binds a variable, if it is the last of an operator, or those after
  /// it read none of its variables.
  private Optional<Op> replaced(Op op, Var absent) {
    if (!(op instanceof Op2 optional)
        || !(op instanceof OpConditional || op instanceof OpLeftJoin)) {
      return Optional.empty();
    }
    Op left = optional.getLeft();
    if (plans.facts(optional.getRight()).certain().contains(absent)) {
      return plans.facts(left).mentioned().contains(absent)
          ? Optional.empty()
          : pattern(optional).map(pattern -> OpFilter.filter(new E_NotExists(pattern), left));
    }
    return replaced(left, absent)
        .filter(before -> isApart(optional, left, before))
        .map(before -> optional.copy(before, optional.getRight()));
  }

  /// Returns true if OPTIONAL reads none of the variables that its left side does not bind any
  /// more.
  private boolean isApart(Op2 optional, Op before, Op after) {
    Set<Var> removed = plans.facts(before).possible().without(plans.facts(after).possible());
    Set<Var> read = new HashSet<>(plans.facts(optional.getRight()).mentioned());
    AlgebraParts.conditions(optional).forEach(c -> read.addAll(c.getVarsMentioned()));
    return removed.stream().noneMatch(read::contains);
  }

  /// Returns the right side of OPTIONAL with its conditions, if the values of a row may take the
  /// place of its variables.
  private Optional<Op> pattern(Op2 optional) {
    List<Expr> conditions = new ArrayList<>(AlgebraParts.conditions(optional));
    Op right = optional.getRight();
    if (optional instanceof OpConditional && right instanceof OpFilter filter) {
      conditions.addAll(filter.getExprs().getList());
      right = filter.getSubOp();
    }
    Set<Var> read = new HashSet<>();
    conditions.forEach(c -> read.addAll(c.getVarsMentioned()));
    // A variable that only replaces another one, as in OPTIONAL { ... FILTER(?a = ?b) }.
    if (right instanceof OpAssign assign
        && assign.getVarExprList().getVars().stream().noneMatch(read::contains)) {
      right = assign.getSubOp();
    }
    if (!isPlain(plans.facts(right)) || !conditions.stream().allMatch(FilterRows::isFunction)) {
      return Optional.empty();
    }
    return Optional.of(
        conditions.isEmpty() ? right : OpFilter.filterBy(new ExprList(conditions), right));
  }

  /// Returns true if an operator has the same solutions, joined with a row, whether the values of
  /// the row replace variables before or after it is evaluated, and if it can be evaluated for many
  /// rows at once.
  private static boolean isPlain(Facts facts) {
    return facts.isSubstitutable()
        && facts.isIndependent()
        && facts.isRepeatable()
        && facts.isRowWise();
  }
}
