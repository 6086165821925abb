package org.techrace.store.query.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.Accumulator;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.LongSet;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowBinding;
import org.techrace.store.query.row.Weights;
import org.techrace.store.query.text.CompiledExpression;
import org.techrace.store.query.text.Value;

/// One aggregate of a GROUP BY, for all groups.
interface Aggregate {
  /// Adds the rows of a batch.
  ///
  /// @param group the group of each row, starting at 0
  /// @param groups the number of groups so far
  void add(Batch batch, int[] group, int groups);

  /// Returns the id of a group's value, or 0 if it has none.
  int value(int group);

  /// Returns true if the aggregate of other rows can be added with the same result as these rows
  /// one by one.
  ///
  /// @param other an aggregate of the same kind
  /// @param group the group here of each of the other's groups
  default boolean canAdd(Aggregate other, int[] group) {
    return true;
  }

  /// Adds the aggregate of rows that follow the rows added so far. Called if [#canAdd] is true.
  ///
  /// @param other an aggregate of the same kind
  /// @param group the group here of each of the other's groups
  /// @param groups the number of groups here so far
  void addAll(Aggregate other, int[] group, int groups);

  /// Returns the number of values that are kept besides those of each group.
  default int kept() {
    return 0;
  }

  /// An aggregate that counts some of the rows of each group.
  abstract class Counting implements Aggregate {
    final QueryRun run;
    private long[] counts = new long[64];

    Counting(QueryRun run) {
      this.run = run;
    }

    @Override
    public final void add(Batch batch, int[] group, int groups) {
      grow(groups);
      count(batch, group, counts);
    }

    private void grow(int groups) {
      if (groups > counts.length) {
        counts = Arrays.copyOf(counts, 2 * groups);
      }
    }

    @Override
    public final void addAll(Aggregate other, int[] group, int groups) {
      grow(groups);
      addAll((Counting) other, group, counts);
    }

    /// Adds the counts of other rows.
    void addAll(Counting other, int[] group, long[] counts) {
      for (int g = 0; g < group.length; g++) {
        counts[group[g]] = Weights.plus(counts[group[g]], other.counts[g]);
      }
    }

    /// Adds 1 to the count of its group for each row of a batch that counts.
    abstract void count(Batch batch, int[] group, long[] counts);

    /// Adds what is counted after all rows. Called before each value is read.
    void finish(long[] counts) {}

    @Override
    public final int value(int group) {
      finish(counts);
      return run.terms().id(counts[group]);
    }
  }

  /// Implements `COUNT(*)` and `COUNT(?x)`.
  final class Count extends Counting {
    private final int column;
    private final @Nullable Weights weights;

    /// @param column the column whose bound values are counted, or -1 to count rows
    /// @param weights how often each row counts, or null if each counts once
    Count(QueryRun run, int column, @Nullable Weights weights) {
      super(run);
      this.column = column;
      this.weights = weights;
    }

    @Override
    void count(Batch batch, int[] group, long[] counts) {
      int[] values = column < 0 ? group : batch.column(column);
      long[] times = weights == null ? new long[0] : weights.of(batch);
      for (int row = 0; values != null && row < batch.size; row++) {
        if (column < 0 || values[row] != Batch.UNBOUND) {
          long weight = weights == null ? 1 : times[row];
          counts[group[row]] = Weights.plus(counts[group[row]], weight);
        }
      }
    }
  }

  /// Implements `COUNT` of an expression.
  final class CountValues extends Counting {
    private final CompiledExpression expression;
    private final @Nullable Weights weights;

    /// @param weights how often each row counts, or null if each counts once
    CountValues(QueryRun run, CompiledExpression expression, @Nullable Weights weights) {
      super(run);
      this.expression = expression;
      this.weights = weights;
    }

    @Override
    void count(Batch batch, int[] group, long[] counts) {
      long[] times = weights == null ? new long[0] : weights.of(batch);
      for (int row = 0; row < batch.size; row++) {
        if (expression.value(batch, row) != Value.Failure.ERROR) {
          long weight = weights == null ? 1 : times[row];
          counts[group[row]] = Weights.plus(counts[group[row]], weight);
        }
      }
    }
  }

  /// Implements `COUNT(DISTINCT ?x)`.
  final class CountDistinct extends Counting {
    private final int column;
    private final LongSet seen;
    private final LaterKeys later;

    /// @param column the column whose distinct bound values are counted
    /// @param part true if the rows are a part that will be added to another aggregate
    CountDistinct(QueryRun run, int column, boolean part) {
      super(run);
      this.column = column;
      this.seen = new LongSet(run);
      this.later = new LaterKeys(run, 2, part);
    }

    @Override
    void count(Batch batch, int[] group, long[] counts) {
      int[] bound = batch.column(column);
      if (bound == null) {
        return;
      }
      int[] values = run.terms().canonical(bound, batch.size);
      boolean isFull = later.begin(seen.bytes());
      for (int row = 0; row < batch.size; row++) {
        if (values[row] != Batch.UNBOUND) {
          count(values[row], group[row], counts, isFull);
        }
      }
    }

    private void count(int value, int group, long[] counts, boolean isFull) {
      long pair = ((long) value << 32) | group;
      if (isFull) {
        if (!seen.contains(pair)) {
          later.add(value, group);
        }
      } else if (seen.add(pair)) {
        counts[group]++;
      }
    }

