package org.techrace.store.query.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.KeySet;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// All rows of a stream in memory, with canonical ids, as one side of a hash join. Safe for use by
/// the threads that evaluate the query.
public final class JoinTable {
  /// The cost of finding a row, compared with that of creating a row.
  public static final double PROBE = 1.5;

  /// The cost of entering a row.
  public static final double INSERT = 2;

  /// The largest expected number of rows of a table that is made only to save work.
  public static final double MOST_ROWS = 4e6;

  private final Map<BitSet, List<Index>> indexes = new HashMap<>();
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

  /// Returns the indexes that together find the compatible rows of a row: one for the rows that
  /// bind the same of its columns, by these. Builds them on the first call.
  ///
  /// @param bound the columns that the row binds
  synchronized List<Index> indexes(QueryRun run, BitSet bound) {
    return indexes.computeIfAbsent(
        (BitSet) bound.clone(),
        some -> {
          if (bindsAll(some)) {
            return List.of(index(run, some, null));
          }
          List<Index> all = new ArrayList<>();
          parts(run, some).forEach((by, rows) -> all.add(index(run, by, rows)));
          return all;
        });
  }

  /// Returns all rows, by those of some columns that they bind.
  private Map<BitSet, IntList> parts(QueryRun run, BitSet some) {
    Map<BitSet, IntList> parts = new LinkedHashMap<>();
    BitSet columns = some;
    IntList rows = new IntList();
    for (int row = 0; row < size; row++) {
      run.checkAt(row);
      if (row == 0 || !bound(row, some).equals(columns)) {
        columns = bound(row, some);
        rows = parts.computeIfAbsent(columns, _ -> new IntList());
      }
      rows.add(row);
    }
    return parts;
  }

  /// Returns those of some columns that a row binds.
  private BitSet bound(int row, BitSet some) {
    BitSet bound = new BitSet();
    for (int c = some.nextSetBit(0); c >= 0; c = some.nextSetBit(c + 1)) {
      bound.set(c, get(c, row) != Batch.UNBOUND);
    }
    return bound;
  }

  /// @param rows the rows of the index, or null for all
  private Index index(QueryRun run, BitSet by, @Nullable IntList rows) {
    int n = rows == null ? size : rows.size();
    int[] columnsOfKey = by.stream().toArray();
    KeyIndex keys = new KeyIndex(run, columnsOfKey.length);
    int[] first = new int[n];
    int[] following = new int[n];
    int[] key = new int[columnsOfKey.length];
    for (int at = n - 1; at >= 0; at--) {
      run.checkAt(at);
      int row = rows == null ? at : rows.get(at);
      for (int i = 0; i < key.length; i++) {
        key[i] = get(columnsOfKey[i], row);
      }
      int known = keys.size();
      int number = keys.add(key);
      following[at] = number < known ? first[number] : Index.END;
      first[number] = at;
    }
    return new Index(columnsOfKey, rows, keys, first, following);
  }

  /// Chains of rows with the same key, among the rows that bind the same columns.
  static final class Index {
    static final int END = -1;

    private final int[] columns;
    private final @Nullable IntList rows;
    private final KeyIndex keys;
    private final int[] first;
    private final int[] following;

    Index(int[] columns, @Nullable IntList rows, KeyIndex keys, int[] first, int[] following) {
      this.columns = columns;
      this.rows = rows;
      this.keys = keys;
      this.first = first;
      this.following = following;
    }

    /// Returns true if the rows that are found have a bound variable in common with the row that is
    /// looked up.
    boolean isKeyed() {
      return columns.length > 0;
    }

    /// Returns the first match of a row, or [#END].
    ///
    /// @param batch rows with canonical ids
    int first(Batch batch, int row) {
      int[] key = new int[columns.length];
      for (int i = 0; i < key.length; i++) {
        key[i] = batch.get(columns[i], row);
      }
      int number = keys.find(key);
      return number < 0 ? END : first[number];
    }

    /// Returns the next match, or [#END].
    int following(int match) {
      return following[match];
    }

    /// Returns the row of the table that is a match.
    int row(int match) {
      return rows == null ? match : rows.get(match);
    }
  }
}
