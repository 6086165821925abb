package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// All triples of a store as rows of three ids, sorted in one [Order], each row with its graph set.
/// A row has a number, from 0. Read it through a [Cursor].
public final class Permutation {
  final BlockFile file;
  private final Order order;

  Permutation(Path folder, Order order, Arena arena) throws IOException {
    this.file = new BlockFile(folder.resolve(order.fileName()), arena);
    this.order = order;
  }

  /// How the rows are sorted.
  public Order order() {
    return order;
  }

  /// How many rows there are.
  public int size() {
    return (int) file.size;
  }

  /// A new cursor, for one thread.
  public Cursor cursor() {
    return new Cursor(this);
  }

  int rows(int block) {
    return Math.min(PermutationWriter.ROWS, size() - block * PermutationWriter.ROWS);
  }

  /// How the first row of a block compares with the first `columns` of a key.
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
