package org.techrace.store.query.row;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sorts rows by the ids of a column, with a radix sort: counts how often each digit of 11 bits
/// occurs, and places each row after those with a smaller digit, from the lowest digit to the
/// highest one that differs between the ids.
public final class RowSort {
  private static final int BITS = 11;
  private static final int DIGITS = 1 << BITS;
  private static final int MASK = DIGITS - 1;

  /// The number of rows up to which each is inserted at its place, because counting the digits
  /// costs more.
  private static final int FEW_ROWS = 32;

  private RowSort() {}

  /// Returns the numbers of the rows in ascending order of the first column that has values, or
  /// null if they are in that order.
  ///
  /// @param columns the values of the rows by column; null for a column without values
  /// @param n the number of rows
  public static int @Nullable [] ascending(int[] @Nullable [] columns, int n) {
    for (int[] values : columns) {
      if (values != null) {
        return isAscending(values, n) ? null : ascending(values, n);
      }
    }
    return null;
  }

  /// Returns true if no id is less than the one before.
  public static boolean isAscending(int[] values, int n) {
    for (int i = 1; i < n; i++) {
      if (values[i - 1] > values[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns the numbers of the rows in ascending order of their ids. Rows with the same id keep
  /// their order.
  ///
  /// @param ids the id of each row
  /// @param n the number of rows
  public static int[] ascending(int[] ids, int n) {
    if (n <= FEW_ROWS) {
      return inserted(ids, n);
    }
    int least = ids[0];
    int most = ids[0];
    for (int i = 1; i < n; i++) {
      least = Math.min(least, ids[i]);
      most = Math.max(most, ids[i]);
    }
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      rows[i] = i;
    }
    int[] sorted = new int[n];
    int[] places = new int[DIGITS];
    int range = most - least; // as an unsigned number
    for (int shift = 0; shift < Integer.SIZE && range >>> shift != 0; shift += BITS) {
      Arrays.fill(places, 0);
      for (int i = 0; i < n; i++) {
        places[(ids[i] - least) >>> shift & MASK]++;
      }
      int before = 0;
      for (int digit = 0; digit < DIGITS; digit++) {
        int count = places[digit];
        places[digit] = before;
        before += count;
      }
      for (int i = 0; i < n; i++) {
        int row = rows[i];
        sorted[places[(ids[row] - least) >>> shift & MASK]++] = row;
      }
      int[] swap = rows;
      rows = sorted;
      sorted = swap;
    }
    return rows;
  }

  private static int[] inserted(int[] ids, int n) {
    int[] rows = new int[n];
    for (int row = 0; row < n; row++) {
      int at = row;
      for (; at > 0 && ids[rows[at - 1]] > ids[row]; at--) {
        rows[at] = rows[at - 1];
      }
      rows[at] = row;
    }
    return rows;
  }
}
