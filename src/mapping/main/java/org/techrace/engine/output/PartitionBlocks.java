package org.techrace.engine.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Collects byte arrays by partition. They leave in blocks of bytes: for each array its length in
/// four bytes, and the array. Used by one thread.
public final class PartitionBlocks {
  private static final int MAX_BLOCK_BYTES = 1 << 16;

  /// The memory for the blocks of all partitions, beyond which blocks are smaller.
  private static final int MAX_TOTAL_BYTES = 1 << 26;

  private static final int MIN_BLOCK_BYTES = 1 << 10;

  private final Receiver receiver;
  private final int blockBytes;
  private final ByteBuffer[] blocks;

  /// Receives blocks.
  public interface Receiver {
    /// Receives a block of a partition.
    void block(int partition, byte[] block) throws IOException;
  }

  /// @param partitions the number of partitions
  public PartitionBlocks(int partitions, Receiver receiver) {
    this.receiver = receiver;
    this.blockBytes = Math.clamp(MAX_TOTAL_BYTES / partitions, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
    this.blocks = new ByteBuffer[partitions];
    Arrays.setAll(blocks, _ -> ByteBuffer.allocate(MIN_BLOCK_BYTES));
  }

  /// Returns the partition of a fingerprint.
  ///
  /// @param half one half of the fingerprint
  public int partition(long half) {
    return (int) Math.unsignedMultiplyHigh(half, blocks.length);
  }

  /// Adds a part of an array to a partition.
  public void add(int partition, byte[] bytes, int from, int length) throws IOException {
    room(partition, Integer.BYTES + length).putInt(length).put(bytes, from, length);
  }

  /// Returns the block of a partition, with room for more bytes.
  private ByteBuffer room(int partition, int more) throws IOException {
    ByteBuffer block = blocks[partition];
    if (block.remaining() >= more) {
      return block;
    }
    if (block.position() + more > blockBytes) {
      send(partition);
    }
    if (block.remaining() < more) {
      int size = Math.max(more, Math.min(blockBytes, 4 * block.capacity()));
      block = ByteBuffer.allocate(Math.max(size, block.position() + more)).put(block.flip());
      blocks[partition] = block;
    }
    return block;
  }

  private void send(int partition) throws IOException {
    ByteBuffer block = blocks[partition];
    if (block.position() > 0) {
      byte[] bytes = new byte[block.position()];
      block.get(0, bytes);
      receiver.block(partition, bytes);
      block.clear();
    }
  }

  /// Passes on all blocks.
  public void flush() throws IOException {
    for (int i = 0; i < blocks.length; i++) {
      send(i);
    }
  }
}
