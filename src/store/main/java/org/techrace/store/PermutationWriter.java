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

  /// Size in bytes of a column's part of the block header, which [ColumnPacker] describes.
  static final int COLUMN_HEADER = 12;

  private final BlockFileWriter out;
  private final int[][] rows = new int[COLUMNS][BLOCK_ROWS];
  private final byte[] bytes =
      new byte[COLUMNS * (COLUMN_HEADER + BLOCK_ROWS * Integer.BYTES) + Long.BYTES];

  private final ColumnPacker packer = new ColumnPacker();
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
      packer.pack(rows[column], n, block, column * COLUMN_HEADER);
    }
    block.putLong(0); // padding: a reader takes eight bytes at any value
    out.block(bytes, block.position(), rows[0][0], rows[1][0], rows[2][0]);
    n = 0;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
