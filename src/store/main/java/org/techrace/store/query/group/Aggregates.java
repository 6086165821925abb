package org.techrace.store.query.group;

import java.util.BitSet;
import java.util.Optional;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.aggregate.AggAvg;
import org.apache.jena.sparql.expr.aggregate.AggAvgDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.AggMax;
import org.apache.jena.sparql.expr.aggregate.AggMaxDistinct;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.expr.aggregate.AggMinDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSample;
import org.apache.jena.sparql.expr.aggregate.AggSampleDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSum;
import org.apache.jena.sparql.expr.aggregate.AggSumDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.CountedText;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.FilterRows;

/// The kinds of aggregates: which are computed here on ids and values, what they read, and how they
/// are created.
final class Aggregates {
  private Aggregates() {}

  /// Returns true if an aggregate is computed here, not by ARQ. It can be computed from those of
  /// parts of the rows.
  static boolean isDivisible(Aggregator aggregator) {
    return switch (aggregator) {
      case AggCount _, AggCountDistinct _ -> true;
      default ->
          operand(aggregator)
              .filter(e -> e.isVariable() || (FilterRows.isFunction(e) && !isDistinct(aggregator)))
              .isPresent();
    };
  }

  /// Returns the operand of an aggregate, or empty if ARQ computes aggregates of this kind.
  static Optional<Expr> operand(Aggregator aggregator) {
    return switch (aggregator) {
      case AggCountVar _,
          AggCountVarDistinct _,
          AggSum _,
          AggSumDistinct _,
          AggAvg _,
          AggAvgDistinct _,
          AggMin _,
          AggMinDistinct _,
          AggMax _,
          AggMaxDistinct _,
          AggSample _,
          AggSampleDistinct _ ->
          Optional.of(aggregator.getExprList().get(0));
      case AggGroupConcat _, AggGroupConcatDistinct _ -> {
        Expr expr = aggregator.getExprList().get(0);
        yield Optional.of(expr instanceof CountedText counted ? counted.getArg() : expr);
      }
      default -> Optional.empty();
    };
  }

  /// Returns the same aggregate of another operand.
  ///
  /// @param aggregator an aggregate that has an operand
  static Aggregator with(Aggregator aggregator, Expr operand) {
    Expr expr = aggregator.getExprList().get(0);
    return aggregator.copy(
        new ExprList(expr instanceof CountedText counted ? counted.copy(operand) : operand));
  }

  /// Returns true if an aggregate finds the different values of its operand.
  static boolean isDistinct(Aggregator aggregator) {
    return switch (aggregator) {
      case AggCountVarDistinct _, AggSumDistinct _, AggAvgDistinct _, AggGroupConcatDistinct _ ->
          true;
      default -> false;
    };
  }

  /// Creates an aggregate. Aggregates of variables are computed on ids, and those of expressions on
  /// values; ARQ computes those that it adds to SPARQL.
  ///
  /// @param row the columns that make up a row for `COUNT(DISTINCT *)`
  /// @param weights how often each row counts, or null if each counts once
  /// @param part true if the rows are a part that will be added to another aggregate
  static Aggregate of(
      Aggregator aggregator,
      int[] row,
      @Nullable Weights weights,
      boolean part,
      QueryRun run,
      ExecutionContext context) {
    if (!isDivisible(aggregator)) {
      return new Aggregate.Any(aggregator, run, context);
    }
    int column = column(aggregator, run);
    @Nullable CompiledExpression expr =
        operand(aggregator)
            .filter(_ -> column < 0)
            .map(e -> new CompiledExpression(e.deepCopy(), run, context))
            .orElse(null);
    return switch (aggregator) {
      case AggCount _ -> new Aggregate.Count(run, -1, weights);
      case AggCountDistinct _ -> new Aggregate.CountDistinctRows(run, row, part);
      case AggCountVar _ ->
          expr == null
              ? new Aggregate.Count(run, column, weights)
              : new Aggregate.CountValues(run, expr, weights);
      case AggCountVarDistinct _ -> new Aggregate.CountDistinct(run, column, part);
      case AggMin _, AggMinDistinct _ -> extreme(run, column, expr, 1);
      case AggMax _, AggMaxDistinct _ -> extreme(run, column, expr, -1);
      case AggSum _ -> new Total(run, column, expr, weights, false, part);
      case AggAvg _ -> new Total(run, column, expr, weights, true, part);
      case AggSumDistinct _ ->
          new DistinctValues(run, column, new Total(run, column, null, null, false, false), part);
      case AggAvgDistinct _ ->
          new DistinctValues(run, column, new Total(run, column, null, null, true, false), part);
      case AggSample _, AggSampleDistinct _ -> new SampleValue(column, expr);
      case AggGroupConcat all -> joined(all, all.getSeparator(), run, column, expr);
      case AggGroupConcatDistinct once ->
          new DistinctValues(
              run, column, joined(once, once.getSeparator(), run, column, null), part);
      default -> throw new IllegalArgumentException("not computed here: " + aggregator);
    };
  }

  private static Aggregate extreme(
      QueryRun run, int column, @Nullable CompiledExpression expression, int sign) {
    return expression == null
        ? new Aggregate.Extreme(run, column, sign)
        : new ExtremeValue(expression, sign);
  }

  private static Aggregate joined(
      Aggregator aggregator,
      @Nullable String separator,
      QueryRun run,
      int column,
      @Nullable CompiledExpression expression) {
    CountedText counted =
        aggregator.getExprList().get(0) instanceof CountedText limited ? limited : null;
    return new JoinedTexts(run, column, expression, separator == null ? " " : separator, counted);
  }

  /// Returns the columns that an aggregate reads if it may get merged rows: it counts or adds
  /// values, which have weights, or repeated values do not change it. Otherwise returns null.
  static @Nullable BitSet merging(Aggregator aggregator, QueryRun run) {
    boolean merges =
        switch (aggregator) {
          case AggCountDistinct _, AggGroupConcat _ -> false;
          default -> isDivisible(aggregator);
        };
    if (!merges) {
      return null;
    }
    BitSet columns = new BitSet();
    operand(aggregator)
        .ifPresent(e -> e.getVarsMentioned().forEach(v -> columns.set(run.layout().column(v))));
    return columns;
  }

  /// Returns true if the weights of merged rows change an aggregate.
  static boolean isWeighted(Aggregator aggregator) {
    return switch (aggregator) {
      case AggCount _, AggCountVar _, AggSum _, AggAvg _ -> true;
      default -> false;
    };
  }

  /// Returns the column of the aggregated variable, or -1 if the aggregate is over an expression.
  private static int column(Aggregator aggregator, QueryRun run) {
    return operand(aggregator)
        .filter(Expr::isVariable)
        .map(e -> run.layout().column(e.asVar()))
        .orElse(-1);
  }
}
