package org.techrace.store.query.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Returns the least and the greatest value for each key, among the values of one kind: terms that
/// can be compared with one another and whose ids are in the order of their values. All other
/// values are returned once for each key. Drops rows without a value.
///
/// Keeps two values for each key and kind in memory.
public final class ExtremeRows implements QueryRows {
  private final QueryRun run;
  private final QueryRows input;
  private final int[] keys;
  private final int value;

  /// The keys, each with the kind of its values.
  private final KeyIndex groups;

  private int[] least = new int[64];
  private int[] greatest = new int[64];

  private final ComparableValues comparable;
  private boolean isRead;

  /// The next group to return.
  private int next;

  /// Creates a stream.
  ///
  /// @param keys the columns of the keys
  /// @param value the column of the values
  /// @param inequality true if the values are compared by `!=`, false if by an order
  public ExtremeRows(QueryRun run, QueryRows input, int[] keys, int value, boolean inequality) {
    this.run = run;
    this.input = input;
    this.keys = keys;
    this.value = value;
    this.groups = new KeyIndex(run, keys.length + 1);
    this.comparable = new ComparableValues(run, inequality);
  }

  @Override
  public @Nullable Batch next() {
    if (!isRead) {
      isRead = true;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        run.check();
        add(batch);
      }
    }
    return next == groups.size() ? null : batch();
  }

  private void add(Batch all) {
    Batch batch = withValue(all);
    int[] ids = run.terms().canonical(batch, new int[] {value})[0];
    int[] kinds = new int[batch.size];
    for (int row = 0; row < batch.size; row++) {
      run.checkAt(row);
      kinds[row] = comparable.kind(ids[row]);
    }
    int[][] columns = Arrays.copyOf(run.terms().canonical(batch, keys), keys.length + 1);
    columns[keys.length] = kinds;
    int[] numbers = groups.addAll(columns, batch.size);
    if (groups.size() > least.length) {
      least = Arrays.copyOf(least, 2 * groups.size());
      greatest = Arrays.copyOf(greatest, 2 * groups.size());
    }
    for (int row = 0; row < batch.size; row++) {
      run.checkAt(row);
      add(numbers[row], ids[row]);
    }
  }

  private Batch withValue(Batch batch) {
    int[] kept = new int[batch.size];
    int n = 0;
    for (int row = 0; row < batch.size; row++) {
      if (batch.get(value, row) != Batch.UNBOUND) {
        kept[n++] = row;
      }
    }
    return n == batch.size ? batch : batch.pick(kept, n);
  }

  private void add(int group, int id) {
    if (least[group] == Batch.UNBOUND) {
      least[group] = id;
      greatest[group] = id;
    } else if (id != least[group] && id != greatest[group]) {
      if (comparable.compare(id, least[group]) < 0) {
        least[group] = id;
      } else if (comparable.compare(id, greatest[group]) > 0) {
        greatest[group] = id;
      }
    }
  }

  /// Returns the values of the next groups.
  private Batch batch() {
    int groupsOfBatch = Math.min(Batch.MAX_ROWS / 2, groups.size() - next);
    int[] numbers = new int[2 * groupsOfBatch];
    int[] values = new int[2 * groupsOfBatch];
    int n = 0;
    for (int end = next + groupsOfBatch; next < end; next++) {
      numbers[n] = next;
      values[n++] = least[next];
      if (greatest[next] != least[next]) {
        numbers[n] = next;
        values[n++] = greatest[next];
      }
    }
    int[][] columns = new int[run.layout().size()][];
    for (int k = 0; k < keys.length; k++) {
      int[] column = new int[n];
      for (int row = 0; row < n; row++) {
        column[row] = groups.value(numbers[row], k);
      }
      columns[keys[k]] = column;
    }
    columns[value] = values;
    return new Batch(n, columns);
  }

  @Override
  public void close() {
    input.close();
  }
}
