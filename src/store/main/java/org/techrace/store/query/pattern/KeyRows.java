package org.techrace.store.query.pattern;

import org.jspecify.annotations.Nullable;
import org.techrace.store.Column;
import org.techrace.store.Cursor;

/// Finds the rows of a permutation whose first columns have the values of a key, for keys whose
/// first value that differs between them ascends. The rows of the terms before that value are found
/// once, each search for the value continues where the last one ended, and the values after it are
/// searched among its rows.
final class KeyRows {
  private final Column[] columns = new Column[3];
  private final int[] terms;
  private final int[] @Nullable [] keys;
  private final int bound;

  /// The first column whose values differ between the keys; `bound` if there is none.
  private final int varying;

  /// The rows with the terms before that column.
  private final long termsStart;

  private final long termsEnd;

  /// The last value of that column, and its rows.
  private int value;

  private long valueStart;
  private long valueEnd;

  /// The rows of the last key.
  long start;

  long end;

  /// Creates a search.
  ///
  /// @param bound the number of columns of a key
  /// @param terms the values of the columns without values of their own
  /// @param keys the values of the columns by the number of the key, or null for a term
  KeyRows(Cursor cursor, int bound, int[] terms, int[] @Nullable [] keys) {
    this.bound = bound;
    this.terms = terms;
    this.keys = keys;
    for (int c = 0; c < 3; c++) {
      columns[c] = cursor.column(c);
    }
    start = 0;
    end = cursor.size();
    int c = 0;
    while (c < bound && keys[c] == null) {
      narrow(c, terms[c]);
      c++;
    }
    varying = c;
    termsStart = start;
    termsEnd = end;
    valueStart = start;
    valueEnd = start;
  }

  /// Finds the rows of a key.
  void find(int key) {
    if (varying == bound) {
      return;
    }
    int wanted = value(varying, key);
    if (wanted != value || valueStart == valueEnd) {
      start = wanted > value ? valueEnd : termsStart;
      end = termsEnd;
      narrow(varying, wanted);
      value = wanted;
      valueStart = start;
      valueEnd = end;
    } else {
      start = valueStart;
      end = valueEnd;
    }
    for (int c = varying + 1; c < bound && start < end; c++) {
      narrow(c, value(c, key));
    }
  }

  private int value(int column, int key) {
    int[] values = keys[column];
    return values == null ? terms[column] : values[key];
  }

  /// Keeps the rows with a value in a column that ascends in them.
  private void narrow(int column, int wanted) {
    Column values = columns[column];
    start = values.first(start, end, wanted);
    boolean there = start < end && values.get(start) == wanted;
    end = there ? values.first(start + 1, end, wanted + 1) : start;
  }
}
