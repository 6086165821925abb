package org.techrace.store.query.pattern;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// All rows of a stream in memory, with canonical ids, as one side of a hash join. Safe for use by
/// the threads that evaluate the query.
public final class JoinTable {
  private final Map<BitSet, Index> indexes = new HashMap<>();
  private final Map<BitSet, KeySet> keys = new HashMap<>();
  private int[] @Nullable [] columns = new int[0][];
  private int size;

  /// The columns that are bound in every row.
  private final BitSet full = new BitSet();

  /// Reads all rows of a stream and closes it.
  public JoinTable(QueryRun run, QueryRows rows) {
    try {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        run.check();
        append(run, batch);
      }
    } finally {
      rows.close();
    }
    for (int c = 0; c < columns.length; c++) {
      int[] values = columns[c];
      full.set(c, values != null && Batch.bound(values, size) == size);
    }
  }

  private void append(QueryRun run, Batch batch) {
    if (batch.width() > columns.length) {
      columns = Arrays.copyOf(columns, batch.width());
    }
    for (int c = 0; c < columns.length; c++) {
      int[] values = batch.column(c);
      int[] all = columns[c];
      if (values == null && all == null) {
        continue;
      }
      all = all == null ? new int[size + batch.size] : all;
      if (all.length < size + batch.size) {
        all = Arrays.copyOf(all, Math.max(2 * all.length, size + batch.size));
      }
      if (values != null) {
        int[] ids = run.terms().canonical(values, batch.size);
        System.arraycopy(ids, 0, all, size, batch.size);
      }
      columns[c] = all;
    }
    size += batch.size;
  }

  /// Returns true if every row binds all of some columns.
  public boolean bindsAll(BitSet some) {
    return size == 0 || some.stream().allMatch(full::get);
  }

  /// Returns the values of some columns, which every row binds. Collects them on the first call.
  public synchronized KeySet keys(QueryRun run, BitSet by) {
    return keys.computeIfAbsent(
        (BitSet) by.clone(),
        some ->
            new KeySet(
                run,
                some.stream()
                    .mapToObj(c -> size == 0 ? new int[0] : Objects.requireNonNull(columns[c]))
                    .toArray(int[][]::new),
                size));
  }

  int width() {
    return columns.length;
  }

  /// Returns the value of a column in a row, or 0 if it is not bound.
  int get(int column, int row) {
    int[] values = column < columns.length ? columns[column] : null;
    return values == null || row >= values.length ? Batch.UNBOUND : values[row];
  }

  /// Returns true if some row may bind the column.
  boolean mayBind(int column) {
    return column < columns.length && columns[column] != null;
  }

  /// Returns true if every row binds the column.
  boolean bindsAll(int column) {
    return full.get(column);
  }

  /// Returns the index of the rows by these columns, and builds it on the first call.
  synchronized Index index(QueryRun run, BitSet by) {
    return indexes.computeIfAbsent((BitSet) by.clone(), columns -> build(run, columns));
  }

  private Index build(QueryRun run, BitSet by) {
    int[] columnsOfKey = by.stream().toArray();
    KeyIndex keys = new KeyIndex(run, columnsOfKey.length);
    int[] first = new int[size];
    int[] following = new int[size];
    int[] key = new int[columnsOfKey.length];
    for (int row = size - 1; row >= 0; row--) {
      run.checkAt(row);
      for (int i = 0; i < key.length; i++) {
        key[i] = get(columnsOfKey[i], row);
      }
      int known = keys.size();
      int number = keys.add(key);
      following[row] = number < known ? first[number] : Index.END;
      first[number] = row;
    }
    return new Index(keys, first, following);
  }

  /// Chains of rows with the same key.
  static final class Index {
    static final int END = -1;

    private final KeyIndex keys;
    private final int[] first;
    private final int[] following;

    Index(KeyIndex keys, int[] first, int[] following) {
      this.keys = keys;
      this.first = first;
      this.following = following;
    }

    /// Returns the first row with a key, or [#END].
    int first(int[] key) {
      int number = keys.find(key);
      return number < 0 ? END : first[number];
    }

    /// Returns the next row with the same key, or [#END].
    int following(int row) {
      return following[row];
    }
  }
}
