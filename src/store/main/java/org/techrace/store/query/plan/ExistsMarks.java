package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.ExprTransformer;
import org.apache.jena.sparql.expr.ExprVar;
import org.techrace.guard.AlgebraParts;

/// Takes EXISTS and NOT EXISTS out of expressions. Each becomes the variable of a
/// [ExistsPlan.Mark].
final class ExistsMarks {
  private final PlanCompiler compiler;
  private final List<ExistsPlan.Mark> marks = new ArrayList<>();
  private final ExprTransformCopy replacement = new Replacement();

  ExistsMarks(PlanCompiler compiler) {
    this.compiler = compiler;
  }

  /// Returns the expression with variables. Those that cannot run for a batch stay.
  Expr replace(Expr expr) {
    return ExprTransformer.transform(replacement, expr);
  }

  /// Returns the expressions with variables.
  VarExprList replace(VarExprList assignments) {
    VarExprList replaced = new VarExprList();
    assignments.forEachVarExpr((v, e) -> replaced.add(v, e == null ? null : replace(e)));
    return replaced;
  }

  /// Returns the variables of all expressions.
  List<ExistsPlan.Mark> marks() {
    return marks;
  }

  private final class Replacement extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunctionOp function, ExprList args, Op pattern) {
      // The conditions inside have been transformed first, but belong to the rows of the pattern.
      if (!marks.isEmpty()) {
        Set<Var> inside = new HashSet<>();
        AlgebraParts.visit(pattern, _ -> {}, part -> inside.addAll(FactRules.names(part)));
        while (!marks.isEmpty() && inside.contains(marks.getLast().variable())) {
          marks.removeLast();
        }
      }
      boolean exists = function instanceof E_Exists;
      if (!(exists || function instanceof E_NotExists)
          || !compiler.runsInBatches(function.getGraphPattern())) {
        return function;
      }
      // A name that no query can have.
      Var variable = Var.alloc(".exists " + marks.size());
      marks.add(new ExistsPlan.Mark(variable, compiler.exists(function.getGraphPattern()), exists));
      return new ExprVar(variable);
    }
  }
}
