package org.techrace.engine.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.techrace.memory.Fingerprint;
import org.techrace.report.Place;
import org.techrace.table.Row;

/// Rows that are to be added to a [RowIndex], packed, with the fingerprints of their keys. One
/// thread collects them, and another adds them.
public final class KeyedRows {
  private final int[] slots;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(packed);

  /// For each key its fingerprint, and the part of the bytes that is its row.
  private long[] fingerprints = new long[512];

  private long[] spans = new long[256];
  private int size;
  private final List<Place> emptyKeys = new ArrayList<>();

  /// @param slots the slots of each row that are packed
  public KeyedRows(int[] slots) {
    this.slots = slots.clone();
  }

  /// Adds a row with its keys.
  public void add(Row row, Iterable<Fingerprint> keys) throws IOException {
    int from = packed.size();
    PackedRow.pack(row, slots, out);
    add(from, keys);
  }

  /// Notes a row that has an empty key.
  public void addEmptyKey(Place row) {
    if (emptyKeys.size() < RowIndex.MAX_PLACES) {
      emptyKeys.add(row);
    }
  }

  /// Returns the first rows that have an empty key.
  List<Place> emptyKeys() {
    return emptyKeys;
  }

  /// Adds the keys of a row, and an empty row for them.
  public void addEmpty(Iterable<Fingerprint> keys) {
    add(packed.size(), keys);
  }

  private void add(int from, Iterable<Fingerprint> keys) {
    for (Fingerprint key : keys) {
      if (size == spans.length) {
        spans = Arrays.copyOf(spans, 2 * size);
        fingerprints = Arrays.copyOf(fingerprints, 4 * size);
      }
      fingerprints[2 * size] = key.high();
      fingerprints[2 * size + 1] = key.low();
      spans[size++] = ((long) from << Integer.SIZE) | packed.size();
    }
  }

  /// Returns the number of keys of all rows.
  public int size() {
    return size;
  }

  /// Returns the high half of the fingerprint of a key.
  public long high(int key) {
    return fingerprints[2 * key];
  }

  /// Returns pairs of the high and low half of the fingerprints, and more numbers after them.
  long[] fingerprints() {
    return fingerprints;
  }

  /// Returns a copy of the rows, one after the other.
  public byte[] bytes() {
    return packed.toByteArray();
  }

  /// Returns the part of the bytes that is the row of a key: the index of its first byte in the
  /// high 32 bits, and the index after its last byte in the low ones.
  public long span(int key) {
    return spans[key];
  }
}
