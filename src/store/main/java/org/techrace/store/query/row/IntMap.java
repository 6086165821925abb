package org.techrace.store.query.row;

import java.util.Arrays;

/// A hash map from int to int, without boxing.
public final class IntMap {
  private final QueryRun run;
  private int[] keys = new int[64];
  private int[] values = new int[64];
  private boolean[] used = new boolean[64];
  private int size;

  /// Creates an empty map.
  ///
  /// @param run the run whose cancellation is checked while the map grows
  public IntMap(QueryRun run) {
    this.run = run;
  }

  public int size() {
    return size;
  }

  public int get(int key, int absent) {
    int at = find(key);
    return used[at] ? values[at] : absent;
  }

  public void put(int key, int value) {
    int at = find(key);
    if (!used[at]) {
      if (2 * size >= keys.length) {
        grow();
        at = find(key);
      }
      size++;
      used[at] = true;
      keys[at] = key;
    }
    values[at] = value;
  }

  /// Returns true if a key is present.
  public boolean contains(int key) {
    return used[find(key)];
  }

  /// Adds a key. Returns false if it was present.
  public boolean add(int key) {
    int before = size;
    put(key, 1);
    return size > before;
  }

  private int find(int key) {
    int mask = keys.length - 1;
    int h = key * 0x9E3779B9;
    int at = (h ^ (h >>> 15)) & mask;
    while (used[at] && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldValues = values;
    boolean[] oldUsed = used;
    int length = 2 * keys.length;
    keys = new int[length];
    values = new int[length];
    used = new boolean[length];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      run.checkAt(i);
      if (oldUsed[i]) {
        put(oldKeys[i], oldValues[i]);
      }
    }
  }

  /// Returns the keys in no particular order.
  public int[] keys() {
    int[] all = new int[size];
    int n = 0;
    for (int i = 0; i < keys.length; i++) {
      if (used[i]) {
        all[n++] = keys[i];
      }
    }
    return Arrays.copyOf(all, n);
  }
}
