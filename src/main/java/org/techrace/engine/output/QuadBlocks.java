package org.techrace.engine.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.techrace.memory.Fingerprint;

/// Divides quads into partitions by their fingerprints, so that the duplicates of a quad meet in
/// one partition. The quads of a partition leave in blocks of bytes, which [NQuadsWriter#block]
/// reads: for each quad the length of its line, its fingerprint, and the line. Used by one thread.
public final class QuadBlocks implements RowSink<byte[]> {
  private static final int MAX_BLOCK_BYTES = 1 << 16;

  /// The memory for the blocks of all partitions, beyond which blocks are smaller.
  private static final int MAX_TOTAL_BYTES = 1 << 26;

  private static final int MIN_BLOCK_BYTES = 1 << 10;

  private final Receiver receiver;
  private final int blockBytes;
  private final ByteBuffer[] blocks;
  private final Fingerprint fingerprint = new Fingerprint();

  /// Receives blocks.
  public interface Receiver {
    /// Receives a block of a partition.
    void block(int partition, byte[] block) throws IOException;
  }

  /// @param partitions the number of partitions
  public QuadBlocks(int partitions, Receiver receiver) {
    this.receiver = receiver;
    this.blockBytes = Math.clamp(MAX_TOTAL_BYTES / partitions, MIN_BLOCK_BYTES, MAX_BLOCK_BYTES);
    this.blocks = new ByteBuffer[partitions];
    Arrays.setAll(blocks, _ -> ByteBuffer.allocate(MIN_BLOCK_BYTES));
  }

  @Override
  public void row(RowQuads<byte[]> made) throws IOException {
    for (int i = 0; i < made.size(); i++) {
      quad(made.subject(i), made.predicate(i), made.object(i), made.graph(i));
    }
  }

  private void quad(byte[] subject, byte[] predicate, byte[] object, byte[] graph)
      throws IOException {
    fingerprint.reset();
    fingerprint.add(subject);
    fingerprint.add(predicate);
    fingerprint.add(object);
    fingerprint.add(graph);
    int partition = (int) Math.unsignedMultiplyHigh(fingerprint.high(), blocks.length);
    int length = subject.length + predicate.length + object.length + 5;
    length += graph.length == 0 ? 0 : graph.length + 1;
    ByteBuffer block = block(partition, Integer.BYTES + length);
    block
        .putInt(length)
        .put(subject)
        .put((byte) ' ')
        .put(predicate)
        .put((byte) ' ')
        .put(object)
        .put((byte) ' ');
    if (graph.length > 0) {
      block.put(graph).put((byte) ' ');
    }
    block.put((byte) '.').put((byte) '\n');
  }

  /// Returns the block of a partition, with room for more bytes.
  private ByteBuffer block(int partition, int more) throws IOException {
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

  @Override
  public void flush() throws IOException {
    for (int i = 0; i < blocks.length; i++) {
      send(i);
    }
  }
}
