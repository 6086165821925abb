package org.techrace.engine.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// A row that can be stored as bytes. For each reference the bytes contain the number of values,
/// and for each value its kind, its length and its text in UTF-8.
///
/// @param slots the values of each reference
public record PackedRow(List<List<Value>> slots) implements Row {
  private static final List<Value.Kind> KINDS = List.of(Value.Kind.values());

  /// Converts the values of a row to bytes.
  ///
  /// @param references the number of references in the row
  public static byte[] pack(Row row, int references) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int i = 0; i < references; i++) {
      List<Value> values = row.values(i);
      out.writeInt(values.size());
      for (Value value : values) {
        byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
        out.writeByte(KINDS.indexOf(value.kind()));
        out.writeInt(text.length);
        out.write(text);
      }
    }
    return bytes.toByteArray();
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
    Value.Kind kind = KINDS.get(bytes.get());
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    return new Value(new String(text, StandardCharsets.UTF_8), kind);
  }

  /// Returns 0, because the line is not stored.
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
    throw new IllegalStateException("a packed row has only the values of its references");
  }
}
