package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;

/// A memory-mapped file of blocks, written by [BlockFileWriter]. Opening verifies the checksums of
/// the trailer and the index; each block is verified when it is first read. Safe for use by several
/// threads.
final class BlockFile {
  static final long MAGIC = 0x3245524f54534b54L; // "TKSTORE2"
  static final int TRAILER_BYTES = 36;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The content of the file.
  final MemorySegment map;

  /// The number of blocks.
  final int blocks;

  /// The number of entries in all blocks.
  final long size;

  private final Path file;
  private final long indexStart;
  private final int rowLength;

  /// One bit per block, set once the block is verified. If two threads verify the same block, both
  /// find the same.
  private final AtomicIntegerArray verified;

  /// Maps and checks a file.
  ///
  /// @param arena determines how long the file stays mapped
  /// @throws DamagedStoreException if the index or the trailer does not match its checksum
  BlockFile(Path file, Arena arena) throws IOException {
    this.file = file;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      this.map = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    long trailer = map.byteSize() - TRAILER_BYTES;
    if (trailer < 0) {
      throw new DamagedStoreException(file, "is cut short: " + map.byteSize() + " bytes");
    }
    verify(trailer, map.byteSize(), "trailer");
    long magic = map.get(LONG, trailer);
    if (magic != MAGIC) {
      throw new DamagedStoreException(
          file,
          "has the format %s, and this version of techrace reads %s"
              .formatted(name(magic), name(MAGIC)));
    }
    this.size = map.get(LONG, trailer + 8);
    this.indexStart = map.get(LONG, trailer + 16);
    this.blocks = map.get(INT, trailer + 24);
    this.rowLength = Long.BYTES + Integer.BYTES * map.get(INT, trailer + 28);
    if (indexStart + (long) rowLength * blocks + Integer.BYTES != trailer) {
      throw new DamagedStoreException(file, "has another length than its trailer states");
    }
    verify(indexStart, trailer, "index");
    this.verified = new AtomicIntegerArray((blocks >>> 5) + 1);
  }

  /// Returns the position of the first byte of a block, and verifies the block first if that has
  /// not been done.
  ///
  /// @throws DamagedStoreException if the block does not match its checksum
  long block(int i) {
    long start = start(i);
    if ((verified.getPlain(i >>> 5) & 1 << (i & 31)) == 0) {
      verify(start, end(i), "block " + i);
      verified.getAndUpdate(i >>> 5, bits -> bits | 1 << (i & 31));
    }
    return start;
  }

  /// Copies the bytes of a block, without its checksum.
  byte[] bytes(int i) {
    long start = block(i);
    byte[] bytes = new byte[(int) (end(i) - Integer.BYTES - start)];
    MemorySegment.copy(map, ValueLayout.JAVA_BYTE, start, bytes, 0, bytes.length);
    return bytes;
  }

  /// Returns one number of a block's index row.
  int key(int i, int column) {
    return map.get(
        INT, indexStart + (long) rowLength * i + Long.BYTES + (long) Integer.BYTES * column);
  }

  /// Verifies every block.
  void verifyAll() {
    for (int i = 0; i < blocks; i++) {
      block(i);
    }
  }

  private long start(int i) {
    return map.get(LONG, indexStart + (long) rowLength * i);
  }

  private long end(int i) {
    return i + 1 < blocks ? start(i + 1) : indexStart;
  }

  private static String name(long magic) {
    byte[] name = new byte[Long.BYTES];
    ByteBuffer.wrap(name).order(ByteOrder.LITTLE_ENDIAN).putLong(magic);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /// Compares the last four bytes of a part with the checksum of the bytes before them.
  private void verify(long from, long to, String part) {
    CRC32C crc = new CRC32C();
    crc.update(map.asSlice(from, to - Integer.BYTES - from).asByteBuffer());
    if ((int) crc.getValue() != map.get(INT, to - Integer.BYTES)) {
      throw new DamagedStoreException(
          file, part + " (bytes " + from + " to " + (to - 1) + ") does not match its checksum");
    }
  }
}
