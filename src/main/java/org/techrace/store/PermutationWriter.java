package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Writes a [Permutation]: rows that come sorted, in blocks of [#ROWS].
final class PermutationWriter implements Closeable {
  /// Rows in a block, but in the last one.
  static final int ROWS = 1024;

  /// The three ids and the graph set.
  static final int COLUMNS = 4;

  /// A column's part of a block header: its smallest value, its place in the block, its bit width.
  static final int COLUMN_HEADER = 12;

  private final BlockFileWriter out;
  private final int[][] rows = new int[COLUMNS][ROWS];
  private final byte[] bytes =
      new byte[COLUMNS * (COLUMN_HEADER + ROWS * Integer.BYTES) + Long.BYTES];
  private final ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private int n;
  private long size;

  PermutationWriter(Path file) throws IOException {
    this.out = new BlockFileWriter(file, COLUMNS - 1);
  }

  /// Appends a row; rows come in ascending order and none twice.
  void add(int a, int b, int c, int graphSet) throws IOException {
    if (n == ROWS) {
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
    block.putInt(0); // so that eight bytes may be read at any value
    out.block(bytes, block.position(), rows[0][0], rows[1][0], rows[2][0]);
    n = 0;
  }

  /// Writes the differences to the column's smallest value, each with the same number of bits.
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
