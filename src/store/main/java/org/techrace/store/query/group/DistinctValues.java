package org.techrace.store.query.group;

import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRun;

/// Computes an aggregate with DISTINCT, such as `SUM(DISTINCT ?x)`: collects the different values
/// of each group in the order of their first rows, and then adds them to another aggregate.
final class DistinctValues implements Aggregate {
  private final QueryRun run;
  private final int column;
  private final Aggregate aggregate;

  /// The values that have been found, each with its group.
  private final KeyIndex seen;

  private int groups;
  private boolean added;

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand
  /// @param aggregate the same aggregate without DISTINCT
  DistinctValues(QueryRun run, int column, Aggregate aggregate) {
    this.run = run;
    this.column = column;
    this.aggregate = aggregate;
    this.seen = new KeyIndex(run, 2);
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    this.groups = groups;
    int[] values = run.terms().canonical(batch, new int[] {column})[0];
    seen.addAll(new int[][] {values, group}, batch.size);
  }

  @Override
  public void addAll(Aggregate other, int[] group, int groups) {
    this.groups = groups;
    KeyIndex values = ((DistinctValues) other).seen;
    int[] key = new int[2];
    for (int i = 0; i < values.size(); i++) {
      run.checkAt(i);
      key[0] = values.value(i, 0);
      key[1] = group[values.value(i, 1)];
      seen.add(key);
    }
  }

  @Override
  public int kept() {
    return seen.size();
  }

  @Override
  public int value(int group) {
    if (!added) {
      addDistinct();
      added = true;
    }
    return aggregate.value(group);
  }

  private void addDistinct() {
    for (int from = 0; from < seen.size(); from += Batch.MAX_ROWS) {
      run.check();
      int n = Math.min(Batch.MAX_ROWS, seen.size() - from);
      int[][] columns = new int[column + 1][];
      columns[column] = new int[n];
      int[] group = new int[n];
      for (int i = 0; i < n; i++) {
        columns[column][i] = seen.value(from + i, 0);
        group[i] = seen.value(from + i, 1);
      }
      aggregate.add(new Batch(n, columns), group, groups);
    }
  }
}
