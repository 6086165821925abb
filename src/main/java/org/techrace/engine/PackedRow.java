package org.techrace.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// A row as bytes: for each reference how many values it has, and for each value its kind, length
/// and text in UTF-8.
///
/// @param slots the values of each reference
record PackedRow(List<List<Value>> slots) implements Row {
  private static final Value.Kind[] KINDS = Value.Kind.values();

  /// @param references how many references the row answers for
  static byte[] pack(Row row, int references) {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    for (int i = 0; i < references; i++) {
      List<Value> values = row.values(i);
      bytes = withRoom(bytes, Integer.BYTES).putInt(values.size());
      for (Value value : values) {
        byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
        bytes = withRoom(bytes, 1 + Integer.BYTES + text.length);
        bytes.put((byte) value.kind().ordinal()).putInt(text.length).put(text);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static ByteBuffer withRoom(ByteBuffer bytes, int more) {
    return bytes.remaining() >= more
        ? bytes
        : ByteBuffer.wrap(Arrays.copyOf(bytes.array(), 2 * (bytes.capacity() + more)))
            .position(bytes.position());
  }

  static PackedRow unpack(byte[] packed) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    List<List<Value>> slots = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int count = bytes.getInt();
      if (count == 1) {
        slots.add(List.of(value(bytes)));
      } else {
        List<Value> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          values.add(value(bytes));
        }
        slots.add(values);
      }
    }
    return new PackedRow(slots);
  }

  private static Value value(ByteBuffer bytes) {
    Value.Kind kind = KINDS[bytes.get()];
    int length = bytes.getInt();
    String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return new Value(text, kind);
  }

  /// It is not known any more.
  @Override
  public long line() {
    return 0;
  }

  @Override
  public List<Value> values(int slot) {
    return slots.get(slot);
  }

  @Override
  public Item item() {
    throw new IllegalStateException("a packed row keeps the values of its references only");
  }
}
