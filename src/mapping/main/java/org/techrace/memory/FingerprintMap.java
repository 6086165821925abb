package org.techrace.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Maps fingerprints to a fixed number of `long` values each; the first value is never 0. The map
/// is a hash table with open addressing whose memory comes from [Memory], on the heap or on disk.
///
/// Adding is not thread-safe. Once all entries are added, several threads may read.
public final class FingerprintMap {
  private static final long FIRST_SLOTS = 1 << 8;

  private final Memory memory;

  /// Length of a slot in longs: 2 for the fingerprint, then the values.
  private final int width;

  private long mask = FIRST_SLOTS - 1;
  private MemorySegment table;

  /// The table's array if it is on the heap, else null. Direct access is faster than the memory
  /// segment while the JVM is cold.
  private long @Nullable [] near;

  private long size;

  /// Creates an empty map.
  ///
  /// @param numbers how many values each fingerprint has
  /// @throws IOException if the disk is full
  public FingerprintMap(Memory memory, int numbers) throws IOException {
    this.memory = memory;
    this.width = 2 + numbers;
    this.table = memory.space(FIRST_SLOTS * width * Long.BYTES);
    this.near = near(table);
  }

  private static long @Nullable [] near(MemorySegment table) {
    return table.heapBase().orElse(null) instanceof long[] longs ? longs : null;
  }

  /// Returns the slot that contains a fingerprint, or the slot where it would be inserted. The
  /// result is valid until the next call of [#add].
  public long slot(long high, long low) {
    long i = low & mask;
    while (get(i * width + 2) != 0 && (get(i * width) != high || get(i * width + 1) != low)) {
      i = (i + 1) & mask;
    }
    return i;
  }

  /// Loads the slot that [#slot] examines first, so that it is in the processor's cache when it is
  /// needed. Several threads may call it.
  ///
  /// @return any number, for a caller that must use the result
  public long touch(long low) {
    long at = (low & mask) * width;
    return get(at) + get(at + 2);
  }

  /// Returns a value of the fingerprint in a slot. The value 0 at index 0 means that the slot is
  /// empty.
  ///
  /// @param i the index of the value, from 0
  public long number(long slot, int i) {
    return get(slot * width + 2 + i);
  }

  /// Sets a value of the fingerprint in a slot.
  ///
  /// @param i the index of the value, from 0
  public void set(long slot, int i, long number) {
    put(slot * width + 2 + i, number);
  }

  /// Adds a fingerprint that the map does not contain.
  ///
  /// @param first its first value, not 0
  /// @return its slot
  /// @throws IOException if the disk is full
  public long add(long high, long low, long first) throws IOException {
    if (size * 4 >= (mask + 1) * 3) {
      grow();
    }
    long slot = slot(high, low);
    put(slot * width, high);
    put(slot * width + 1, low);
    set(slot, 0, first);
    size++;
    return slot;
  }

  /// Gives the memory back. The map cannot be used afterwards.
  public void free() {
    memory.free(table);
  }

  private long get(long i) {
    return get(near, table, i);
  }

  private void put(long i, long value) {
    long[] longs = near;
    if (longs != null) {
      longs[(int) i] = value;
    } else {
      table.setAtIndex(JAVA_LONG, i, value);
    }
  }

  private void grow() throws IOException {
    MemorySegment old = table;
    long[] oldNear = near;
    long slots = mask + 1;
    table = memory.space(2 * old.byteSize());
    near = near(table);
    mask = 2 * slots - 1;
    for (long from = 0; from < slots * width; from += width) {
      if (get(oldNear, old, from + 2) != 0) {
        long to = width * slot(get(oldNear, old, from), get(oldNear, old, from + 1));
        for (int i = 0; i < width; i++) {
          put(to + i, get(oldNear, old, from + i));
        }
      }
    }
    memory.free(old);
  }

  private static long get(long @Nullable [] near, MemorySegment table, long i) {
    return near != null ? near[(int) i] : table.getAtIndex(JAVA_LONG, i);
  }
}
