package org.techrace.store;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes a [BlockFile]: the blocks one after the other, an index with one row per block, and a
/// trailer. Each part ends with its CRC-32C checksum. All numbers are little-endian.
final class BlockFileWriter implements Closeable {
  private final FileChannel channel;
  private final OutputStream out;
  private final int keyInts;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer index = little(1 << 16);
  private long written;
  private int blocks;

  /// Creates the file, which must not exist.
  ///
  /// @param keyInts the number of ints in an index row, in addition to the position of the block
  BlockFileWriter(Path file, int keyInts) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 18);
    this.keyInts = keyInts;
  }

  static ByteBuffer little(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Appends a block and its index row.
  ///
  /// @param key the ints of the index row
  void block(byte[] bytes, int length, int... key) throws IOException {
    if (index.remaining() < Long.BYTES + Integer.BYTES * keyInts) {
      index = little(2 * index.capacity()).put(index.flip());
    }
    index.putLong(written);
    for (int k : key) {
      index.putInt(k);
    }
    blocks++;
    writeSummed(bytes, length);
  }

  /// Returns the number of blocks so far.
  int blocks() {
    return blocks;
  }

  /// Writes the index and the trailer, and forces the file to disk.
  ///
  /// @param size the number of entries in all blocks
  void finish(long size) throws IOException {
    long indexStart = written;
    writeSummed(bytes(index));
    ByteBuffer trailer = little(BlockFile.TRAILER_BYTES - Integer.BYTES);
    trailer
        .putLong(BlockFile.MAGIC)
        .putLong(size)
        .putLong(indexStart)
        .putInt(blocks)
        .putInt(keyInts);
    writeSummed(bytes(trailer));
    out.flush();
    channel.force(true);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().limit()];
    buffer.get(bytes);
    return bytes;
  }

  private void writeSummed(byte[] bytes) throws IOException {
    writeSummed(bytes, bytes.length);
  }

  private void writeSummed(byte[] bytes, int length) throws IOException {
    crc.reset();
    crc.update(bytes, 0, length);
    out.write(bytes, 0, length);
    int sum = (int) crc.getValue();
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(sum >>> shift);
    }
    written += length + Integer.BYTES;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
