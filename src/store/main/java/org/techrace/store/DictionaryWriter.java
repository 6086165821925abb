package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Writes a [Dictionary] from keys in ascending order, in blocks of [#BLOCK_TERMS] terms. Each key
/// except the first of a block is written without the prefix that it shares with the key before it.
/// The rest of a key is written with [Symbols], which are found for a group of blocks from some of
/// its keys. Another thread does that while the next group is received.
final class DictionaryWriter implements Closeable {
  /// Terms in a block; the last block may have fewer.
  static final int BLOCK_TERMS = 16;

  /// The most blocks of a group.
  private static final int GROUP_BLOCKS = 1 << 14;

  /// The blocks after which a group ends where another section begins.
  private static final int SECTION_BLOCKS = 1 << 8;

  /// The size in bytes of the sample of keys that determines the symbols.
  private static final int SAMPLE_BYTES = 1 << 15;

  private final BlockFileWriter out;
  private final BlockFileWriter symbols;
  private final ExecutorService threads;
  private Group group = new Group();
  private Group spare = new Group();
  private @Nullable Future<?> writing;

  /// The number of blocks before the group.
  private int blocks;

  private byte[] last = new byte[0];
  private int lastLength;
  private int size;

  /// The first id after each section.
  private final int[] ends = new int[Section.values().length];

  /// True for a section in which two terms have the same value.
  private final boolean[] repeats = new boolean[ends.length];

  /// Keys that are not written yet.
  private static final class Group {
    /// For each key, the number of bytes that it shares with the one before if it is not the first
    /// of a block, the number of further bytes, and these.
    private final KeyBuffer keys = new KeyBuffer();

    /// The index in `keys` of each block, and the index after the last one.
    private int[] starts = new int[SECTION_BLOCKS];

    private int blocks;

    /// The code of the section of the first key.
    private int section;

    void startBlock(int code) {
      section = blocks == 0 ? code : section;
      if (blocks + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
      }
      starts[blocks++] = keys.length;
    }
  }

  /// @param folder the folder of the store
  /// @param threads one of them finds symbols
  DictionaryWriter(Path folder, ExecutorService threads) throws IOException {
    this.out = new BlockFileWriter(folder.resolve(Dictionary.FILE), 0);
    this.symbols = new BlockFileWriter(folder.resolve(SymbolTables.FILE), 1);
    this.threads = threads;
  }

  /// Appends a key, which must be greater than all keys before, and returns its id.
  int add(byte[] key, int length) throws IOException {
    int shared = Arrays.mismatch(last, 0, lastLength, key, 0, length);
    if (size == Integer.MAX_VALUE - 1) {
      throw new IOException("more than " + size + " terms: too many for the store of one release");
    }
    if (size % BLOCK_TERMS == 0) {
      if (group.blocks == GROUP_BLOCKS
          || (group.blocks >= SECTION_BLOCKS && group.section != key[0])) {
        flush();
      }
      group.startBlock(key[0]);
      put(key, 0, length);
    } else {
      group.keys.putNumber(shared);
      put(key, shared, length);
    }
    size++;
    ends[key[0]] = size + 1;
    int valueLength = TermKey.valueLength(key);
    if (valueLength > 0 && shared >= valueLength) {
      repeats[key[0]] = true;
    }
    if (last.length < length) {
      last = new byte[2 * length];
    }
    System.arraycopy(key, 0, last, 0, length);
    lastLength = length;
    return size;
  }

  void finish() throws IOException {
    flush();
    await();
    out.finish(size);
    symbols.finish(symbols.blocks());
  }

  /// Returns the number of terms so far.
  int size() {
    return size;
  }

  /// Returns the range of each section, in the order of their codes.
  List<Summary.Range> sections() {
    List<Summary.Range> sections = new ArrayList<>();
    int end = 1;
    for (int i = 0; i < ends.length; i++) {
      end = Math.max(end, ends[i]);
      sections.add(new Summary.Range(end, !repeats[i]));
    }
    return sections;
  }

  private void put(byte[] key, int from, int to) {
    group.keys.putNumber(to - from).putBytes(key, from, to);
  }

  /// Passes the group to another thread and continues with the other one.
  private void flush() throws IOException {
    await();
    if (group.blocks == 0) {
      return;
    }
    Group full = group;
    int first = blocks;
    blocks += full.blocks;
    group = spare;
    spare = full;
    writing =
        threads.submit(
            () -> {
              write(full, first);
              return null;
            });
  }

  private void await() throws IOException {
    Future<?> started = writing;
    writing = null;
    if (started != null) {
      Tasks.await(started, StoreWriter.WORK);
    }
  }

  private void write(Group full, int first) throws IOException {
    full.starts[full.blocks] = full.keys.length;
    full.keys.room(Long.BYTES);
    SymbolsFinder found = find(full);
    KeyBuffer coded = new KeyBuffer();
    found.writeSymbols(coded);
    symbols.block(coded.bytes, coded.length, first);
    KeyBuffer codes = new KeyBuffer();
    for (int i = 0; i < full.blocks; i++) {
      coded.clear();
      BlockReader keys = new BlockReader(full.keys.bytes, full.starts[i], full.starts[i + 1]);
      for (int n = 0; keys.hasMore(); n++) {
        if (n > 0) {
          coded.putNumber(keys.number());
        }
        int length = keys.number();
        int start = keys.place();
        keys.skip(length);
        found.write(full.keys.bytes, start, start + length, codes.clear());
        coded.putNumber(codes.length).putBytes(codes.bytes, 0, codes.length);
      }
      out.block(coded.bytes, coded.length);
    }
    full.keys.clear();
    full.blocks = 0;
  }

  /// Finds symbols from blocks at equal distances.
  private static SymbolsFinder find(Group full) {
    int step = Math.max(1, full.keys.length / SAMPLE_BYTES);
    KeyBuffer texts = new KeyBuffer(2 * SAMPLE_BYTES);
    int[] ends = new int[BLOCK_TERMS * (full.blocks / step + 1)];
    int n = 0;
    for (int i = 0; i < full.blocks; i += step) {
      BlockReader keys = new BlockReader(full.keys.bytes, full.starts[i], full.starts[i + 1]);
      for (int key = 0; keys.hasMore(); key++) {
        if (key > 0) {
          keys.number();
        }
        int length = keys.number();
        texts.putBytes(full.keys.bytes, keys.place(), keys.place() + length);
        keys.skip(length);
        ends[n++] = texts.length;
      }
    }
    texts.room(Long.BYTES);
    return new SymbolsFinder(texts.bytes, ends, n);
  }

  @Override
  public void close() throws IOException {
    try (out;
        symbols) {
      // Both are closed, even if closing the first fails.
    }
  }
}
