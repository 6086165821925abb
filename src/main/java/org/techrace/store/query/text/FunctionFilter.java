package org.techrace.store.query.text;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// A comparison of a function of one variable with a constant, such as `MONTH(?date) = 7`. The
/// function is computed by id ([IdFunction]). ARQ compares each of its values once.
final class FunctionFilter {
  private final QueryRun run;
  private final ExecutionContext context;
  private final ExprFunction2 comparison;
  private final IntUnaryOperator function;

  /// True if the function is the first operand.
  private final boolean first;

  private final Verdicts verdicts;

  private FunctionFilter(
      QueryRun run,
      ExecutionContext context,
      ExprFunction2 comparison,
      IntUnaryOperator function,
      boolean first) {
    this.run = run;
    this.context = context;
    this.comparison = comparison;
    this.function = function;
    this.first = first;
    this.verdicts = new Verdicts(run);
  }

  /// Compiles an expression of one variable, or returns empty if it has another form.
  static Optional<FunctionFilter> of(Expr expr, QueryRun run, ExecutionContext context) {
    return switch (expr) {
      case E_Equals _,
          E_NotEquals _,
          E_LessThan _,
          E_LessThanOrEqual _,
          E_GreaterThan _,
          E_GreaterThanOrEqual _ ->
          ofComparison((ExprFunction2) expr, run, context);
      default -> Optional.empty();
    };
  }

  private static Optional<FunctionFilter> ofComparison(
      ExprFunction2 expr, QueryRun run, ExecutionContext context) {
    boolean first = expr.getArg2().isConstant();
    if (!first && !expr.getArg1().isConstant()) {
      return Optional.empty();
    }
    return IdFunction.of(first ? expr.getArg1() : expr.getArg2(), run)
        .map(function -> new FunctionFilter(run, context, expr, function, first));
  }

  /// Tests the id of a term that the store contains and that has a text.
  ///
  /// @return empty if the function is not computed for the term
  Optional<Boolean> test(int id) {
    int value = function.applyAsInt(id);
    if (value == IdFunction.UNDECIDED) {
      return Optional.empty();
    }
    return Optional.of(value != Batch.UNBOUND && verdicts.get(value, this::isTrue));
  }

  /// Compares a value. A comparison that fails is not true.
  private boolean isTrue(int value) {
    Expr constant = run.terms().value(value);
    Expr compared =
        first
            ? comparison.copy(constant, comparison.getArg2())
            : comparison.copy(comparison.getArg1(), constant);
    try {
      return compared.isSatisfied(BindingFactory.empty(), context);
    } catch (ExprException e) {
      return false;
    }
  }
}
