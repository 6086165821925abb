package org.techrace.store.query.row;

import java.util.function.LongConsumer;

/// A hash set of longs except 0, without boxing.
public final class LongSet {
  private final QueryRun run;
  private long[] table = new long[256];
  private int size;

  /// Creates an empty set.
  ///
  /// @param run the run whose cancellation is checked while the set grows
  public LongSet(QueryRun run) {
    this.run = run;
  }

  /// Adds a number. Returns false if it was present.
  public boolean add(long number) {
    int at = place(number);
    if (table[at] != 0) {
      return false;
    }
    if (2 * size >= table.length) {
      grow();
      at = place(number);
    }
    table[at] = number;
    size++;
    return true;
  }

  /// Returns true if a number is present.
  public boolean contains(long number) {
    return table[place(number)] != 0;
  }

  /// Returns the memory that the set takes, in bytes.
  public long bytes() {
    return (long) Long.BYTES * table.length;
  }

  public int size() {
    return size;
  }

  /// Calls an action for each number, in no particular order.
  public void forEach(LongConsumer action) {
    for (int i = 0; i < table.length; i++) {
      run.checkAt(i);
      if (table[i] != 0) {
        action.accept(table[i]);
      }
    }
  }

  private int place(long number) {
    int mask = table.length - 1;
    int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (table[at] != 0 && table[at] != number) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      run.checkAt(i);
      if (old[i] != 0) {
        table[place(old[i])] = old[i];
      }
    }
  }
}
