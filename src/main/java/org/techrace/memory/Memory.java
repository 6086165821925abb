package org.techrace.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.atomic.AtomicLong;

/// How much of the heap a run may take for what it must remember: the quads written, the parents of
/// joins, the keys of tables and the texts that the sheets of a workbook share.
public final class Memory {
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 16).asReadOnlyBuffer();

  private final AtomicLong left;

  /// @param bytes how many bytes may be taken in all
  public Memory(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /// Takes bytes of what is left, if that is enough.
  public boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  /// Gives back bytes that were taken.
  public void giveBack(long bytes) {
    left.addAndGet(bytes);
  }

  /// A space of zeros: on the heap as long as there is some left, else in a temporary file, of
  /// which the operating system keeps in memory what it has room for.
  ///
  /// @param bytes a multiple of eight
  /// @throws IOException if the disk is full
  MemorySegment space(long bytes) throws IOException {
    return take(bytes) ? MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]) : file(bytes);
  }

  /// Ends the use of a space.
  void free(MemorySegment space) {
    if (space.heapBase().isPresent()) {
      giveBack(space.byteSize());
    }
  }

  /// A buffer of zeros, as [#space].
  ///
  /// @throws IOException if the disk is full
  ByteBuffer buffer(int bytes) throws IOException {
    return take(bytes) ? ByteBuffer.allocate(bytes) : file(bytes).asByteBuffer();
  }

  /// Ends the use of a buffer.
  void free(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      giveBack(buffer.capacity());
    }
  }

  private static MemorySegment file(long bytes) throws IOException {
    try (FileChannel channel = ScratchFile.channel()) {
      // Written, so that a full disk is told now and not by a page that cannot be had later.
      for (long at = 0; at < bytes; ) {
        ByteBuffer zeros = ZEROS.duplicate();
        at += channel.write(zeros.limit((int) Math.min(zeros.capacity(), bytes - at)), at);
      }
      return channel.map(MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
    }
  }
}
