package org.techrace.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/// A part of the incoming quads, which is written to disk as a run: its terms in sorted order, and
/// its quads with the rank of each term in that order.
final class Chunk {
  static final int POSITIONS = 4;

  /// Marks the default graph in a run.
  static final int NO_GRAPH = -1;

  private final @Nullable Node[] terms;
  private int n;

  Chunk(int quads) {
    this.terms = new @Nullable Node[POSITIONS * quads];
  }

  void add(Node subject, Node predicate, Node object, @Nullable Node graph) {
    terms[n] = subject;
    terms[n + 1] = predicate;
    terms[n + 2] = object;
    terms[n + 3] = graph;
    n += POSITIONS;
  }

  boolean isFull() {
    return n == terms.length;
  }

  int quads() {
    return n / POSITIONS;
  }

  private static final class Term implements Comparable<Term> {
    private final byte[] key;
    private final int number;

    Term(byte[] key, int number) {
      this.key = key;
      this.number = number;
    }

    @Override
    public int compareTo(Term other) {
      return Arrays.compareUnsigned(key, other.key);
    }
  }

  /// Writes the run and empties the chunk.
  void write(Path termFile, Path quadFile) throws IOException {
    NodeNumbers numbers = new NodeNumbers();
    int[] quads = new int[n];
    for (int i = 0; i < n; i++) {
      Node term = terms[i];
      quads[i] = term == null ? NO_GRAPH : numbers.number(term);
    }
    Arrays.fill(terms, 0, n, null);
    Term[] sorted = new Term[numbers.size()];
    KeyBuffer key = new KeyBuffer();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = new Term(TermKey.write(numbers.node(i), key).toBytes(), i);
    }
    Arrays.sort(sorted);
    int[] rank = new int[sorted.length];
    try (TermRun.Writer out = new TermRun.Writer(termFile)) {
      for (Term term : sorted) {
        rank[term.number] = out.add(term.key);
      }
    }
    try (IntFile.Writer out = new IntFile.Writer(quadFile)) {
      for (int q : quads) {
        out.put(q == NO_GRAPH ? NO_GRAPH : rank[q]);
      }
    }
    n = 0;
  }

  /// Numbers nodes in the order of their first occurrence. The open-addressing table creates no
  /// object per entry.
  private static final class NodeNumbers {
    private @Nullable Node[] nodes = new @Nullable Node[1 << 16];
    private int[] table = new int[1 << 18];
    private int size;

    int size() {
      return size;
    }

    Node node(int number) {
      return java.util.Objects.requireNonNull(nodes[number]);
    }

    int number(Node node) {
      int mask = table.length - 1;
      int at = spread(node) & mask;
      while (table[at] != 0) {
        if (node.equals(nodes[table[at] - 1])) {
          return table[at] - 1;
        }
        at = at + 1 & mask;
      }
      if (size == nodes.length) {
        grow();
        return number(node);
      }
      nodes[size++] = node;
      table[at] = size;
      return size - 1;
    }

    private void grow() {
      nodes = Arrays.copyOf(nodes, 2 * size);
      table = new int[2 * table.length];
      int mask = table.length - 1;
      for (int i = 0; i < size; i++) {
        int at = spread(node(i)) & mask;
        while (table[at] != 0) {
          at = at + 1 & mask;
        }
        table[at] = i + 1;
      }
    }

    private static int spread(Node node) {
      int h = node.hashCode() * 0x9E3779B9;
      return h ^ h >>> 15;
    }
  }
}
