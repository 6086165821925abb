package org.techrace.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Stores byte arrays ("runs"), each with an address and an optional link to another run. The data
/// is kept in chunks that [Memory] allocates on the heap or on disk.
///
/// Adding is not thread-safe. Once all runs are added, several threads may read.
public final class ByteRuns {
  /// Offset of the length field in a run's header; the link comes before it.
  private static final int LENGTH = Long.BYTES;

  /// Size of a run's header in bytes: link and length.
  private static final int HEADER_BYTES = LENGTH + Integer.BYTES;

  private static final int FIRST_CHUNK_BYTES = 1 << 14;
  private static final int LARGEST_CHUNK_BYTES = 1 << 24;

  /// Number of low bits of an address that hold the offset in the chunk; the high bits hold the
  /// chunk.
  private static final int OFFSET_BITS = 32;

  private final Memory memory;
  private final List<ByteBuffer> chunks = new ArrayList<>();

  /// Offset of the next run in the last chunk. The first 8 bytes stay unused, because 0 is not a
  /// valid address.
  private int end = Long.BYTES;

  /// Creates an empty store.
  ///
  /// @throws IOException if the disk is full
  public ByteRuns(Memory memory) throws IOException {
    this.memory = memory;
    chunks.add(memory.buffer(FIRST_CHUNK_BYTES));
  }

  /// Adds a run.
  ///
  /// @return the run's address, never 0
  /// @throws IOException if the disk is full
  public long add(byte[] run) throws IOException {
    return add(run, 0, run.length);
  }

  /// Adds a part of an array as a run.
  ///
  /// @param to the index after its last byte
  /// @return the run's address, never 0
  /// @throws IOException if the disk is full
  public long add(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer chunk = chunks.getLast();
    int length = to - from;
    if (end + HEADER_BYTES + length > chunk.capacity()) {
      chunk =
          memory.buffer(
              Math.max(
                  2 * HEADER_BYTES + length, Math.min(2 * chunk.capacity(), LARGEST_CHUNK_BYTES)));
      chunks.add(chunk);
      end = Long.BYTES;
    }
    chunk.putInt(end + LENGTH, length);
    chunk.put(end + HEADER_BYTES, bytes, from, length);
    long address = ((chunks.size() - 1L) << OFFSET_BITS) | end;
    end += HEADER_BYTES + length;
    return address;
  }

  /// Returns the address of the run that this run links to, or 0 if it has no link.
  public long link(long address) {
    return chunk(address).getLong(offset(address));
  }

  /// Links a run to another run.
  ///
  /// @param address the address of the run that gets the link
  /// @param to the address of the run it links to
  public void setLink(long address, long to) {
    chunk(address).putLong(offset(address), to);
  }

  /// Returns a copy of the run at an address.
  public byte[] run(long address) {
    ByteBuffer chunk = chunk(address);
    byte[] run = new byte[chunk.getInt(offset(address) + LENGTH)];
    chunk.get(offset(address) + HEADER_BYTES, run);
    return run;
  }

  /// Loads the beginning of the run at an address, so that it is in the processor's cache when it
  /// is needed.
  ///
  /// @return any number, for a caller that must use the result
  public long touch(long address) {
    return link(address);
  }

  /// Reports whether the run at an address has exactly the bytes of a part of an array.
  ///
  /// @param to the index after its last byte
  public boolean isRun(long address, byte[] bytes, int from, int to) {
    ByteBuffer chunk = chunk(address);
    int length = chunk.getInt(offset(address) + LENGTH);
    return length == to - from
        && chunk
            .slice(offset(address) + HEADER_BYTES, length)
            .equals(ByteBuffer.wrap(bytes, from, length));
  }

  /// Gives the memory back. The store cannot be used afterwards.
  public void free() {
    chunks.forEach(memory::free);
    chunks.clear();
  }

  private ByteBuffer chunk(long address) {
    return chunks.get((int) (address >>> OFFSET_BITS));
  }

  private static int offset(long address) {
    return (int) address;
  }
}
