package org.techrace.engine.plan;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.source.KeyedRows;
import org.techrace.engine.source.RowIndex;
import org.techrace.memory.Memory;
import org.techrace.table.Row;

/// Collects the parents of a join from rows that are read for the triples maps over their table, so
/// that the table is read once.
///
/// Several threads pack the rows of numbered batches. The batches are added in the order of their
/// numbers.
///
/// @param <T> the form of a term
public final class ParentCollector<T> {
  /// The number of packed batches that may wait for an earlier one.
  private static final int MAX_WAITING_BATCHES = 64;

  private final JoinIndex<T> parents;
  private final ParentPacker<T> packer;
  private final Map<Long, KeyedRows> waiting = new HashMap<>();
  private @Nullable RowIndex index;
  private long next;

  /// @param packer packs the rows of the triples maps
  ParentCollector(JoinIndex<T> parents, ParentPacker<T> packer) {
    this.parents = parents;
    this.packer = packer;
  }

  /// Packs the rows of one thread.
  public final class Batch {
    private final LineBuffer line = new LineBuffer(256);
    private KeyedRows rows = packer.newRows();

    /// Packs a row if it has a subject.
    public void add(Row row) throws IOException {
      packer.add(row, true, line, rows);
    }

    /// Adds the packed rows to the parents, and begins another batch.
    ///
    /// @param number the number of the batch, from 0
    public void end(long number) throws IOException {
      addAll(number, rows);
      rows = packer.newRows();
    }
  }

  JoinIndex<T> parents() {
    return parents;
  }

  /// Begins to collect.
  public void begin(Memory memory) throws IOException {
    index = new RowIndex(memory);
  }

  /// Returns an empty batch.
  public Batch batch() {
    return new Batch();
  }

  private synchronized void addAll(long number, KeyedRows rows) throws IOException {
    try {
      while (number - next > MAX_WAITING_BATCHES) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    waiting.put(number, rows);
    for (@Nullable KeyedRows of = waiting.remove(next); of != null; of = waiting.remove(next)) {
      Objects.requireNonNull(index).addAll(of);
      next++;
    }
    notifyAll();
  }

  /// Ends collecting: joins find the parents from now on.
  public void end() throws IOException {
    parents.set(Objects.requireNonNull(index));
  }
}
