package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;

/// A memory-mapped file of blocks, as [BlockFileWriter] leaves it. Opening it reads and verifies
/// trailer and index; each block is verified when it is first asked for.
final class BlockFile {
  static final long MAGIC = 0x3145524f54534b54L; // "TKSTORE1"
  static final int TRAILER = 36;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The bytes of the file.
  final MemorySegment map;

  /// How many blocks there are.
  final int blocks;

  /// How many entries the blocks hold together.
  final long size;

  private final Path file;
  private final long indexStart;
  private final int rowLength;

  /// One bit a block: whether it was verified. Two threads may both verify a block: no harm.
  private final AtomicIntegerArray verified;

  /// @param arena how long the file stays mapped
  /// @throws DamagedStoreException if index or trailer are not as written
  BlockFile(Path file, Arena arena) throws IOException {
    this.file = file;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      this.map = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    long trailer = map.byteSize() - TRAILER;
    if (trailer < 0) {
      throw new DamagedStoreException(file, "is cut short: " + map.byteSize() + " bytes");
    }
    verify(trailer, map.byteSize(), "trailer");
    if (map.get(LONG, trailer) != MAGIC) {
      throw new DamagedStoreException(file, "is no store file of this version");
    }
    this.size = map.get(LONG, trailer + 8);
    this.indexStart = map.get(LONG, trailer + 16);
    this.blocks = map.get(INT, trailer + 24);
    this.rowLength = Long.BYTES + Integer.BYTES * map.get(INT, trailer + 28);
    if (indexStart + (long) rowLength * blocks + Integer.BYTES != trailer) {
      throw new DamagedStoreException(file, "has a length that its trailer does not tell");
    }
    verify(indexStart, trailer, "index");
    this.verified = new AtomicIntegerArray((blocks >>> 5) + 1);
  }

  /// The place of a block's first byte, after the block was verified.
  ///
  /// @throws DamagedStoreException if the block is not as written
  long block(int i) {
    long start = start(i);
    if ((verified.getPlain(i >>> 5) & 1 << (i & 31)) == 0) {
      verify(start, end(i), "block " + i);
      verified.getAndUpdate(i >>> 5, bits -> bits | 1 << (i & 31));
    }
    return start;
  }

  /// The bytes of a block without its checksum.
  byte[] bytes(int i) {
    long start = block(i);
    byte[] bytes = new byte[(int) (end(i) - Integer.BYTES - start)];
    MemorySegment.copy(map, ValueLayout.JAVA_BYTE, start, bytes, 0, bytes.length);
    return bytes;
  }

  /// A number of a block's index row.
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

  /// Compares the last four bytes of a part with the checksum of those before.
  private void verify(long from, long to, String part) {
    CRC32C crc = new CRC32C();
    crc.update(map.asSlice(from, to - Integer.BYTES - from).asByteBuffer());
    if ((int) crc.getValue() != map.get(INT, to - Integer.BYTES)) {
      throw new DamagedStoreException(
          file, part + " (bytes " + from + " to " + (to - 1) + ") does not match its checksum");
    }
  }
}