    @Override
    void finish(long[] counts) {
      later.forEach(
          pairs -> {
            for (int row = 0; row < pairs.size; row++) {
              counts[pairs.get(1, row)]++;
            }
          });
    }

    @Override
    void addAll(Counting other, int[] group, long[] counts) {
      boolean isFull = later.begin(seen.bytes());
      ((CountDistinct) other)
          .seen.forEach(pair -> count((int) (pair >>> 32), group[(int) pair], counts, isFull));
    }

    @Override
    public int kept() {
      return seen.size();
    }
  }

  /// Implements `COUNT(DISTINCT *)`.
  final class CountDistinctRows extends Counting {
    private final int[] columns;
    private final KeyIndex seen;
    private final int[] key;
    private final LaterKeys later;

    /// @param columns the columns that make up a row
    /// @param part true if the rows are a part that will be added to another aggregate
    CountDistinctRows(QueryRun run, int[] columns, boolean part) {
      super(run);
      this.later = new LaterKeys(run, columns.length + 1, part);
      this.columns = columns;
      this.seen = new KeyIndex(run, columns.length + 1);
      this.key = new int[columns.length + 1];
    }

    @Override
    void count(Batch batch, int[] group, long[] counts) {
      boolean isFull = later.begin(seen.bytes());
      for (int row = 0; row < batch.size; row++) {
        for (int i = 0; i < columns.length; i++) {
          key[i] = run.terms().canonical(batch.get(columns[i], row));
        }
        key[columns.length] = group[row];
        countKey(counts, isFull);
      }
    }

    /// Counts the row of [#key] if it is new.
    private void countKey(long[] counts, boolean isFull) {
      int known = seen.size();
      if (isFull) {
        if (seen.find(key) < 0) {
          later.add(key);
        }
      } else if (seen.add(key) == known) {
        counts[key[columns.length]]++;
      }
    }

    @Override
    void finish(long[] counts) {
      later.forEach(
          rows -> {
            for (int row = 0; row < rows.size; row++) {
              counts[rows.get(columns.length, row)]++;
            }
          });
    }

    @Override
    void addAll(Counting other, int[] group, long[] counts) {
      KeyIndex rows = ((CountDistinctRows) other).seen;
      boolean isFull = later.begin(seen.bytes());
      for (int row = 0; row < rows.size(); row++) {
        run.checkAt(row);
        for (int i = 0; i < columns.length; i++) {
          key[i] = rows.value(row, i);
        }
        key[columns.length] = group[rows.value(row, columns.length)];
        countKey(counts, isFull);
      }
    }

    @Override
    public int kept() {
      return seen.size();
    }
  }

  /// Implements `MIN(?x)` and `MAX(?x)`. As in ARQ, a group with a row in which the variable is
  /// unbound has no value.
  final class Extreme implements Aggregate {
    private final QueryRun run;
    private final int column;
    private final int sign;
    private int[] best = new int[64];
    private boolean[] failed = new boolean[64];

    /// @param sign 1 for the minimum, -1 for the maximum
    Extreme(QueryRun run, int column, int sign) {
      this.run = run;
      this.column = column;
      this.sign = sign;
    }

    @Override
    public void add(Batch batch, int[] group, int groups) {
      grow(groups);
      for (int row = 0; row < batch.size; row++) {
        int value = batch.get(column, row);
        int g = group[row];
        if (value == Batch.UNBOUND) {
          failed[g] = true;
        } else {
          add(g, value);
        }
      }
    }

    private void grow(int groups) {
      if (groups > best.length) {
        best = Arrays.copyOf(best, 2 * groups);
        failed = Arrays.copyOf(failed, 2 * groups);
      }
    }

    private void add(int group, int value) {
      int known = best[group];
      if (known == Batch.UNBOUND || sign * run.terms().compare(known, value) > 0) {
        best[group] = value;
      }
    }

    @Override
    public void addAll(Aggregate other, int[] group, int groups) {
      Extreme extreme = (Extreme) other;
      grow(groups);
      for (int g = 0; g < group.length; g++) {
        failed[group[g]] |= extreme.failed[g];
        if (extreme.best[g] != Batch.UNBOUND) {
          add(group[g], extreme.best[g]);
        }
      }
    }

    @Override
    public int value(int group) {
      return failed[group] ? Batch.UNBOUND : best[group];
    }
  }

  /// Any other aggregate, computed by ARQ's accumulators.
  final class Any implements Aggregate {
    private final Aggregator aggregator;
    private final QueryRun run;
    private final ExecutionContext context;
    private final List<Accumulator> accumulators = new ArrayList<>();

    Any(Aggregator aggregator, QueryRun run, ExecutionContext context) {
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
        accumulators.get(group[row]).accumulate(RowBinding.read(run, batch, row), context);
      }
    }

    @Override
    public void addAll(Aggregate other, int[] group, int groups) {
      throw new UnsupportedOperationException("ARQ's accumulators cannot be added");
    }

    @Override
    public int value(int group) {
      NodeValue value = accumulators.get(group).getValue();
      return value == null ? Batch.UNBOUND : run.terms().id(value.asNode());
    }
  }
}
