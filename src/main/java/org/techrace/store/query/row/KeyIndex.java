package org.techrace.store.query.row;

import java.util.Arrays;

/// A hash table that numbers keys of a fixed count of ints in the order of their first occurrence.
/// Used by DISTINCT, GROUP BY and hash joins.
public final class KeyIndex {
  private final QueryRun run;
  private final int width;
  private int[] keys;

  /// Open addressing: the hash of a key in the upper half, and its number plus 1 in the lower half,
  /// or 0 for a free place.
  private long[] table = new long[256];

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
    return number(table[place(hash(key), key)]);
  }

  /// Adds a key and returns its number. For a new key this is the previous [#size].
  public int add(int[] key) {
    int hash = hash(key);
    int at = place(hash, key);
    if (table[at] == 0) {
      if (2 * size >= table.length) {
        grow();
        at = place(hash, key);
      }
      if ((size + 1) * width > keys.length) {
        keys = Arrays.copyOf(keys, Math.max(keys.length * 2, (size + 1) * width));
      }
      System.arraycopy(key, 0, keys, size * width, width);
      table[at] = ((long) hash << Integer.SIZE) | ++size;
    }
    return number(table[at]);
  }

  /// Adds the keys of a batch of rows.
  ///
  /// @param columns the columns of the keys
  /// @param rows the number of rows
  /// @return the number of the key of each row
  public int[] addAll(int[][] columns, int rows) {
    int[] numbers = new int[rows];
    int[] key = new int[width];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < key.length; i++) {
        key[i] = columns[i][row];
      }
      numbers[row] = add(key);
    }
    return numbers;
  }

  /// Adds the keys of a batch of rows, and returns the rows whose keys had not been added before.
  ///
  /// @param columns the columns of the keys
  /// @param rows the number of rows
  public int[] addNew(int[][] columns, int rows) {
    int known = size;
    int[] numbers = addAll(columns, rows);
    int[] fresh = new int[size - known];
    for (int row = 0, n = 0; n < fresh.length; row++) {
      if (numbers[row] == known + n) {
        fresh[n++] = row;
      }
    }
    return fresh;
  }

  private static int number(long entry) {
    return (int) entry - 1;
  }

  /// Returns the hash of a key. Keys of one int have different hashes, since each step can be
  /// reversed.
  private int hash(int[] key) {
    int h = 0;
    for (int i = 0; i < width; i++) {
      h = (h + key[i]) * 0x9E3779B9;
      h ^= h >>> 15;
    }
    return h;
  }

  /// Returns the place of a key, or the free place where it belongs.
  private int place(int hash, int[] key) {
    long[] places = table;
    int mask = places.length - 1;
    int at = hash & mask;
    while (places[at] != 0
        && ((int) (places[at] >>> Integer.SIZE) != hash
            || (width > 1 && !isAt(number(places[at]), key)))) {
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
    long[] old = table;
    long[] larger = new long[2 * old.length];
    int mask = larger.length - 1;
    for (int i = 0; i < old.length; i++) {
      run.checkAt(i);
      if (old[i] != 0) {
        int at = (int) (old[i] >>> Integer.SIZE) & mask;
        while (larger[at] != 0) {
          at = (at + 1) & mask;
        }
        larger[at] = old[i];
      }
    }
    table = larger;
  }
}
