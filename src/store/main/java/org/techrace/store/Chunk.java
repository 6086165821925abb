package org.techrace.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/// A part of the incoming quads, which is written to disk as a run: its terms in sorted order, and
/// its quads with the rank of each term in that order.
///
/// Each distinct term is kept once, as its [TermKey], and numbered in the order of first
/// occurrence. The keys are in one array, and the open-addressing table has no object per entry.
final class Chunk {
  static final int POSITIONS = 4;

  /// Marks the default graph in a run.
  static final int NO_GRAPH = -1;

  /// The size of the keys at which a chunk is full, however few quads it has.
  private static final int KEY_BYTES = 64 << 20;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int capacity;

  /// The numbers of the terms of each quad.
  private int[] quads = new int[1 << 10];

  private int n;

  private byte[] keys = new byte[1 << 12];

  /// The index of each key in [#keys], and the index after the last one.
  private int[] starts = new int[1 << 10];

  private int terms;

  /// The hash of a term in the upper half of an entry and its number plus 1 in the lower half, or
  /// 0.
  private long[] table = new long[1 << 11];

  private int markedQuads;
  private int markedTerms;
  private final KeyBuffer key = new KeyBuffer();

  /// @param quads the number of quads at which the chunk is full
  Chunk(int quads) {
    this.capacity = POSITIONS * quads;
  }

  void add(Quad quad) {
    int s = number(quad.getSubject());
    int p = number(quad.getPredicate());
    int o = number(quad.getObject());
    add(s, p, o, quad.isTriple() || quad.isDefaultGraph() ? NO_GRAPH : number(quad.getGraph()));
  }

  private int number(Node term) {
    return number(TermKey.write(term, key));
  }

  /// Adds a quad of numbered terms.
  void add(int subject, int predicate, int object, int graph) {
    if (n == quads.length) {
      quads = Arrays.copyOf(quads, 2 * n);
    }
    quads[n] = subject;
    quads[n + 1] = predicate;
    quads[n + 2] = object;
    quads[n + 3] = graph;
    n += POSITIONS;
  }

  boolean isFull() {
    return n >= capacity || starts[terms] >= KEY_BYTES;
  }

  int quads() {
    return n / POSITIONS;
  }

  /// Returns the number of a term, which is a new one if the chunk does not contain the term.
  int number(KeyBuffer term) {
    int hash = hash(term.bytes, term.length);
    int mask = table.length - 1;
    int at = hash & mask;
    for (; table[at] != 0; at = at + 1 & mask) {
      int number = (int) table[at] - 1;
      if ((int) (table[at] >>> Integer.SIZE) == hash
          && Arrays.equals(keys, starts[number], starts[number + 1], term.bytes, 0, term.length)) {
        return number;
      }
    }
    table[at] = entry(hash, terms);
    append(term);
    if (2 * terms > table.length) {
      fillTable(2 * table.length);
    }
    return terms - 1;
  }

  private void append(KeyBuffer term) {
    int start = starts[terms];
    int end = start + term.length;
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, Math.max(2 * keys.length, end));
    }
    System.arraycopy(term.bytes, 0, keys, start, term.length);
    terms++;
    if (terms == starts.length) {
      starts = Arrays.copyOf(starts, 2 * terms);
    }
    starts[terms] = end;
  }

  private static long entry(int hash, int number) {
    return (long) hash << Integer.SIZE | number + 1;
  }

  private static int hash(byte[] key, int length) {
    long h = length;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      h = mix(h ^ (long) LONGS.get(key, i));
    }
    long rest = 0;
    for (; i < length; i++) {
      rest = (rest << Byte.SIZE) | (key[i] & 0xFF);
    }
    h = mix(h ^ rest);
    return (int) (h ^ h >>> Integer.SIZE);
  }

  private static long mix(long h) {
    long mixed = h * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 29;
  }

  /// Replaces the table by one of another size, with the entries of the current terms.
  private void fillTable(int size) {
    long[] filled = new long[size];
    for (long entry : table) {
      if (entry != 0 && (int) entry <= terms) {
        int at = (int) (entry >>> Integer.SIZE) & size - 1;
        while (filled[at] != 0) {
          at = at + 1 & size - 1;
        }
        filled[at] = entry;
      }
    }
    table = filled;
  }

  /// Marks the current quads and terms for [#reset].
  void mark() {
    markedQuads = n;
    markedTerms = terms;
  }

  /// Removes the quads and terms that were added after [#mark].
  void reset() {
    n = markedQuads;
    terms = markedTerms;
    fillTable(table.length);
  }

  /// Writes the run and empties the chunk.
  void write(Path termFile, Path quadFile) throws IOException {
    int[] rank = new int[terms];
    try (TermRun.Writer out = new TermRun.Writer(termFile)) {
      for (int number : KeySorter.sort(keys, starts, terms)) {
        rank[number] = out.add(keys, starts[number], starts[number + 1]);
      }
    }
    try (IntFile.Writer out = new IntFile.Writer(quadFile)) {
      for (int i = 0; i < n; i++) {
        out.put(quads[i] == NO_GRAPH ? NO_GRAPH : rank[quads[i]]);
      }
    }
    n = 0;
    terms = 0;
    Arrays.fill(table, 0);
  }
}
