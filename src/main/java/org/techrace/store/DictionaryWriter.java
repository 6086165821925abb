package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a [Dictionary]: keys that come sorted, in blocks of [#TERMS], each key but a block's
/// first without the bytes it shares with the one before.
final class DictionaryWriter implements Closeable {
  /// Terms in a block, but in the last one.
  static final int TERMS = 16;

  private final BlockFileWriter out;
  private final KeyBuffer block = new KeyBuffer();
  private byte[] last = new byte[0];
  private int lastLength;
  private int size;

  /// The first id after each section.
  private final int[] ends = new int[Section.values().length];

  /// Whether a section has two terms of the same value.
  private final boolean[] repeats = new boolean[ends.length];

  DictionaryWriter(Path file) throws IOException {
    this.out = new BlockFileWriter(file, 0);
  }

  /// Appends a key, greater than all before, and returns its id.
  int add(byte[] key, int length) throws IOException {
    int shared = Arrays.mismatch(last, 0, lastLength, key, 0, length);
    if (size == Integer.MAX_VALUE - 1) {
      throw new IOException("more than " + size + " terms: too many for a store of one release");
    }
    if (size % TERMS == 0) {
      flush();
      put(key, 0, length);
    } else {
      putNumber(shared);
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

  /// Where the sections lie.
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
    int n = to - from;
    putNumber(n);
    block.room(n);
    System.arraycopy(key, from, block.bytes, block.length, n);
    block.length += n;
  }

  /// Seven bits a byte, the lowest first; all bytes but the last have the highest bit set.
  private void putNumber(int n) {
    int rest = n;
    while (rest >= 0x80) {
      block.put(rest | 0x80);
      rest >>>= 7;
    }
    block.put(rest);
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
