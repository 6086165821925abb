package org.techrace.store.query.row;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The columns that an operator reads of its input, such as `COUNT(*)` by one variable or DISTINCT.
/// The input may merge rows that are equal in these columns, and may leave out the other columns.
///
/// @param columns the columns that are read
/// @param weights where the number of merged rows is kept, or null if equal rows count once
/// @param numbered true if one of the columns numbers the rows of the input, so that the input's
///   other columns do not distinguish rows
public record Demand(BitSet columns, @Nullable Weights weights, boolean numbered) {

  /// Returns the demand for the distinct values of some columns.
  public static Demand distinct(int... columns) {
    return new Demand(set(columns), null, false);
  }

  /// Returns the demand for the numbers of the rows, and nothing else of them.
  public static Demand numbers(int column) {
    return new Demand(set(column), null, true);
  }

  private static BitSet set(int... columns) {
    BitSet set = new BitSet();
    for (int column : columns) {
      set.set(column);
    }
    return set;
  }

  /// Returns the demand for more columns.
  public Demand and(BitSet others) {
    BitSet all = (BitSet) columns.clone();
    all.or(others);
    return new Demand(all, weights, numbered);
  }
}
