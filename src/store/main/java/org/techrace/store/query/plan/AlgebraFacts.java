package org.techrace.store.query.plan;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprTripleTerm;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.ExprVars;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.path.PathBranches;
import org.techrace.store.query.row.Layout;
import org.techrace.store.query.text.FilterRows;

/// The [Facts] of the operators of a query. Those of an operator are computed once, from those of
/// its parts. Used by one thread, before the query runs.
public final class AlgebraFacts {
  private final boolean pathBranches;
  private final Layout numbers = new Layout();
  private final VariableSet none = VariableSet.of(numbers, List.of());
  private final IdentityHashMap<Op, Facts> known = new IdentityHashMap<>();
  private final IdentityHashMap<Op, ExistsPattern> patterns = new IdentityHashMap<>();

  public AlgebraFacts() {
    this(true);
  }

  /// @param pathBranches true if paths of alternatives are evaluated as their branches
  AlgebraFacts(boolean pathBranches) {
    this.pathBranches = pathBranches;
  }

  /// Returns the union that a path with alternatives is evaluated as, if any.
  Optional<Op> branches(Op op) {
    return pathBranches && op instanceof OpPath path
        ? PathBranches.of(path.getTriplePath())
        : Optional.empty();
  }

  /// Returns the facts of an operator.
  public Facts of(Op op) {
    Facts facts = known.get(op);
    if (facts == null) {
      facts = new Facts(op, this);
      known.put(op, facts);
    }
    return facts;
  }

  /// Returns a pattern of EXISTS as it is evaluated, the same for all rows.
  public ExistsPattern exists(Op pattern) {
    ExistsPattern exists = patterns.get(pattern);
    if (exists == null) {
      exists = ExistsPattern.of(pattern, this);
      patterns.put(pattern, exists);
    }
    return exists;
  }

  /// Returns the variables that expressions mention, including those in patterns of EXISTS.
  public VariableSet mentioned(Collection<Expr> expressions) {
    VariableSet[] mentioned = {none};
    for (Expr expr : expressions) {
      AlgebraParts.visitOwn(
          expr,
          pattern -> mentioned[0] = mentioned[0].or(of(pattern).mentioned()),
          part -> mentioned[0] = mentioned[0].or(names(part)));
    }
    return mentioned[0];
  }

  /// Returns true if several threads of a query may evaluate an expression for parts of the rows.
  public boolean isConcurrent(Expr expr) {
    if (!FilterRows.hasPattern(expr)) {
      return FilterRows.isFunction(expr);
    }
    return switch (Division.of(expr)) {
      case Division.Exists exists -> {
        ExistsPattern pattern = exists(exists.pattern());
        yield pattern.isRowWise() && of(pattern.simplified()).isConcurrent();
      }
      case Division.Either either -> either.alternatives().stream().allMatch(this::isConcurrent);
      case Division.All parts -> parts.parts().stream().allMatch(this::isConcurrent);
      case Division.Other _ -> false;
    };
  }

  /// Returns a set without variables.
  VariableSet none() {
    return none;
  }

  /// Returns the variables of an expression without those of its parts.
  static Collection<Var> names(Expr expr) {
    return expr instanceof ExprVar || expr instanceof ExprTripleTerm
        ? ExprVars.getVarsMentioned(expr)
        : List.of();
  }
}
