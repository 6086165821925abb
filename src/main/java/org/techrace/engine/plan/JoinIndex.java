package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Values;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.source.PackedRow;
import org.techrace.engine.source.RowIndex;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// The parent side of a join: what the subject map of the parent triples map reads, by join key.
///
/// @param <T> the form of a term
final class JoinIndex<T> {
  private final SourceTable table;
  private final References references;
  private final TermMaker<T> subject;
  private final List<Values> keys;
  private @Nullable RowIndex index;

  /// @param keys the parent's side of the join conditions
  JoinIndex(SourceTable table, References references, TermMaker<T> subject, List<Values> keys) {
    this.table = table;
    this.references = references;
    this.subject = subject;
    this.keys = List.copyOf(keys);
  }

  /// Looks for what is wrong with the references before a row is read.
  void check(Report report) throws IOException {
    table.open(references.list(), report).close();
  }

  /// Reads the parent's table, the first time it is called. What is wrong with its rows is not
  /// reported: it is when the parent itself is mapped.
  void read(Memory memory) throws IOException {
    if (index != null) {
      return;
    }
    RowIndex read = new RowIndex(memory);
    RowQuads<T> made = new RowQuads<>();
    int count = references.list().size();
    try (SourceRows rows = table.open(references.list(), new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (!subject.of(row, made).isEmpty()) {
          byte[] packed = PackedRow.pack(row, count);
          for (List<String> key : RowIndex.keys(row, keys)) {
            read.add(key, packed);
          }
        }
        made.clear();
      }
    }
    index = read;
  }

  /// The parent's subjects that a row of the child joins with, once they were read.
  ///
  /// @param expressions the child's side of the join conditions
  List<T> find(Row child, List<Values> expressions) {
    RowIndex rows = Objects.requireNonNull(index);
    List<T> found = new ArrayList<>();
    // The parent's faults are told where it is mapped itself.
    RowQuads<T> untold = new RowQuads<>();
    for (List<String> key : RowIndex.keys(child, expressions)) {
      for (Row parent : rows.find(key)) {
        found.addAll(subject.of(parent, untold));
      }
    }
    return found;
  }
}
