package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.techrace.engine.expression.Combinations;
import org.techrace.engine.expression.Values;
import org.techrace.memory.ByteRuns;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// An index of rows by key, in insertion order: the parent side of a join.
///
/// A key is stored as its fingerprint, and its rows as a chain of [PackedRow]s. A row that is
/// needed for its key alone is empty. After all rows have been added, several threads may read.
public final class RowIndex {
  /// The entries of a key: the addresses of its first and last row.
  private static final int FIRST = 0;

  private static final int LAST = 1;

  /// The address of an empty row that is the only one of its key. It takes no memory.
  private static final long EMPTY = -1;

  /// The number of rows with an empty key whose places are kept.
  static final int MAX_PLACES = 3;

  /// The number of keys whose slots are loaded together.
  private static final int GROUP = 64;

  private final FingerprintMap keys;
  private final ByteRuns rows;
  private final List<Place> emptyKeys = new ArrayList<>();

  @SuppressWarnings("unused") // a use of the loads, so that the compiler does not remove them
  private long touched;

  public RowIndex(Memory memory) throws IOException {
    this.keys = new FingerprintMap(memory, 2);
    this.rows = new ByteRuns(memory);
  }

  /// Adds a row to a key, unless it equals the last row of the key: many rows often generate the
  /// same subject.
  ///
  /// @param row a packed row
  public void add(List<String> key, byte[] row) throws IOException {
    add(Fingerprint.of(key), row);
  }

  /// Adds a row to a key, as above.
  ///
  /// @param fingerprint the fingerprint of the key
  public void add(Fingerprint fingerprint, byte[] row) throws IOException {
    add(fingerprint.high(), fingerprint.low(), row, 0, row.length);
  }

  private void add(long high, long low, byte[] bytes, int from, int to) throws IOException {
    long slot = keys.slot(high, low);
    long last = keys.number(slot, LAST);
    if (last == 0) {
      long address = from == to ? EMPTY : rows.add(bytes, from, to);
      slot = keys.add(high, low, address);
      keys.set(slot, LAST, address);
      return;
    }
    if (last == EMPTY) {
      if (from == to) {
        return;
      }
      last = rows.add(bytes, from, from);
      keys.set(slot, FIRST, last);
    } else if (rows.isRun(last, bytes, from, to)) {
      return;
    }
    long address = rows.add(bytes, from, to);
    rows.setLink(last, address);
    keys.set(slot, LAST, address);
  }

  /// Notes a row that has an empty key.
  public void addEmptyKey(Place row) {
    if (emptyKeys.size() < MAX_PLACES) {
      emptyKeys.add(row);
    }
  }

  /// Returns the first rows that have an empty key.
  public List<Place> emptyKeys() {
    return List.copyOf(emptyKeys);
  }

  /// Adds rows to their keys, as above.
  public void addAll(KeyedRows more) throws IOException {
    more.emptyKeys().forEach(this::addEmptyKey);
    long[] fingerprints = more.fingerprints();
    byte[] bytes = more.bytes();
    for (int group = 0; group < more.size(); group += GROUP) {
      int after = Math.min(more.size(), group + GROUP);
      long sum = 0;
      for (int i = group; i < after; i++) {
        sum += keys.touch(fingerprints[2 * i + 1]);
      }
      touched = sum;
      for (int i = group; i < after; i++) {
        add(
            fingerprints[2 * i],
            fingerprints[2 * i + 1],
            bytes,
            Utf8Row.from(more.span(i)),
            Utf8Row.to(more.span(i)));
      }
    }
  }

  /// Loads the first rows of some keys, so that they are in the processor's cache when they are
  /// needed. The loads overlap, whereas single lookups would wait for each other.
  ///
  /// @param fingerprints pairs of the high and low half
  /// @return any number, for a caller that must use the result
  public long prefetch(long[] fingerprints, int pairs) {
    long sum = 0;
    for (int i = 0; i < pairs; i++) {
      sum += keys.touch(fingerprints[2 * i + 1]);
    }
    for (int i = 0; i < pairs; i++) {
      long slot = keys.slot(fingerprints[2 * i], fingerprints[2 * i + 1]);
      long address = keys.number(slot, FIRST);
      sum += address == 0 || address == EMPTY ? 0 : rows.touch(address);
    }
    return sum;
  }

  /// Returns the rows of a key.
  public List<Row> find(List<String> key) {
    List<Row> found = new ArrayList<>();
    for (long at = first(Fingerprint.of(key)); at != 0; at = next(at)) {
      found.add(row(at));
    }
    return found;
  }

  /// Returns the address of the first row of a key, or 0 if it has none.
  ///
  /// @param key the fingerprint of the key
  public long first(Fingerprint key) {
    return keys.number(keys.slot(key.high(), key.low()), FIRST);
  }

  /// Returns the address of the row after the one at an address, or 0.
  public long next(long address) {
    return address == EMPTY ? 0 : rows.link(address);
  }

  /// Returns the row at an address.
  public PackedRow row(long address) {
    return address == EMPTY ? PackedRow.EMPTY : new PackedRow(rows.run(address));
  }

  /// Gives the memory back. The index cannot be used afterwards.
  public void free() {
    keys.free();
    rows.free();
  }

  /// Returns every combination of the values of a row's join expressions.
  public static List<List<String>> keys(Row row, List<Values> expressions) {
    if (expressions.size() == 1) {
      List<Value> values = expressions.getFirst().of(row);
      if (values.size() == 1) {
        return List.of(List.of(values.getFirst().text()));
      }
    }
    return Combinations.of(
        expressions.stream()
            .map(expression -> expression.of(row).stream().map(Value::text).toList())
            .toList());
  }
}
