package org.techrace.engine.output;

import java.io.IOException;

/// Divides quads into partitions by the fingerprints of their subjects, so that the duplicates of a
/// quad meet in one partition. The lines of a partition leave in blocks ([PartitionBlocks]), which
/// [NQuadsWriter#block] reads. Used by one thread.
public final class QuadBlocks implements RowSink<byte[]> {
  private final PartitionBlocks blocks;
  private final NQuadsWriter writer = new NQuadsWriter(new Divider());

  /// @param partitions the number of partitions
  public QuadBlocks(int partitions, PartitionBlocks.Receiver receiver) {
    this.blocks = new PartitionBlocks(partitions, receiver);
  }

  @Override
  public void row(RowQuads<byte[]> made) throws IOException {
    writer.row(made);
  }

  @Override
  public NQuadsWriter lines() {
    return writer;
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
    blocks.flush();
  }

  /// Copies lines to the blocks of their partitions.
  private final class Divider implements LineOutput {
    @Override
    public void prefetch(long[] subjects, int pairs) {}

    @Override
    public void add(QuadBlock block, byte[] lines, int[] ends, int first) throws IOException {
      // The high half decides which table of an NQuadsOutput remembers the subject.
      int partition = blocks.partition(block.low());
      for (int i = 0; i < block.size(); i++) {
        if (block.isNew(i)) {
          int line = first + i;
          int start = line == 0 ? 0 : ends[line - 1];
          blocks.add(partition, lines, start, ends[line] - start);
          block.markKnown(i);
        }
      }
    }

    @Override
    public void write(byte[] lines, int length, int quads, boolean named) {}
  }
}
