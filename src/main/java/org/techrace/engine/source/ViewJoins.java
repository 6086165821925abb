package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.Combinations;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Values;
import org.techrace.engine.source.ViewTable.Cells;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.RefObjectMap.Join;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// The joins of a view: the joined views are read and indexed by their join keys (RML-LV, section
/// 5).
final class ViewJoins {
  /// A join with the table of its parent view.
  record Joined(LogicalView.ViewJoin join, SourceTable parent) {}

  /// A field that a join adds from each row of the parent.
  private record JoinedField(String name, Values values) {}

  /// The rows of a parent by join key, and the fields to add from each.
  private record Indexed(LogicalView.ViewJoin join, RowIndex rows, List<JoinedField> fields) {}

  private final List<Indexed> indexes;

  private ViewJoins(List<Indexed> indexes) {
    this.indexes = indexes;
  }

  /// Reports invalid references to the parents, before any row is read.
  static void check(List<Joined> joins, Report report) throws IOException {
    for (Joined joined : joins) {
      References references = new References();
      references.readBy(joined.join.at(), "view join");
      joined.join.conditions().forEach(c -> compile(c.parent(), references));
      joined.join.fields().forEach(f -> compile(f.expression(), references));
      joined.parent.open(references.list(), report).close();
    }
  }

  /// Reads the parent views.
  static ViewJoins read(List<Joined> joins, Memory memory, Report report) throws IOException {
    List<Indexed> indexes = new ArrayList<>();
    for (Joined joined : joins) {
      References references = new References();
      List<Values> keys =
          joined.join.conditions().stream().map(c -> compile(c.parent(), references)).toList();
      List<JoinedField> fields =
          joined.join.fields().stream()
              .map(f -> new JoinedField(f.name(), compile(f.expression(), references)))
              .toList();
      int count = references.list().size();
      RowIndex index = new RowIndex(memory);
      try (SourceRows rows = joined.parent.open(references.list(), report)) {
        for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
          byte[] packed = PackedRow.pack(row, count);
          for (List<String> key : RowIndex.keys(row, keys)) {
            index.add(key, packed);
          }
        }
      }
      indexes.add(new Indexed(joined.join, index, fields));
    }
    return new ViewJoins(indexes);
  }

  private static Values compile(Expression expression, References references) {
    return Values.compile(expression, references, UnaryOperator.identity());
  }

  /// Returns the rows that result from joining all views to a row.
  List<Cells> join(Cells cells) {
    return Combinations.extend(cells, indexes, ViewJoins::joined);
  }

  private static List<Cells> joined(Cells row, Indexed index) {
    List<Row> matches = new ArrayList<>();
    for (List<String> key : childKeys(index.join, row)) {
      matches.addAll(index.rows.find(key));
    }
    List<Cells> joined = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      joined.addAll(with(index, matches.get(i), i, row));
    }
    return matches.isEmpty() && !index.join.inner() ? List.of(row) : joined;
  }

  /// Adds the fields of a matching row. A field without values adds nothing.
  ///
  /// @param position the index of the match among all matches of the row
  private static List<Cells> with(Indexed index, Row parent, int position, Cells row) {
    return Combinations.extend(
        row,
        index.fields,
        (cells, field) -> {
          List<Cells> longer =
              field.values.of(parent).stream()
                  .map(
                      value ->
                          cells
                              .with(field.name, value)
                              .with(field.name + ".#", ViewTable.index(position)))
                  .toList();
          return longer.isEmpty() ? List.of(cells) : longer;
        });
  }

  private static List<List<String>> childKeys(LogicalView.ViewJoin join, Cells row) {
    List<Values> keys = new ArrayList<>();
    for (Join condition : join.conditions()) {
      keys.add(_ -> Values.of(condition.child(), row));
    }
    return RowIndex.keys(new PackedRow(List.of()), keys);
  }
}
