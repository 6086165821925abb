package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a [Dictionary] from keys in ascending order, in blocks of [#BLOCK_TERMS] terms. Each key
/// except the first of a block is written without the prefix that it shares with the key before it.
final class DictionaryWriter implements Closeable {
  /// Terms in a block; the last block may have fewer.
  static final int BLOCK_TERMS = 16;

  private final BlockFileWriter out;
  private final KeyBuffer block = new KeyBuffer();
  private byte[] last = new byte[0];
  private int lastLength;
  private int size;

  /// The first id after each section.
  private final int[] ends = new int[Section.values().length];

  /// True for a section in which two terms have the same value.
  private final boolean[] repeats = new boolean[ends.length];

  DictionaryWriter(Path file) throws IOException {
    this.out = new BlockFileWriter(file, 0);
  }

  /// Appends a key, which must be greater than all keys before, and returns its id.
  int add(byte[] key, int length) throws IOException {
    int shared = Arrays.mismatch(last, 0, lastLength, key, 0, length);
    if (size == Integer.MAX_VALUE - 1) {
      throw new IOException("more than " + size + " terms: too many for the store of one release");
    }
    if (size % BLOCK_TERMS == 0) {
      flush();
      put(key, 0, length);
    } else {
      block.putNumber(shared);
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
    out.finish(size);
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
    block.putNumber(to - from).putBytes(key, from, to);
  }

  private void flush() throws IOException {
    if (block.length > 0) {
      out.block(block.bytes, block.length);
      block.clear();
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
