package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// All triples of a store as rows of three ids, sorted in one [Order], each row with the number of
/// its graph set. Rows are numbered from 0 and are read through a [Cursor]. Safe for use by several
/// threads.
public final class Permutation {
  final BlockFile file;
  private final Order order;

  Permutation(Path folder, Order order, Arena arena) throws IOException {
    this.file = new BlockFile(folder.resolve(order.fileName()), arena);
    this.order = order;
  }

  /// Returns the order of the rows.
  public Order order() {
    return order;
  }

  /// Returns the number of rows.
  public long size() {
    return file.size;
  }

  /// Creates a cursor for the calling thread.
  public Cursor cursor() {
    return new Cursor(this);
  }

  int rows(int block) {
    return (int)
        Math.min(
            PermutationWriter.BLOCK_ROWS, size() - (long) block * PermutationWriter.BLOCK_ROWS);
  }

  /// Compares the first row of a block with the first `columns` values of a key.
  int compareFirst(int block, int columns, int a, int b, int c) {
    int x = Integer.compare(file.key(block, 0), a);
    if (x == 0 && columns > 1) {
      x = Integer.compare(file.key(block, 1), b);
    }
    if (x == 0 && columns > 2) {
      x = Integer.compare(file.key(block, 2), c);
    }
    return x;
  }
}
