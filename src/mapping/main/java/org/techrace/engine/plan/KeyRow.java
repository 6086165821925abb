package org.techrace.engine.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// A row whose only value is the key of a join, in place of the row of the parent.
final class KeyRow implements Utf8Row {
  private final byte[] array;
  private final long span;

  /// @param array contains the key in valid UTF-8
  /// @param span its part of the array, as [Utf8Row#span] returns it
  KeyRow(byte[] array, long span) {
    this.array = array;
    this.span = span;
  }

  static Row of(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return new KeyRow(bytes, bytes.length);
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public long span(int slot) {
    return span;
  }

  @Override
  public List<Value> values(int slot) {
    int from = Utf8Row.from(span);
    return List.of(
        Value.text(new String(array, from, Utf8Row.to(span) - from, StandardCharsets.UTF_8)));
  }

  /// Returns 0, because the line is not known.
  @Override
  public long line() {
    return 0;
  }

  @Override
  public Item item() {
    throw new IllegalStateException("a key has no parts");
  }
}
