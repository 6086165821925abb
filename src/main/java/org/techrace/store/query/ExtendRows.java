package org.techrace.store.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.ExprVar;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowBinding;
import org.techrace.store.query.text.FilterRows;
import org.techrace.store.query.text.IdFunction;

/// Binds variables to the values of expressions, evaluated by ARQ (BIND and `AS`). An expression
/// that fails leaves its variable unbound. An expression that reads one variable is evaluated once
/// per term. If the variable is bound already, a row is kept only if both values are the same.
final class ExtendRows implements QueryRows {
  /// The maximum number of cached values per variable.
  private static final int MAX_CACHED = 1 << 20;

  /// Marks a value that is not cached; no term has this id.
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final QueryRun run;
  private final QueryRows input;
  private final VarExprList assignments;
  private final ExecutionContext context;

  /// The values of expressions that read at most one variable, by its id.
  private final Map<Var, IntMap> known = new HashMap<>();

  private final Map<Var, Optional<IntUnaryOperator>> byIds = new HashMap<>();

  ExtendRows(QueryRun run, QueryRows input, VarExprList assignments, ExecutionContext context) {
    this.run = run;
    this.input = input;
    this.assignments = assignments;
    this.context = context;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      for (Var variable : assignments.getVars()) {
        batch = assign(batch, variable);
      }
      if (batch.size > 0) {
        return batch;
      }
    }
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
    int[] values = new int[batch.size];
    if (expr instanceof ExprVar other) {
      int[] source = batch.column(run.layout().column(other.asVar()));
      if (source != null) {
        System.arraycopy(source, 0, values, 0, values.length);
      }
      return values;
    }
    Set<Var> read = expr.getVarsMentioned();
    if (read.size() > 1 || !FilterRows.isFunction(expr)) {
      for (int row = 0; row < values.length; row++) {
        values[row] = value(variable, RowBinding.read(run, batch, row));
      }
      return values;
    }
    int[] ids = read.isEmpty() ? null : batch.column(run.layout().column(read.iterator().next()));
    Optional<IntUnaryOperator> byId =
        byIds.computeIfAbsent(variable, _ -> IdFunction.of(expr, run));
    IntMap cache = known.computeIfAbsent(variable, _ -> new IntMap(run));
    for (int row = 0; row < values.length; row++) {
      int id = ids == null ? Batch.UNBOUND : ids[row];
      int value =
          byId.isPresent() && run.terms().hasText(id)
              ? byId.get().applyAsInt(id)
              : IdFunction.UNDECIDED;
      values[row] = value == IdFunction.UNDECIDED ? value(variable, id, cache, batch, row) : value;
    }
    return values;
  }

  /// Returns the value of an expression that reads one variable, from the cache if possible.
  private int value(Var variable, int id, IntMap cache, Batch batch, int row) {
    int value = cache.get(id, UNKNOWN);
    if (value == UNKNOWN) {
      value = value(variable, RowBinding.read(run, batch, row));
      if (cache.size() < MAX_CACHED) {
        cache.put(id, value);
      }
    }
    return value;
  }

  /// Returns the id of the expression's value, or [Batch#UNBOUND] if it fails. Catches the
  /// supertype of ARQ's exceptions, because some functions throw it instead of an evaluation error.
  private int value(Var variable, RowBinding row) {
    try {
      Node value = assignments.get(variable, row, context);
      return value == null ? Batch.UNBOUND : run.terms().id(value);
    } catch (ExprException e) {
      return Batch.UNBOUND;
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
