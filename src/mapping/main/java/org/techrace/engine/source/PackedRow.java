package org.techrace.engine.source;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// A row that is stored as bytes. For each reference, the first byte is the length of its text in
/// UTF-8 if it has one value that is a short text. Otherwise it is [#NONE], or [#OTHER] with the
/// number of values, and for each its kind, its length and its text.
public final class PackedRow implements Utf8Row {
  /// A row without values.
  static final PackedRow EMPTY = new PackedRow(new byte[0]);

  private static final List<Value.Kind> KINDS = List.of(Value.Kind.values());

  private static final int LONGEST_SHORT = 0xFD;
  private static final int NONE = 0xFE;
  private static final int OTHER = 0xFF;

  private final byte[] packed;

  PackedRow(byte[] packed) {
    this.packed = packed;
  }

  /// Converts the values of a row to bytes.
  ///
  /// @param references the number of references in the row
  public static byte[] pack(Row row, int references) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pack(row, IntStream.range(0, references).toArray(), new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /// Writes the values in some slots of a row as bytes.
  static void pack(Row row, int[] slots, DataOutputStream out) throws IOException {
    for (int slot : slots) {
      if (!(row instanceof Utf8Row utf8) || !packSpan(utf8, slot, out)) {
        pack(row.values(slot), out);
      }
    }
  }

  private static boolean packSpan(Utf8Row row, int slot, DataOutputStream out) throws IOException {
    long span = row.span(slot);
    int from = Utf8Row.from(span);
    int length = Utf8Row.to(span) - from;
    if (span == NOT_PLAIN || (span != NO_VALUE && length > LONGEST_SHORT)) {
      return false;
    }
    if (span == NO_VALUE) {
      out.writeByte(NONE);
    } else {
      out.writeByte(length);
      out.write(row.array(), from, length);
    }
    return true;
  }

  private static void pack(List<Value> values, DataOutputStream out) throws IOException {
    if (values.isEmpty()) {
      out.writeByte(NONE);
      return;
    }
    if (values.size() == 1 && values.getFirst().kind() == Value.Kind.TEXT) {
      byte[] text = values.getFirst().text().getBytes(StandardCharsets.UTF_8);
      if (text.length <= LONGEST_SHORT) {
        out.writeByte(text.length);
        out.write(text);
        return;
      }
    }
    out.writeByte(OTHER);
    out.writeInt(values.size());
    for (Value value : values) {
      byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
      out.writeByte(KINDS.indexOf(value.kind()));
      out.writeInt(text.length);
      out.write(text);
    }
  }

  /// Reads a row that comes after its length in four bytes.
  public static PackedRow read(ByteBuffer rows) {
    byte[] row = new byte[rows.getInt()];
    rows.get(row);
    return new PackedRow(row);
  }

  /// Returns the index of the first byte of a slot.
  private int at(int slot) {
    int at = 0;
    for (int i = 0; i < slot; i++) {
      int first = packed[at] & 0xFF;
      if (first <= LONGEST_SHORT) {
        at += 1 + first;
      } else if (first == NONE) {
        at++;
      } else {
        at = afterOthers(at + 1);
      }
    }
    return at;
  }

  private int afterOthers(int at) {
    ByteBuffer bytes = ByteBuffer.wrap(packed).position(at);
    int count = bytes.getInt();
    for (int i = 0; i < count; i++) {
      bytes.get();
      bytes.position(bytes.getInt() + bytes.position());
    }
    return bytes.position();
  }

  /// Returns true if no values are stored.
  public boolean isEmpty() {
    return packed.length == 0;
  }

  @Override
  public byte[] array() {
    return packed;
  }

  @Override
  public long span(int slot) {
    int at = at(slot);
    int first = packed[at] & 0xFF;
    if (first > LONGEST_SHORT) {
      return first == NONE ? NO_VALUE : NOT_PLAIN;
    }
    return ((long) (at + 1) << 32) | (at + 1 + first);
  }

  @Override
  public List<Value> values(int slot) {
    int at = at(slot);
    int first = packed[at] & 0xFF;
    if (first <= LONGEST_SHORT) {
      return List.of(Value.text(new String(packed, at + 1, first, StandardCharsets.UTF_8)));
    }
    if (first == NONE) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(packed).position(at + 1);
    int count = bytes.getInt();
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(value(bytes));
    }
    return values;
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
  public Item item() {
    throw new IllegalStateException("a packed row has only the values of its references");
  }
}
