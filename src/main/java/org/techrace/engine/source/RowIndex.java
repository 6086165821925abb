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
import org.techrace.table.Row;
import org.techrace.table.Value;

/// An index of rows by key, in insertion order: the parent side of a join.
///
/// A key is stored as its fingerprint, and its rows as a chain of [PackedRow]s. After all rows have
/// been added, several threads may read.
public final class RowIndex {
  /// The entries of a key: the addresses of its first and last row.
  private static final int FIRST = 0;

  private static final int LAST = 1;

  private final FingerprintMap keys;
  private final ByteRuns rows;

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
    long slot = keys.slot(fingerprint.high(), fingerprint.low());
    long last = keys.number(slot, LAST);
    if (last == 0) {
      long address = rows.add(row);
      slot = keys.add(fingerprint.high(), fingerprint.low(), address);
      keys.set(slot, LAST, address);
    } else if (!rows.isRun(last, row)) {
      long address = rows.add(row);
      rows.setLink(last, address);
      keys.set(slot, LAST, address);
    }
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
    return rows.link(address);
  }

  /// Returns the row at an address.
  public PackedRow row(long address) {
    return new PackedRow(rows.run(address));
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
