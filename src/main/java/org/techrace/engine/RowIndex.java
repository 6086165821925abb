package org.techrace.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.techrace.table.Row;

/// Rows by key, in the order they were added: the parent side of a join.
///
/// A key is its fingerprint in a table of open addressing; its rows are a chain of [PackedRow]s in
/// chunks. Both lie where [Memory] has room. Several threads may read once all is added.
final class RowIndex {
  private static final long FIRST_SLOTS = 1 << 8;

  /// High and low half of the key's fingerprint, addresses of its first and last row.
  private static final long SLOT = 4 * Long.BYTES;

  private static final long FIRST = 2 * Long.BYTES;
  private static final long LAST = 3 * Long.BYTES;

  /// Before each row: the address of the next one with its key, and its length.
  private static final long NEXT = Long.BYTES;

  private static final long HEAD = NEXT + Integer.BYTES;

  private static final long FIRST_CHUNK = 1 << 14;
  private static final long LARGEST_CHUNK = 1 << 24;

  /// Bits of an address that say where in its chunk.
  private static final int OFFSET_BITS = 32;

  private final Memory memory;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private MemorySegment table;
  private long keys;

  /// Where the next row goes in the last chunk; the very first bytes stay free, as 0 is no address.
  private long end = Long.BYTES;

  RowIndex(Memory memory) throws IOException {
    this.memory = memory;
    this.table = memory.space(FIRST_SLOTS * SLOT);
    chunks.add(memory.space(FIRST_CHUNK));
  }

  /// Adds a row to a key. One equal to the key's last row is not added again: the same subject
  /// often comes from many rows.
  ///
  /// @param row a packed row
  void add(List<String> key, byte[] row) throws IOException {
    Fingerprint fingerprint = fingerprint(key);
    if (keys * 4 >= slots() * 3) {
      grow();
    }
    long slot = slot(fingerprint.high(), fingerprint.low());
    long last = table.get(JAVA_LONG, slot + LAST);
    if (last == 0) {
      table.set(JAVA_LONG, slot, fingerprint.high());
      table.set(JAVA_LONG, slot + Long.BYTES, fingerprint.low());
      long address = append(row);
      table.set(JAVA_LONG, slot + FIRST, address);
      table.set(JAVA_LONG, slot + LAST, address);
      keys++;
    } else if (at(last).mismatch(MemorySegment.ofArray(row)) >= 0) {
      long address = append(row);
      chunk(last).set(JAVA_LONG_UNALIGNED, offset(last), address);
      table.set(JAVA_LONG, slot + LAST, address);
    }
  }

  /// The rows of a key.
  List<Row> find(List<String> key) {
    Fingerprint fingerprint = fingerprint(key);
    long slot = slot(fingerprint.high(), fingerprint.low());
    long address = table.get(JAVA_LONG, slot + FIRST);
    if (address == 0) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    for (; address != 0; address = chunk(address).get(JAVA_LONG_UNALIGNED, offset(address))) {
      rows.add(PackedRow.unpack(at(address).toArray(JAVA_BYTE)));
    }
    return rows;
  }

  boolean isEmpty() {
    return keys == 0;
  }

  private static Fingerprint fingerprint(List<String> key) {
    Fingerprint fingerprint = new Fingerprint();
    for (String part : key) {
      fingerprint.add(part.getBytes(StandardCharsets.UTF_8));
    }
    return fingerprint;
  }

  private long slots() {
    return table.byteSize() / SLOT;
  }

  /// Where the fingerprint is or would be.
  private long slot(long high, long low) {
    long mask = slots() - 1;
    long i = low & mask;
    while (table.get(JAVA_LONG, i * SLOT + FIRST) != 0
        && (table.get(JAVA_LONG, i * SLOT) != high
            || table.get(JAVA_LONG, i * SLOT + Long.BYTES) != low)) {
      i = (i + 1) & mask;
    }
    return i * SLOT;
  }

  private void grow() throws IOException {
    MemorySegment old = table;
    table = memory.space(2 * old.byteSize());
    for (long i = 0; i < old.byteSize(); i += SLOT) {
      if (old.get(JAVA_LONG, i + FIRST) != 0) {
        long slot = slot(old.get(JAVA_LONG, i), old.get(JAVA_LONG, i + Long.BYTES));
        MemorySegment.copy(old, i, table, slot, SLOT);
      }
    }
    memory.free(old);
  }

  private long append(byte[] row) throws IOException {
    MemorySegment chunk = chunks.getLast();
    if (end + HEAD + row.length > chunk.byteSize()) {
      long size = Math.max(2 * HEAD + row.length, Math.min(2 * chunk.byteSize(), LARGEST_CHUNK));
      chunk = memory.space(Math.ceilDiv(size, Long.BYTES) * Long.BYTES);
      chunks.add(chunk);
      end = Long.BYTES;
    }
    chunk.set(JAVA_INT_UNALIGNED, end + NEXT, row.length);
    MemorySegment.copy(row, 0, chunk, JAVA_BYTE, end + HEAD, row.length);
    long address = ((chunks.size() - 1L) << OFFSET_BITS) | end;
    end += HEAD + row.length;
    return address;
  }

  private MemorySegment chunk(long address) {
    return chunks.get((int) (address >>> OFFSET_BITS));
  }

  private static long offset(long address) {
    return address & ((1L << OFFSET_BITS) - 1);
  }

  private MemorySegment at(long address) {
    MemorySegment chunk = chunk(address);
    long offset = offset(address);
    return chunk.asSlice(offset + HEAD, chunk.get(JAVA_INT_UNALIGNED, offset + NEXT));
  }
}
