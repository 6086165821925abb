package org.techrace.store.query;

import java.util.ArrayList;
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
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;

/// Takes EXISTS and NOT EXISTS out of expressions. Each becomes a variable that is true or false in
/// a row, so that its pattern runs once for a batch of rows, not once for each row.
final class ExistsMarks {
  private final QueryRun run;
  private final AlgebraFacts facts;
  private final List<Mark> marks = new ArrayList<>();
  private final ExprTransformCopy replacement = new Replacement();

  /// A variable that takes the place of EXISTS or NOT EXISTS.
  ///
  /// @param pattern the pattern of the condition
  /// @param exists whether it is true for rows that the pattern matches
  record Mark(Var variable, Op pattern, boolean exists) {}

  ExistsMarks(QueryRun run, AlgebraFacts facts) {
    this.run = run;
    this.facts = facts;
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
  List<Mark> marks() {
    return marks;
  }

  private final class Replacement extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunctionOp function, ExprList args, Op pattern) {
      // The conditions inside have been transformed first, but belong to the rows of the pattern.
      if (!marks.isEmpty()) {
        Set<Var> inside = new AlgebraFacts().of(pattern).mentioned(); // a copy for this call only
        while (!marks.isEmpty() && inside.contains(marks.getLast().variable())) {
          marks.removeLast();
        }
      }
      boolean exists = function instanceof E_Exists;
      if (!run.uses(Rewrite.EXISTS_IN_BATCHES)
          || !(exists || function instanceof E_NotExists)
          || !facts.exists(function.getGraphPattern()).runsPerBatch()) {
        return function;
      }
      // A name that no query can have.
      Var variable = Var.alloc(".exists " + marks.size());
      marks.add(new Mark(variable, function.getGraphPattern(), exists));
      return new ExprVar(variable);
    }
  }
}
