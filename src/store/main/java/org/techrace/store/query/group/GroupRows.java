package org.techrace.store.query.group;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.aggregate.AggAvg;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggSample;
import org.apache.jena.sparql.expr.aggregate.AggSampleDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSum;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ParallelRows;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowFile;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.FilterRows;

/// Implements GROUP BY on variables: returns one row per group with the values of its aggregates.
/// Several threads may group parts of the rows; the parts are then added in the order of the rows.
///
/// If the groups exceed the memory of an operator, rows that follow and belong to none of them go
/// to disk. They are grouped after these groups have been returned, in the same way, so the order
/// of the groups and of the rows in each is the same.
public final class GroupRows implements QueryRows {
  private final QueryRun run;
  private final int[] by;

  /// The columns of the variables that the rows bind, for `COUNT(DISTINCT *)`.
  private final int[] row;

  private final List<ExprAggregator> aggregators;
  private final @Nullable Weights weights;
  private final ExecutionContext context;
  private QueryRows input;
  private @Nullable Groups groups;
  private int given;

  /// The rows of other groups, to read after these groups, or null if these are all.
  private @Nullable RowFile later;

  /// Creates a stream.
  ///
  /// @param parallel true if helpers may group parts of the rows
  /// @param by the columns of the variables to group by
  /// @param row the columns that make up a row for `COUNT(DISTINCT *)`
  /// @param weights how often each row counts, or null if each counts once
  public GroupRows(
      QueryRun run,
      boolean parallel,
      QueryRows input,
      int[] by,
      int[] row,
      List<ExprAggregator> aggregators,
      @Nullable Weights weights,
      ExecutionContext context) {
    this.run = run;
    this.by = by;
    this.row = row;
    this.aggregators = aggregators;
    this.weights = weights;
    this.context = context;
    this.input =
        parallel && run.isParallel() && isDivisible(aggregators)
            ? ParallelRows.of(run, input, in -> new PartialGroups(run, in, () -> newGroups(true)))
            : input;
  }

  private static boolean isDivisible(List<ExprAggregator> aggregators) {
    return aggregators.stream().allMatch(a -> Aggregates.isDivisible(a.getAggregator()));
  }

  /// Returns an aggregate of a variable instead of an expression if it is computed on ids: if the
  /// expression has one variable, so that it can be evaluated once per term, or if the aggregate
  /// finds different values. Otherwise returns empty.
  ///
  /// @param assignments gets the variable and its expression
  public static Optional<ExprAggregator> ofVariable(
      ExprAggregator aggregate, VarExprList assignments) {
    Aggregator aggregator = aggregate.getAggregator();
    Optional<Expr> operand =
        Aggregates.operand(aggregator)
            .filter(e -> !e.isVariable() && FilterRows.isFunction(e))
            .filter(e -> Aggregates.isDistinct(aggregator) || isOncePerTerm(aggregator, e));
    if (operand.isEmpty()) {
      return Optional.empty();
    }
    // A name that no query can have.
    Var variable = Var.alloc(".aggregated " + aggregate.getVar().getVarName());
    assignments.add(variable, operand.get());
    return Optional.of(
        new ExprAggregator(aggregate.getVar(), Aggregates.with(aggregator, new ExprVar(variable))));
  }

  private static boolean isOncePerTerm(Aggregator aggregator, Expr operand) {
    return switch (aggregator) {
      case AggSample _, AggSampleDistinct _, AggGroupConcat _ -> false;
      case AggSum _, AggAvg _ when CompiledExpression.isArithmetic(operand) -> false;
      default -> operand.getVarsMentioned().size() <= 1;
    };
  }

  /// Returns the columns that the aggregates read if they may get merged rows, otherwise null.
  public static @Nullable BitSet merging(List<ExprAggregator> aggregators, QueryRun run) {
    BitSet columns = new BitSet();
    for (ExprAggregator aggregator : aggregators) {
      BitSet read = Aggregates.merging(aggregator.getAggregator(), run);
      if (read == null) {
        return null;
      }
      columns.or(read);
    }
    return columns;
  }

  /// Returns true if an aggregate counts rows or adds values, so that it needs the weights of
  /// merged rows.
  public static boolean areWeighted(List<ExprAggregator> aggregators) {
    return aggregators.stream().anyMatch(a -> Aggregates.isWeighted(a.getAggregator()));
  }

  @Override
  public @Nullable Batch next() {
    if (groups == null) {
      groups = group();
      if (groups.size() == 0 && by.length == 0) {
        return empty(); // the next call finds no group and ends
      }
    }
    run.check();
    if (given == groups.size() && later != null) {
      input.close();
      input = later.rows();
      later = null;
      groups = group();
      given = 0;
    }
    int n = Math.min(Batch.MAX_ROWS, groups.size() - given);
    if (n == 0) {
      return null;
    }
    int[][] columns = new int[run.layout().size()][];
    for (int i = 0; i < by.length; i++) {
      columns[by[i]] = new int[n];
      for (int g = 0; g < n; g++) {
        columns[by[i]][g] = groups.key(given + g, i);
      }
    }
    for (int a = 0; a < aggregators.size(); a++) {
      int[] values = new int[n];
      for (int g = 0; g < n; g++) {
        values[g] = groups.value(given + g, a);
      }
      columns[column(a)] = values;
    }
    given += n;
    return new Batch(n, columns);
  }

  private int column(int aggregate) {
    return run.layout().column(aggregators.get(aggregate).getVar());
  }

  private Groups group() {
    aggregators.forEach(aggregator -> run.layout().column(aggregator.getVar()));
    Groups all = newGroups(false);
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      run.check();
      if (batch instanceof PartialGroups.Part part) {
        if (later == null) {
          all.add(part);
        } else {
          part.rows().forEach(rows -> add(all, rows));
        }
      } else {
        add(all, batch);
      }
      if (later == null && run.isLarge(all.bytes())) {
        later = run.newFile();
      }
    }
    return all;
  }

  /// Adds the rows of a batch to the groups, or writes them to disk.
  private void add(Groups all, Batch batch) {
    RowFile file = later;
    if (file == null) {
      all.add(batch);
      return;
    }
    int[] unknown = all.unknown(batch);
    file.add(batch, unknown, unknown.length);
    if (unknown.length < batch.size) {
      BitSet others = new BitSet();
      IntStream.of(unknown).forEach(others::set);
      all.add(batch.filter(row -> !others.get(row)));
    }
  }

  private Groups newGroups(boolean part) {
    return new Groups(
        run,
        by,
        aggregators.stream()
            .map(a -> Aggregates.of(a.getAggregator(), row, weights, part, run, context))
            .toList());
  }

  /// Returns the single row of an aggregation without input rows.
  private Batch empty() {
    int[][] columns = new int[run.layout().size()][];
    for (int a = 0; a < aggregators.size(); a++) {
      Node value = aggregators.get(a).getAggregator().getValueEmpty();
      columns[column(a)] = new int[] {value == null ? Batch.UNBOUND : run.terms().id(value)};
    }
    return new Batch(1, columns);
  }

  @Override
  public void close() {
    input.close();
    if (later != null) {
      later.close();
    }
  }
}
