package org.techrace.store.query.row;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Numbers keys of a fixed count of ints in the order of their first occurrence. Used by DISTINCT,
/// GROUP BY and hash joins.
///
/// Keys of one int that are close together, such as the ids of all things of a class, are found in
/// an array by their distance from its first one, and others in a hash table.
public final class KeyIndex {
  /// The maximum length of that array for each key. A hash table needs as much memory for 8.
  private static final long MOST_PLACES = 8;

  /// A hash table below this length grows faster, because moving its keys takes longer than
  /// clearing free places.
  private static final int LARGE = 1 << 16;

  private static final int GROWTH = 4;

  private static final int HASH_FACTOR = 0x9E3779B9;
  private static final int HASH_SHIFT = 15;

  private final QueryRun run;
  private final int width;
  private int[] keys;

  /// Open addressing: the hash of a key in the upper half, and its number plus 1 in the lower half,
  /// or 0 for a free place.
  private long[] table = new long[256];

  /// The number plus 1 of each key from [#base] on, or 0 for a free place; null if the hash table
  /// is used.
  private int @Nullable [] near;

  private int base;

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

  /// Returns the memory that the table takes, in bytes.
  public long bytes() {
    int[] places = near;
    return (long) Integer.BYTES * (keys.length + (places == null ? 0 : places.length))
        + (long) Long.BYTES * table.length;
  }

  /// Returns the rows of a batch whose keys have not been added.
  ///
  /// @param columns the columns of the keys
  /// @param rows the number of rows
  public int[] unknown(int[][] columns, int rows) {
    int[] unknown = new int[rows];
    int n = 0;
    for (int row = 0; row < rows; row++) {
      if (find(key(columns, row)) < 0) {
        unknown[n++] = row;
      }
    }
    return Arrays.copyOf(unknown, n);
  }

  /// Returns the number of a key, or -1 if it has not been added.
  public int find(int[] key) {
    int[] places = near;
    if (places != null) {
      int at = key[0] - base;
      return isIn(at, key[0], places) ? places[at] - 1 : -1;
    }
    return number(table[place(hash(key), key)]);
  }

  /// Adds a key and returns its number. For a new key this is the previous [#size].
  public int add(int[] key) {
    int[] places = near;
    if (places != null) {
      int at = key[0] - base;
      if (isIn(at, key[0], places)) {
        return add(key[0], at, places);
      }
      includeInNear(key[0]);
      return add(key);
    }
    int hash = hash(key);
    int at = place(hash, key);
    if (table[at] == 0) {
      if (2 * size >= table.length) {
        grow();
        return add(key);
      }
      roomForKey();
      System.arraycopy(key, 0, keys, size * width, width);
      table[at] = ((long) hash << Integer.SIZE) | ++size;
    }
    return number(table[at]);
  }

  /// Adds a key that has a place in the array.
  private int add(int key, int at, int[] places) {
    if (places[at] == 0) {
      roomForKey();
      keys[size] = key;
      places[at] = ++size;
    }
    return places[at] - 1;
  }

  private void roomForKey() {
    if ((size + 1) * width > keys.length) {
      keys = Arrays.copyOf(keys, Math.max(keys.length * 2, (size + 1) * width));
    }
  }

  /// Returns true if the difference of a key from the first one is a place of the array.
  private boolean isIn(int at, int key, int[] places) {
    return key >= base && at >= 0 && at < places.length;
  }

  /// Adds the keys of a batch of rows.
  ///
  /// @param columns the columns of the keys
  /// @param rows the number of rows
  /// @return the number of the key of each row
  public int[] addAll(int[][] columns, int rows) {
    int[] numbers = new int[rows];
    if (width == 0 && rows > 0) {
      add(new int[0]);
      return numbers; // all rows have the same key
    }
    int[] hashes = near == null ? hashes(columns, rows) : new int[0];
    for (int row = 0; row < rows; row++) {
      int[] places = near;
      if (places == null) {
        if (hashes.length == 0) {
          hashes = hashes(columns, rows);
        }
        numbers[row] = add(hashes[row], columns, row);
        continue;
      }
      int one = columns[0][row];
      int at = one - base;
      numbers[row] = isIn(at, one, places) ? add(one, at, places) : add(new int[] {one});
    }
    return numbers;
  }

