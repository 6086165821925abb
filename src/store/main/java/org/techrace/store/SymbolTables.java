package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The [Symbols] of the groups of blocks of a dictionary. Safe for use by several threads.
final class SymbolTables {
  static final String FILE = "symbols";

  private final BlockFile file;

  /// The first block of each group.
  private final int[] firsts;

  /// The symbols of each group that has been read.
  private final AtomicReferenceArray<Symbols> known;

  SymbolTables(Path folder, Arena arena) throws IOException {
    this.file = new BlockFile(folder.resolve(FILE), arena);
    this.firsts = new int[file.blocks];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = file.key(i, 0);
    }
    this.known = new AtomicReferenceArray<>(firsts.length);
  }

  /// Returns the symbols of a block of the dictionary.
  Symbols of(int block) {
    int low = 0;
    int high = firsts.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firsts[middle] <= block) {
        low = middle;
      } else {
        high = middle;
      }
    }
    Symbols symbols = known.getPlain(low);
    if (symbols == null) {
      symbols = new Symbols(file.bytes(low));
      known.setRelease(low, symbols);
    }
    return symbols;
  }

  void verifyAll() {
    file.verifyAll();
  }
}
