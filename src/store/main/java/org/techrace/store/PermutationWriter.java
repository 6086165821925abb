package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Writes a [Permutation] from rows in ascending order, in blocks of [#BLOCK_ROWS] rows.
final class PermutationWriter implements Closeable {
  /// Rows in a block; the last block may have fewer.
  static final int BLOCK_ROWS = 1024;

  /// Three ids and the graph set.
  static final int COLUMNS = 4;

  /// Size in bytes of a column's part of the block header: its smallest value, its position in the
  /// block, and its bit width.
  static final int COLUMN_HEADER = 12;

  private final BlockFileWriter out;
  private final int[][] rows = new int[COLUMNS][BLOCK_ROWS];
  private final byte[] bytes =
      new byte[COLUMNS * (COLUMN_HEADER + BLOCK_ROWS * Integer.BYTES) + Long.BYTES];
  private final ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private int n;
  private long size;

  PermutationWriter(Path file) throws IOException {
    this.out = new BlockFileWriter(file, COLUMNS - 1);
  }

  /// Appends a row, which must be greater than all rows before.
  void add(int a, int b, int c, int graphSet) throws IOException {
    if (n == BLOCK_ROWS) {
      flush();
    }
    rows[0][n] = a;
    rows[1][n] = b;
    rows[2][n] = c;
    rows[3][n++] = graphSet;
    size++;
  }

  void finish() throws IOException {
    if (n > 0) {
      flush();
    }
    out.finish(size);
  }

  private void flush() throws IOException {
    block.clear().position(COLUMNS * COLUMN_HEADER);
    for (int column = 0; column < COLUMNS; column++) {
      pack(column);
    }
    block.putInt(0); // padding: a reader takes eight bytes at any value
    out.block(bytes, block.position(), rows[0][0], rows[1][0], rows[2][0]);
    n = 0;
  }

  /// Writes a column as differences from its smallest value, all with the same number of bits.
  private void pack(int column) {
    int[] values = rows[column];
    int base = Integer.MAX_VALUE;
    int top = 0;
    for (int i = 0; i < n; i++) {
      base = Math.min(base, values[i]);
      top = Math.max(top, values[i]);
    }
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(top - base);
    block.putInt(column * COLUMN_HEADER, base);
    block.putInt(column * COLUMN_HEADER + 4, block.position());
    block.putInt(column * COLUMN_HEADER + 8, width);
    long bits = 0;
    int held = 0;
    for (int i = 0; i < n && width > 0; i++) {
      bits |= (long) (values[i] - base) << held;
      held += width;
      while (held >= Byte.SIZE) {
        block.put((byte) bits);
        bits >>>= Byte.SIZE;
        held -= Byte.SIZE;
      }
    }
    if (held > 0) {
      block.put((byte) bits);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
