package org.techrace.store.query;

import java.util.HashMap;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprVar;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.MappedRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.CompiledExpression;

/// Binds variables to the values of expressions (BIND and `AS`). An expression that fails leaves
/// its variable unbound. An expression that reads one variable is evaluated once per term. If the
/// variable is bound already, a row is kept only if both values are the same.
final class ExtendRows extends MappedRows {
  private final QueryRun run;
  private final VarExprList assignments;
  private final ExecutionContext context;

  private final Map<Var, CompiledExpression> compiled = new HashMap<>();

  ExtendRows(QueryRun run, QueryRows input, VarExprList assignments, ExecutionContext context) {
    super(input);
    this.run = run;
    this.assignments = assignments;
    this.context = context;
  }

  @Override
  protected Batch map(Batch batch) {
    Batch extended = batch;
    for (Var variable : assignments.getVars()) {
      extended = assign(extended, variable);
    }
    return extended;
  }

  private Batch assign(Batch batch, Var variable) {
    int column = run.layout().column(variable);
    int[] old = batch.column(column);
    int[] values = values(batch, variable);
    if (old == null) {
      return batch.with(column, values);
    }
    int[] kept = new int[batch.size];
    int n = 0;
    for (int row = 0; row < batch.size; row++) {
      int value = values[row];
      if (old[row] != Batch.UNBOUND) {
        values[row] = old[row];
      }
      if (value == values[row] || value == Batch.UNBOUND || sameValue(value, old[row])) {
        kept[n++] = row;
      }
    }
    return batch.with(column, values).pick(kept, n);
  }

  private boolean sameValue(int a, int b) {
    return run.terms().node(a).sameValueAs(run.terms().node(b));
  }

  private int[] values(Batch batch, Var variable) {
    Expr expr = assignments.getExpr(variable);
    if (expr instanceof ExprVar other) {
      int[] values = new int[batch.size];
      int[] source = batch.column(run.layout().column(other.asVar()));
      if (source != null) {
        System.arraycopy(source, 0, values, 0, values.length);
      }
      return values;
    }
    return compiled
        .computeIfAbsent(variable, _ -> new CompiledExpression(expr, run, context))
        .ids(batch);
  }
}
