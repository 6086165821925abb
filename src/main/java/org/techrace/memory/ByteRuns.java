package org.techrace.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Runs of bytes, each with an address and a link to another run, in chunks that lie where [Memory]
/// has room. Several threads may read once all is added.
public final class ByteRuns {
  /// Before each run: its link and its length.
  private static final int LENGTH = Long.BYTES;

  private static final int HEAD = LENGTH + Integer.BYTES;

  private static final int FIRST_CHUNK = 1 << 14;
  private static final int LARGEST_CHUNK = 1 << 24;

  /// Bits of an address that say where in its chunk.
  private static final int OFFSET_BITS = 32;

  private final Memory memory;
  private final List<ByteBuffer> chunks = new ArrayList<>();

  /// Where the next run goes in the last chunk; the very first bytes stay free, as 0 is no address.
  private int end = Long.BYTES;

  /// @throws IOException if the disk is full
  public ByteRuns(Memory memory) throws IOException {
    this.memory = memory;
    chunks.add(memory.buffer(FIRST_CHUNK));
  }

  /// Adds a run, and returns its address, which is never 0.
  ///
  /// @throws IOException if the disk is full
  public long add(byte[] run) throws IOException {
    ByteBuffer chunk = chunks.getLast();
    if (end + HEAD + run.length > chunk.capacity()) {
      chunk =
          memory.buffer(
              Math.max(2 * HEAD + run.length, Math.min(2 * chunk.capacity(), LARGEST_CHUNK)));
      chunks.add(chunk);
      end = Long.BYTES;
    }
    chunk.putInt(end + LENGTH, run.length);
    chunk.put(end + HEAD, run);
    long address = ((chunks.size() - 1L) << OFFSET_BITS) | end;
    end += HEAD + run.length;
    return address;
  }

  /// The address that a run is linked to; 0 if to none.
  public long link(long address) {
    return chunk(address).getLong(offset(address));
  }

  /// Links a run to another.
  ///
  /// @param to the address of that one
  public void setLink(long address, long to) {
    chunk(address).putLong(offset(address), to);
  }

  /// A copy of the run at an address.
  public byte[] run(long address) {
    ByteBuffer chunk = chunk(address);
    byte[] run = new byte[chunk.getInt(offset(address) + LENGTH)];
    chunk.get(offset(address) + HEAD, run);
    return run;
  }

  /// Whether the run at an address has these bytes.
  public boolean isRun(long address, byte[] run) {
    ByteBuffer chunk = chunk(address);
    int length = chunk.getInt(offset(address) + LENGTH);
    return length == run.length
        && chunk.slice(offset(address) + HEAD, length).equals(ByteBuffer.wrap(run));
  }

  /// Ends their use.
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
