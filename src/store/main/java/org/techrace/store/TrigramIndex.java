package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.techrace.store.Dictionary.IdRange;

/// Finds the terms whose texts may contain some parts. The index lists for each of the [Trigrams]
/// of all IRIs and literals the blocks of the dictionary in which it occurs. Safe for use by
/// several threads.
public final class TrigramIndex {
  static final String FILE = "trigrams";

  /// The number of characters of a part that are looked up.
  private static final int MOST_CHARACTERS = 64;

  /// Reading the terms of a block takes as long as reading this number of bytes of a list.
  private static final int BYTES_PER_BLOCK = 256;

  private final BlockFile file;

  /// Triple terms, whose texts are not in the index.
  private final IdRange triples;

  /// @param triples the ids of the triple terms, which are the last ones
  TrigramIndex(Path folder, Arena arena, IdRange triples) throws IOException {
    this.file = new BlockFile(folder.resolve(TrigramIndex.FILE), arena);
    this.triples = triples;
  }

  /// Returns the ids of all terms whose text, or one of its [TextForm]s, contains all parts. They
  /// are few if the parts are rare, but some of the terms may not contain them. Letters of ASCII
  /// are found in any case. The result includes all triple terms.
  ///
  /// @return empty if each part is too short to be found: of one or two ASCII characters
  public Optional<IdRanges> candidates(List<String> parts) {
    TreeSet<Integer> trigrams = new TreeSet<>();
    for (String part : parts) {
      int length = Math.min(part.length(), MOST_CHARACTERS);
      Trigrams.of(part.substring(0, length), trigrams::add);
    }
    if (trigrams.isEmpty()) {
      return Optional.empty();
    }
    List<BlockReader> lists = new ArrayList<>();
    for (int trigram : trigrams) {
      Optional<BlockReader> list = list(trigram);
      if (list.isEmpty()) {
        return Optional.of(IdRanges.of(triples));
      }
      lists.add(list.get());
    }
    lists.sort(Comparator.comparingInt(BlockReader::left));
    return Optional.of(ids(common(lists)).union(IdRanges.of(triples)));
  }

  /// Returns the blocks that are in all lists, as ranges. Long lists are not read if that takes
  /// longer than reading the blocks.
  ///
  /// @param lists the lists, the shortest first
  private static int[] common(List<BlockReader> lists) {
    int[] common = BlockList.ranges(lists.getFirst());
    for (BlockReader list : lists.subList(1, lists.size())) {
      if ((long) size(common) * BYTES_PER_BLOCK < list.left()) {
        break;
      }
      common = common(common, BlockList.ranges(list));
    }
    return common;
  }

  private static int size(int[] ranges) {
    int size = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      size += ranges[i + 1] - ranges[i];
    }
    return size;
  }

  private static int[] common(int[] x, int[] y) {
    int[] common = new int[x.length + y.length];
    int n = 0;
    int i = 0;
    int k = 0;
    while (i < x.length && k < y.length) {
      int from = Math.max(x[i], y[k]);
      int to = Math.min(x[i + 1], y[k + 1]);
      if (from < to) {
        common[n++] = from;
        common[n++] = to;
      }
      if (x[i + 1] < y[k + 1]) {
        i += 2;
      } else {
        k += 2;
      }
    }
    return Arrays.copyOf(common, n);
  }

  private IdRanges ids(int[] blocks) {
    List<IdRange> ids = new ArrayList<>(blocks.length / 2);
    for (int i = 0; i < blocks.length; i += 2) {
      int from = blocks[i] * DictionaryWriter.BLOCK_TERMS + 1;
      int to =
          (int) Math.min(triples.start(), blocks[i + 1] * (long) DictionaryWriter.BLOCK_TERMS + 1);
      if (i > 0 && ids.getLast().end() == from) {
        from = ids.removeLast().start();
      }
      ids.add(new IdRange(from, to));
    }
    return new IdRanges(List.copyOf(ids));
  }

  /// Returns the list of a trigram, or empty if no term has it.
  private Optional<BlockReader> list(int trigram) {
    int low = -1;
    int high = file.blocks;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (file.key(middle, 0) <= trigram) {
        low = middle;
      } else {
        high = middle;
      }
    }
    if (low < 0) {
      return Optional.empty();
    }
    BlockReader block = new BlockReader(file.bytes(low));
    while (block.hasMore()) {
      int found = block.threeBytes();
      BlockReader list = block.part(block.number());
      if (found >= trigram) {
        return found == trigram ? Optional.of(list) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  void verifyAll() {
    file.verifyAll();
  }
}
