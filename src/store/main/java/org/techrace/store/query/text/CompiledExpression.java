package org.techrace.store.query.text;

import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.AlgebraParts;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowSort;
import org.techrace.store.query.row.ValueOrder;

/// An expression whose value is computed from ids, with few terms created. An expression of one
/// variable is evaluated once per term. Used by one thread.
///
/// For example, `STRLEN(STRAFTER(?label, "a"))` reads the text of a label from the dictionary and
/// computes the id of the length.
public final class CompiledExpression {
  /// The greatest number of evaluations between two checks of the stop signal, each of which takes
  /// up to a millisecond for a long text. A longer expression is evaluated as many times fewer as
  /// it has parts.
  private static final int MAX_CHECK_INTERVAL = 64;

  private final QueryRun run;
  private final Values values;
  private final Evaluator evaluator;

  /// True if the value depends on no more than one variable.
  private final boolean once;

  /// The column of the only variable, or -1.
  private final int column;

  /// True if the terms of a batch are read in the order of the dictionary.
  private final boolean inOrder;

  private final TermCache cache;
  private final IntUnaryOperator compute;

  /// The row whose id is computed.
  private Batch current = Batch.unit();

  private int row;

  private int evaluations;

  /// The number of evaluations between two checks of the stop signal.
  private final int checkInterval;

  public CompiledExpression(Expr expr, QueryRun run, ExecutionContext context) {
    this.run = run;
    this.values = new Values(run);
    Set<Var> variables = expr.getVarsMentioned();
    this.once = variables.size() <= 1 && FilterRows.isFunction(expr);
    ExpressionCompiler compiler = new ExpressionCompiler(run, context, values, once);
    this.evaluator = compiler.compile(expr);
    this.column =
        once && !variables.isEmpty() ? run.layout().column(variables.iterator().next()) : -1;
    this.inOrder = column >= 0 && compiler.readsTexts();
    this.cache = new TermCache(run, compiler.isFast());
    this.compute = _ -> computed();
    int[] parts = {0};
    AlgebraParts.visit(expr, _ -> {}, _ -> parts[0]++);
    this.checkInterval = Math.max(1, MAX_CHECK_INTERVAL / parts[0]);
  }

  /// Returns true if an expression consists of arithmetic and of casts to numbers, which take less
  /// time than the creation of a term for the result.
  public static boolean isArithmetic(Expr expr) {
    return NumberEvaluators.isArithmetic(expr);
  }

  /// Returns the ids of the values for all rows of a batch; an expression that fails has
  /// [Batch#UNBOUND].
  public int[] ids(Batch batch) {
    int[] ids = new int[batch.size];
    int[] order = order(batch);
    current = batch;
    for (int i = 0; i < ids.length; i++) {
      run.checkAt(i);
      row = order == null ? i : order[i];
      ids[row] = once ? cache.get(column < 0 ? 0 : batch.get(column, row), compute) : computed();
    }
    return ids;
  }

  /// Returns the order in which the expression should be evaluated for the rows of a batch, so that
  /// texts are read in the order of the dictionary; null for any order.
  int @Nullable [] order(Batch batch) {
    return inOrder ? RowSort.ascending(new int[][] {batch.column(column)}, batch.size) : null;
  }

  /// Returns the id of the value for the current row. Catches the supertype of ARQ's exceptions,
  /// because some functions throw it instead of an evaluation error.
  private int computed() {
    try {
      return values.id(evaluated(current, row));
    } catch (ExprException e) {
      return Batch.UNBOUND;
    }
  }

  private Value evaluated(Batch batch, int row) {
    if (++evaluations >= checkInterval) {
      evaluations = 0;
      run.check();
    }
    return evaluator.of(batch, row);
  }

  /// Returns the value for a row; it may be a [Value.Failure].
  public Value value(Batch batch, int row) {
    try {
      return evaluated(batch, row);
    } catch (ExprException e) {
      return Value.Failure.ERROR;
    }
  }

  /// Returns the id of a value, or [Batch#UNBOUND] for a failure.
  public int id(Value value) {
    return values.id(value);
  }

  /// Returns ARQ's value.
  ///
  /// @param value a value that is not a failure
  public NodeValue nodeValue(Value value) {
    return values.nodeValue(value);
  }

  /// Returns a value as an integer or decimal of few digits, or null for any other value.
  public Value.@Nullable Exact number(Value value) {
    return values.number(value);
  }

  /// Returns a value as a double or float, or null for any other value.
  public Value.@Nullable Floating floating(Value value) {
    return values.floating(value);
  }

  /// Returns the text of a value as GROUP_CONCAT joins it.
  ///
  /// @param value a value that is not a failure
  public String joinedText(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Term(int id) -> run.terms().joinedText(id, values.reader());
      default -> values.nodeValue(value).asString();
    };
  }

  /// Compares two values in the order of ORDER BY. Returns 0 only for the same term.
  ///
  /// @param x a value that is not a failure
  /// @param y a value that is not a failure
  public int compare(Value x, Value y) {
    int order = values.compare(x, y).orElse(0);
    return order == 0 ? ValueOrder.compare(nodeValue(x), nodeValue(y)) : order;
  }

  /// Returns true if the expression is true for a row. An expression that fails is not true.
  /// Catches the supertype of ARQ's exceptions, because some functions throw it instead of an
  /// evaluation error.
  boolean isTrue(Batch batch, int row) {
    try {
      return values.truth(evaluated(batch, row)) == Value.Truth.TRUE;
    } catch (ExprException e) {
      return false;
    }
  }
}
