package org.techrace.store.query.sort;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.KeyIndex;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.RowSort;

/// Sorts the rows of a table by the conditions of ORDER BY, and then by their terms. The values of
/// a condition are replaced by *ranks*: ints in the same order, which are equal for equal values.
/// Rows are sorted by the ranks of the first condition, and rows with equal ranks by those of the
/// next one.
///
/// The rank of an id is its distance from the first id of a sorted range, if all ids are in that
/// range; then no term is read. Otherwise the different ids are compared.
final class TableSort {
  /// The number of values from which they are compared in parallel.
  private static final int MANY_VALUES = 8192;

  /// The number of ids up to which they are compared without searching equal ones.
  private static final int FEW_IDS = 32;

  private final QueryRun run;
  private final RowTable table;
  private final List<SortKey> keys;
  private final int[] columns;

  /// @param columns the columns by whose terms rows are sorted that are equal by all keys
  TableSort(QueryRun run, RowTable table, List<SortKey> keys, int[] columns) {
    this.run = run;
    this.table = table;
    this.keys = keys;
    this.columns = columns;
  }

  /// Returns the numbers of the rows in their order. Rows that are equal keep their order.
  int[] sorted() {
    int[] rows = new int[table.size()];
    Arrays.setAll(rows, row -> row);
    sort(rows, 0, rows.length, 0);
    return rows;
  }

  /// Sorts a part of the rows.
  ///
  /// @param level the number of keys and columns by which these rows are equal
  private void sort(int[] rows, int start, int end, int level) {
    int n = end - start;
    if (n < 2 || level == keys.size() + columns.length) {
      return;
    }
    run.check();
    int[] ranks = ranks(level, n, i -> rows[start + i]);
    if (!RowSort.isAscending(ranks, n)) {
      int[] places = RowSort.ascending(ranks, n);
      int[] rowsBefore = Arrays.copyOfRange(rows, start, end);
      int[] ranksBefore = ranks.clone();
      for (int i = 0; i < n; i++) {
        rows[start + i] = rowsBefore[places[i]];
        ranks[i] = ranksBefore[places[i]];
      }
    }
    int first = 0;
    for (int i = 1; i <= n; i++) {
      if (i == n || ranks[i] != ranks[first]) {
        sort(rows, start + first, start + i, level + 1);
        first = i;
      }
    }
  }

  /// Returns the ranks of rows by a key or column.
  ///
  /// @param n the number of rows
  /// @param rows returns the number of a row in the table
  private int[] ranks(int level, int n, IntUnaryOperator rows) {
    if (level >= keys.size()) {
      return ranks(ids(columns[level - keys.size()], n, rows), IdOrder.TERMS);
    }
    SortKey key = keys.get(level);
    int[] ranks =
        key.isVariable()
            ? ranks(ids(key.column(), n, rows), key.order())
            : ranks(
                n,
                (a, b) ->
                    SortKey.compareValues(
                        table.value(level, rows.applyAsInt(a)),
                        table.value(level, rows.applyAsInt(b))));
    for (int i = 0; key.isDescending() && i < n; i++) {
      ranks[i] = ~ranks[i];
    }
    return ranks;
  }

  private int[] ids(int column, int n, IntUnaryOperator rows) {
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      run.checkAt(i);
      ids[i] = table.get(column, rows.applyAsInt(i));
    }
    return ids;
  }

  private int[] ranks(int[] ids, IdOrder order) {
    int[] distances = distances(ids, order);
    if (distances != null) {
      return distances;
    }
    if (ids.length <= FEW_IDS) {
      return ranks(ids.length, (a, b) -> order.compare(run.terms(), ids[a], ids[b]));
    }
    KeyIndex index = new KeyIndex(run, 1);
    int[] numbers = index.addAll(new int[][] {ids}, ids.length);
    int[] different = new int[index.size()];
    Arrays.setAll(different, number -> index.value(number, 0));
    // Ids that are sorted by their numbers are mostly in this order, so few comparisons follow.
    int[] ascending = RowSort.ascending(different, different.length);
    int[] sorted =
        ranks(
            different.length,
            (a, b) -> order.compare(run.terms(), different[ascending[a]], different[ascending[b]]));
    int[] ofNumbers = new int[different.length];
    for (int i = 0; i < sorted.length; i++) {
      ofNumbers[ascending[i]] = sorted[i];
    }
    int[] ranks = new int[ids.length];
    Arrays.setAll(ranks, i -> ofNumbers[numbers[i]]);
    return ranks;
  }

  /// Returns the distances of ids from the start of a sorted range, and 0 for unbound, or null if
  /// some id is in another range.
  private int @Nullable [] distances(int[] ids, IdOrder order) {
    int[] distances = new int[ids.length];
    IdRange range = new IdRange(0, 0);
    for (int i = 0; i < ids.length; i++) {
      int id = ids[i];
      if (id == Batch.UNBOUND) {
        continue;
      }
      if (range.start() == range.end()) {
        range = order.sorted(run.terms(), id);
      }
      if (!range.has(id)) {
        return null;
      }
      distances[i] = id - range.start() + 1;
    }
    return distances;
  }

  /// Returns the ranks of values by comparing them.
  ///
  /// @param n the number of values
  /// @param order compares two of the values by their numbers
  private int[] ranks(int n, Comparator<Integer> order) {
    Comparator<Integer> checked =
        (a, b) -> {
          run.check(); // comparing long texts takes time
          return order.compare(a, b);
        };
    Integer[] sorted = new Integer[n];
    Arrays.setAll(sorted, i -> i);
    if (n >= MANY_VALUES && run.isParallel()) {
      sorted = new ParallelSort<>(run, checked).sorted(sorted);
    } else {
      Arrays.sort(sorted, checked);
    }
    int[] ranks = new int[n];
    for (int i = 1; i < n; i++) {
      int step = checked.compare(sorted[i - 1], sorted[i]) == 0 ? 0 : 1;
      ranks[sorted[i]] = ranks[sorted[i - 1]] + step;
    }
    return ranks;
  }
}
