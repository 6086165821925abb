package org.techrace.store.query.row;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The keys of some rows, to test whether other rows have one of them. Keys of one id that are
/// close together, such as all things of a class, are kept as bits, and others in a hash table.
///
/// Safe for use by several threads.
public final class KeySet {
  /// The maximum number of bits for a row. A hash table needs about as much memory.
  private static final int BITS_PER_ROW = 64;

  /// The smallest id that has a bit.
  private final int least;

  private final @Nullable BitSet bits;
  private final @Nullable KeyIndex index;

  /// Collects the keys of rows.
  ///
  /// @param run the run whose cancellation is checked
  /// @param columns the columns of the keys, with canonical ids
  /// @param rows the number of rows
  public KeySet(QueryRun run, int[][] columns, int rows) {
    int smallest = Integer.MAX_VALUE;
    int largest = Integer.MIN_VALUE;
    for (int row = 0; columns.length == 1 && row < rows; row++) {
      smallest = Math.min(smallest, columns[0][row]);
      largest = Math.max(largest, columns[0][row]);
    }
    this.least = smallest;
    long range = (long) largest - smallest;
    if (range >= 0 && range < (long) BITS_PER_ROW * rows && range < Integer.MAX_VALUE) {
      this.index = null;
      this.bits = new BitSet((int) range + 1);
      for (int row = 0; row < rows; row++) {
        run.checkAt(row);
        bits.set(columns[0][row] - smallest);
      }
    } else {
      this.bits = null;
      this.index = new KeyIndex(run, columns.length);
      index.addAll(columns, rows);
    }
  }

  /// Returns which rows have one of the keys.
  ///
  /// @param columns the columns of the keys, with canonical ids
  /// @param rows the number of rows
  public boolean[] test(int[][] columns, int rows) {
    boolean[] found = new boolean[rows];
    int[] key = new int[columns.length];
    for (int row = 0; row < rows; row++) {
      if (bits != null) {
        long bit = (long) columns[0][row] - least;
        found[row] = bit >= 0 && bit < Integer.MAX_VALUE && bits.get((int) bit);
      } else if (index != null) {
        for (int i = 0; i < key.length; i++) {
          key[i] = columns[i][row];
        }
        found[row] = index.find(key) >= 0;
      }
    }
    return found;
  }
}
