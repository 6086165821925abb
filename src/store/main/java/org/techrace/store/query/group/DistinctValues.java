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

  private final LaterKeys later;

  private int groups;
  private boolean added;

  /// Creates an aggregate without rows.
  ///
  /// @param column the column of the operand
  /// @param aggregate the same aggregate without DISTINCT
  /// @param part true if the rows are a part that will be added to another aggregate
  DistinctValues(QueryRun run, int column, Aggregate aggregate, boolean part) {
    this.later = new LaterKeys(run, 2, part);
    this.run = run;
    this.column = column;
    this.aggregate = aggregate;
    this.seen = new KeyIndex(run, 2);
  }

  @Override
  public void add(Batch batch, int[] group, int groups) {
    this.groups = groups;
    int[][] keys = {run.terms().canonical(batch, new int[] {column})[0], group};
    if (!later.begin(seen.bytes())) {
      seen.addAll(keys, batch.size);
      return;
    }
    for (int row : seen.unknown(keys, batch.size)) {
      later.add(keys[0][row], group[row]);
    }
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
      if (!later.begin(seen.bytes())) {
        seen.add(key);
      } else if (seen.find(key) < 0) {
        later.add(key);
      }
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
    later.forEach(
        pairs -> {
          int[][] columns = new int[column + 1][];
          columns[column] = column(pairs, 0);
          aggregate.add(new Batch(pairs.size, columns), column(pairs, 1), groups);
        });
  }

  private static int[] column(Batch pairs, int column) {
    int[] values = pairs.column(column);
    return values == null ? new int[pairs.size] : values;
  }
}
