package org.techrace.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Fingerprints, each with some numbers, the first of which is not 0: a table of open addressing
/// that lies where [Memory] has room. Several threads may look once all is added.
public final class FingerprintMap {
  private static final long FIRST_SLOTS = 1 << 8;

  private final Memory memory;

  /// How many longs a slot has: the halves of the fingerprint and the numbers.
  private final int width;

  private long mask = FIRST_SLOTS - 1;
  private MemorySegment table;

  /// The table, if it is on the heap, where this is the faster way to it before the JVM is warm.
  private long @Nullable [] near;

  private long size;

  /// @param numbers how many numbers each fingerprint has
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

  /// Where a fingerprint is or would be, until one is added.
  public long slot(long high, long low) {
    long i = low & mask;
    while (get(i * width + 2) != 0 && (get(i * width) != high || get(i * width + 1) != low)) {
      i = (i + 1) & mask;
    }
    return i;
  }

  /// A number of the fingerprint in a slot; the first is 0 if there is none.
  public long number(long slot, int i) {
    return get(slot * width + 2 + i);
  }

  /// Sets a number of the fingerprint in a slot.
  public void set(long slot, int i, long number) {
    put(slot * width + 2 + i, number);
  }

  /// Adds a fingerprint that is not there.
  ///
  /// @param first its first number
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

  /// Ends its use.
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
