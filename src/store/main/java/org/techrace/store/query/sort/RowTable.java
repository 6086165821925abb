package org.techrace.store.query.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.Batch;

/// Rows in memory, by number, with the values of expressions for each row.
final class RowTable {
  private static final int SHIFT = Integer.numberOfTrailingZeros(Batch.MAX_ROWS);
  private static final int MASK = Batch.MAX_ROWS - 1;

  /// The memory for sorting a row, in bytes: numbers, ranks and copies of these.
  private static final long SORTING = 28;

  /// The memory of a short literal with its value, in bytes.
  private static final long VALUE = 128;

  /// The columns of 2,048 rows each.
  private final List<int[] @Nullable []> chunks = new ArrayList<>();

  /// The columns that some row binds.
  private final BitSet bound = new BitSet();

  /// The values of each expression by row.
  private final List<List<@Nullable NodeValue>> values = new ArrayList<>();

  private int size;

  /// Creates an empty table.
  ///
  /// @param expressions the number of expressions of which rows may have values
  RowTable(int expressions) {
    for (int i = 0; i < expressions; i++) {
      values.add(new ArrayList<>());
    }
  }

  int size() {
    return size;
  }

  /// Returns about the memory that the rows take while they are sorted, in bytes.
  long bytes() {
    long computed = values.stream().filter(v -> !v.isEmpty()).count();
    return size * (Integer.BYTES * (long) bound.cardinality() + SORTING + VALUE * computed);
  }

  /// Returns the id of a column in a row, or [Batch#UNBOUND].
  int get(int column, int row) {
    int[][] columns = chunks.get(row >>> SHIFT);
    int[] ids = column < columns.length ? columns[column] : null;
    return ids == null ? Batch.UNBOUND : ids[row & MASK];
  }

  /// Returns the value of an expression for a row, or null if it has none.
  @Nullable NodeValue value(int expression, int row) {
    return values.get(expression).get(row);
  }

  /// Adds the value of an expression for the next row that has none.
  void addValue(int expression, @Nullable NodeValue value) {
    values.get(expression).add(value);
  }

  /// Adds rows.
  ///
  /// @param rows the numbers of the rows in the batch
  /// @param n the number of rows
  void add(Batch batch, int[] rows, int n) {
    int added = 0;
    while (added < n) {
      int at = size & MASK;
      int count = Math.min(n - added, Batch.MAX_ROWS - at);
      if (at == 0) {
        chunks.add(new int[batch.width()][]);
      }
      chunks.set(chunks.size() - 1, batch.copyTo(chunks.getLast(), at, rows, added, count));
      added += count;
      size += count;
    }
    for (int c = 0; n > 0 && c < batch.width(); c++) {
      if (batch.column(c) != null) {
        bound.set(c);
      }
    }
  }

  /// Returns the rows with some numbers.
  ///
  /// @param rows the numbers
  /// @param from the index in `rows` of the first
  /// @param n the number of rows
  Batch batch(int[] rows, int from, int n) {
    int[] @Nullable [] picked = new int[bound.length()][];
    for (int c = bound.nextSetBit(0); c >= 0; c = bound.nextSetBit(c + 1)) {
      int[] ids = new int[n];
      for (int i = 0; i < n; i++) {
        ids[i] = get(c, rows[from + i]);
      }
      picked[c] = ids;
    }
    return new Batch(n, picked);
  }

  /// Returns a table with the rows whose numbers are the first `n` elements of `rows`.
  RowTable pick(int[] rows, int n) {
    RowTable picked = new RowTable(values.size());
    int[] all = new int[Batch.MAX_ROWS];
    Arrays.setAll(all, i -> i);
    for (int from = 0; from < n; from += Batch.MAX_ROWS) {
      int count = Math.min(Batch.MAX_ROWS, n - from);
      picked.add(batch(rows, from, count), all, count);
    }
    for (int v = 0; v < values.size(); v++) {
      for (int i = 0; i < n && !values.get(v).isEmpty(); i++) {
        picked.addValue(v, value(v, rows[i]));
      }
    }
    return picked;
  }
}
