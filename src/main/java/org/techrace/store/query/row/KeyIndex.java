package org.techrace.store.query.row;

import java.util.Arrays;

/// A hash table that numbers keys of a fixed count of ints in the order of their first occurrence.
/// Used by DISTINCT, GROUP BY and hash joins.
public final class KeyIndex {
  private final QueryRun run;
  private final int width;
  private int[] keys;
  private int[] table = new int[256];
  private int size;

  /// Creates an empty table.
  ///
  /// @param run the run whose cancellation is checked while the table grows
  /// @param width the number of ints in a key
  public KeyIndex(QueryRun run, int width) {
    this.run = run;
    this.width = width;
    this.keys = new int[64 * Math.max(1, width)];
  }

  public int size() {
    return size;
  }

  /// Returns one value of the key with a number.
  public int value(int number, int column) {
    return keys[number * width + column];
  }

  /// Returns the number of a key, or -1 if it has not been added.
  public int find(int[] key) {
    return table[place(key)] - 1;
  }

  /// Adds a key and returns its number. For a new key this is the previous [#size].
  public int add(int[] key) {
    int at = place(key);
    if (table[at] == 0) {
      if (2 * size >= table.length) {
        grow();
        at = place(key);
      }
      if ((size + 1) * width > keys.length) {
        keys = Arrays.copyOf(keys, Math.max(keys.length * 2, (size + 1) * width));
      }
      System.arraycopy(key, 0, keys, size * width, width);
      table[at] = ++size;
    }
    return table[at] - 1;
  }

  private int place(int[] key) {
    int h = 0;
    for (int i = 0; i < width; i++) {
      h = (h + key[i]) * 0x9E3779B9;
      h ^= h >>> 15;
    }
    int mask = table.length - 1;
    int at = h & mask;
    while (table[at] != 0 && !isAt(table[at] - 1, key)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private boolean isAt(int number, int[] key) {
    int from = number * width;
    for (int i = 0; i < width; i++) {
      if (keys[from + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    table = new int[2 * table.length];
    int[] key = new int[width];
    for (int number = 0; number < size; number++) {
      run.checkAt(number);
      System.arraycopy(keys, number * width, key, 0, width);
      table[place(key)] = number + 1;
    }
  }
}