  /// Adds the key of a row, which is in the hash table.
  private int add(int hash, int[][] columns, int row) {
    int at = place(hash, columns, row);
    long entry = table[at];
    if (entry != 0) {
      return number(entry);
    }
    if (2 * size >= table.length) {
      return add(key(columns, row));
    }
    roomForKey();
    for (int i = 0; i < width; i++) {
      keys[size * width + i] = columns[i][row];
    }
    table[at] = ((long) hash << Integer.SIZE) | ++size;
    return size - 1;
  }

  private int[] key(int[][] columns, int row) {
    int[] key = new int[width];
    for (int i = 0; i < width; i++) {
      key[i] = columns[i][row];
    }
    return key;
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
      h = (h + key[i]) * HASH_FACTOR;
      h ^= h >>> HASH_SHIFT;
    }
    return h;
  }

  /// Returns the hashes of the keys of rows. Column by column, so that the JVM computes several at
  /// once.
  private int[] hashes(int[][] columns, int rows) {
    int[] hashes = new int[rows];
    for (int i = 0; i < width; i++) {
      int[] column = columns[i];
      for (int row = 0; row < rows; row++) {
        int h = (hashes[row] + column[row]) * HASH_FACTOR;
        hashes[row] = h ^ (h >>> HASH_SHIFT);
      }
    }
    return hashes;
  }

  /// Returns the place of the key of a row, or the free place where it belongs.
  private int place(int hash, int[][] columns, int row) {
    long[] places = table;
    int mask = places.length - 1;
    int at = hash & mask;
    for (long entry = places[at]; entry != 0; entry = places[at]) {
      if ((int) (entry >>> Integer.SIZE) == hash
          && (width == 1 || isAt(number(entry), columns, row))) {
        break;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private boolean isAt(int number, int[][] columns, int row) {
    int from = number * width;
    for (int i = 0; i < width; i++) {
      if (keys[from + i] != columns[i][row]) {
        return false;
      }
    }
    return true;
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
    if (width == 1) {
      int least = Arrays.stream(keys, 0, size).min().orElse(0);
      int most = Arrays.stream(keys, 0, size).max().orElse(0);
      if ((long) most - least < MOST_PLACES * size) {
        move(least, most);
        table = new long[0];
        return;
      }
    }
    long[] larger = new long[table.length < LARGE ? GROWTH * table.length : 2 * table.length];
    int mask = larger.length - 1;
    for (int i = 0; i < table.length; i++) {
      run.checkAt(i);
      if (table[i] != 0) {
        larger[free(larger, (int) (table[i] >>> Integer.SIZE) & mask)] = table[i];
      }
    }
    table = larger;
  }

  /// Returns the first free place of a hash table from a place on.
  private static int free(long[] places, int from) {
    int at = from;
    while (places[at] != 0) {
      at = (at + 1) & (places.length - 1);
    }
    return at;
  }

  /// Makes room in the array for a key outside it, or gives it up if the key is too far away. The
  /// array becomes twice as long in the direction of the key, so that this happens rarely.
  private void includeInNear(int key) {
    int[] places = requireNonNull(near);
    long least = Math.min(base, (long) key);
    long most = Math.max((long) base + places.length - 1, key);
    if (most - least < MOST_PLACES * (size + 1)) {
      if (key < base) {
        least = Math.max(Integer.MIN_VALUE, least - places.length);
      } else {
        most = Math.min(Integer.MAX_VALUE, most + places.length);
      }
      move((int) least, (int) most);
    } else {
      near = null;
      hashAll(Math.max(256, 4 * Integer.highestOneBit(size)));
    }
  }

  /// Enters all keys into a new array.
  private void move(int least, int most) {
    int[] places = new int[Math.toIntExact((long) most - least + 1)];
    for (int number = 0; number < size; number++) {
      run.checkAt(number);
      places[keys[number] - least] = number + 1;
    }
    base = least;
    near = places;
  }

  /// Enters all keys into a new hash table.
  private void hashAll(int length) {
    long[] places = new long[length];
    int[] key = new int[width];
    for (int number = 0; number < size; number++) {
      run.checkAt(number);
      System.arraycopy(keys, number * width, key, 0, width);
      int hash = hash(key);
      places[free(places, hash & (length - 1))] = ((long) hash << Integer.SIZE) | (number + 1);
    }
    table = places;
  }
}
