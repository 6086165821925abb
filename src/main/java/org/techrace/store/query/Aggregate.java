package org.techrace.store.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.Accumulator;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;

/// An aggregate of all groups of a GROUP BY, fed with rows.
interface Aggregate {
  /// Takes the rows of a batch.
  ///
  /// @param group the group of each row, from 0
  /// @param groups how many groups there are by now
  void add(Batch batch, int[] group, int groups);

  /// The id of a group's value; 0 if it has none.
  int value(int group);

  /// Counts are made with ids; the rest is ARQ's.
  static Aggregate of(Aggregator aggregator, Run run, ExecutionContext context) {
    return switch (aggregator) {
      case AggCount _ -> new Count(run, -1, false);
      case AggCountVar count when column(count, run) >= 0 ->
          new Count(run, column(count, run), false);
      case AggCountVarDistinct count when column(count, run) >= 0 ->
          new Count(run, column(count, run), true);
      default -> new Any(aggregator, run, context);
    };
  }

  /// The column of the variable that is aggregated, or -1 if it is an expression.
  private static int column(Aggregator aggregator, Run run) {
    Expr expr = aggregator.getExprList().get(0);
    return expr.isVariable() ? run.layout().column(expr.asVar()) : -1;
  }

  /// `COUNT(*)`, `COUNT(?x)`, `COUNT(DISTINCT ?x)`.
  final class Count implements Aggregate {
    private final Run run;
    private final int column;
    private final @Nullable KeyIndex seen;
    private final int[] pair = new int[2];
    private long[] counts = new long[64];

    /// @param column what is counted; -1 for rows
    Count(Run run, int column, boolean distinct) {
      this.run = run;
      this.column = column;
      this.seen = distinct ? new KeyIndex(run, 2) : null;
    }

    @Override
    public void add(Batch batch, int[] group, int groups) {
      if (groups > counts.length) {
        counts = Arrays.copyOf(counts, 2 * groups);
      }
      int[] values = column < 0 ? group : batch.column(column);
      for (int row = 0; values != null && row < batch.size; row++) {
        boolean bound = column < 0 || values[row] != Batch.UNBOUND;
        if (bound && (seen == null || isNew(seen, group[row], values[row]))) {
          counts[group[row]]++;
        }
      }
    }

    private boolean isNew(KeyIndex pairs, int group, int value) {
      pair[0] = group;
      pair[1] = run.terms().canonical(value);
      int known = pairs.size();
      return pairs.add(pair) == known;
    }

    @Override
    public int value(int group) {
      return run.terms().id(counts[group]);
    }
  }

  /// Any aggregate, by ARQ's accumulators.
  final class Any implements Aggregate {
    private final Aggregator aggregator;
    private final Run run;
    private final ExecutionContext context;
    private final List<Accumulator> accumulators = new ArrayList<>();

    Any(Aggregator aggregator, Run run, ExecutionContext context) {
      this.aggregator = aggregator;
      this.run = run;
      this.context = context;
    }

    @Override
    public void add(Batch batch, int[] group, int groups) {
      while (accumulators.size() < groups) {
        accumulators.add(aggregator.createAccumulator());
      }
      for (int row = 0; row < batch.size; row++) {
        accumulators.get(group[row]).accumulate(new RowBinding(run, batch, row), context);
      }
    }

    @Override
    public int value(int group) {
      NodeValue value = accumulators.get(group).getValue();
      return value == null ? Batch.UNBOUND : run.terms().id(value.asNode());
    }
  }
}
