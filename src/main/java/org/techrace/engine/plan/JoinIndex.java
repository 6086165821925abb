package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.expression.Values;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.source.PackedRow;
import org.techrace.engine.source.RowIndex;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// The parent side of a join: the values that the parent's subject map reads, by join key.
///
/// @param <T> the form of a term
final class JoinIndex<T> {
  private final ParentRows parents;
  private final ParentRows.Key key;
  private final SourceTable table;
  private final References references;
  private final TermMaker<T> subject;
  private final List<Values> keys;
  private @Nullable RowIndex index;

  /// @param parents the parents that have been read
  /// @param key identifies the parent among them
  /// @param keys the parent expressions of the join conditions
  JoinIndex(
      ParentRows parents,
      ParentRows.Key key,
      SourceTable table,
      References references,
      TermMaker<T> subject,
      List<Values> keys) {
    this.parents = parents;
    this.key = key;
    this.table = table;
    this.references = references;
    this.subject = subject;
    this.keys = List.copyOf(keys);
  }

  /// Reports invalid references, before any row is read.
  void check(Report report) throws IOException {
    table.open(references.list(), report).close();
  }

  /// Reads the table of the parent, unless it has been read. Errors in its rows are not reported
  /// here, but when the parent itself is mapped.
  void read(Memory memory) throws IOException {
    if (index == null) {
      index = parents.get(key, () -> readRows(memory));
    }
  }

  private RowIndex readRows(Memory memory) throws IOException {
    RowIndex read = new RowIndex(memory);
    RowQuads<T> made = new RowQuads<>();
    int count = references.list().size();
    try (SourceRows rows = table.open(references.list(), new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (!subject.of(row, made).isEmpty()) {
          byte[] packed = PackedRow.pack(row, count);
          for (List<String> values : keys(row)) {
            read.add(values, packed);
          }
        }
        made.clear();
      }
    }
    return read;
  }

  private List<List<String>> keys(Row row) {
    try {
      return RowIndex.keys(row, keys);
    } catch (ValueFault _) {
      return List.of();
    }
  }

  /// Returns the subjects of the parent that a row of the child joins with. [#read] must have been
  /// called.
  ///
  /// @param expressions the child expressions of the join conditions
  List<T> find(Row child, List<Values> expressions) {
    RowIndex rows = Objects.requireNonNull(index);
    List<T> found = new ArrayList<>();
    // Errors in the parent are reported when the parent itself is mapped.
    RowQuads<T> ignored = new RowQuads<>();
    for (List<String> values : RowIndex.keys(child, expressions)) {
      for (Row parent : rows.find(values)) {
        found.addAll(subject.of(parent, ignored));
      }
    }
    return found;
  }
}
