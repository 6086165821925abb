package org.techrace.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.atomic.AtomicLong;

/// The heap budget that the parts of a mapping run share. It is used for the quads already written,
/// join parents, table keys and the shared strings of workbooks. When the budget is used up, space
/// comes from temporary files instead. Safe for use by several threads.
public final class Memory {
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 16).asReadOnlyBuffer();

  private final AtomicLong left;

  /// Creates a budget.
  ///
  /// @param bytes the size of the budget in bytes
  public Memory(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /// Reserves bytes.
  ///
  /// @return true if the budget had enough left; otherwise nothing is reserved
  public boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /// Returns reserved bytes to the budget.
  public void giveBack(long bytes) {
    left.addAndGet(bytes);
  }

  /// Allocates zeroed memory: on the heap while the budget lasts, then in a memory-mapped temporary
  /// file, which the operating system caches as it can.
  ///
  /// @param bytes the size in bytes, a multiple of 8
  MemorySegment space(long bytes) throws IOException {
    return take(bytes) ? MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]) : file(bytes);
  }

  /// Releases a segment that [#space] returned.
  void free(MemorySegment space) {
    if (space.heapBase().isPresent()) {
      giveBack(space.byteSize());
    }
  }

  /// Allocates a zeroed buffer in the same way as [#space].
  ByteBuffer buffer(int bytes) throws IOException {
    return take(bytes) ? ByteBuffer.allocate(bytes) : file(bytes).asByteBuffer();
  }

  /// Releases a buffer that [#buffer] returned.
  void free(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      giveBack(buffer.capacity());
    }
  }

  private static MemorySegment file(long bytes) throws IOException {
    try (FileChannel channel = ScratchFile.channel()) {
      // Write the zeros now: a full disk must fail here with an IOException, not later with a page
      // fault.
      for (long at = 0; at < bytes; ) {
        ByteBuffer zeros = ZEROS.duplicate();
        at += channel.write(zeros.limit((int) Math.min(zeros.capacity(), bytes - at)), at);
      }
      return channel.map(MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
    }
  }
}
