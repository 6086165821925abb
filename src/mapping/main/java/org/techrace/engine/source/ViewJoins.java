package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.Combinations;
import org.techrace.engine.expression.ItemValues;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Scope;
import org.techrace.engine.expression.ValueFault;
import org.techrace.engine.expression.Values;
import org.techrace.engine.source.ViewTable.Cells;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalView;
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
  private record Indexed(
      LogicalView.ViewJoin join,
      List<ItemValues> childKeys,
      RowIndex rows,
      List<JoinedField> fields) {}

  private final List<Indexed> indexes;

  private ViewJoins(List<Indexed> indexes) {
    this.indexes = indexes;
  }

  /// Reports invalid references to the parents, before any row is read.
  static void check(List<Joined> joins, Scope scope, Report report) throws IOException {
    for (Joined joined : joins) {
      References references = new References(scope, joined.parent.name());
      references.readBy(joined.join.at(), "view join");
      joined.join.conditions().forEach(c -> compile(c.parent(), references));
      joined.join.fields().forEach(f -> compile(f.expression(), references));
      joined.parent.open(references.list(), report).close();
    }
  }

  /// Reads the parent views.
  ///
  /// @param child the references of the table of the child
  static ViewJoins read(List<Joined> joins, References child, Memory memory, Report report)
      throws IOException {
    List<Indexed> indexes = new ArrayList<>();
    for (Joined joined : joins) {
      References references = child.to(joined.parent.name());
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
          try {
            for (List<String> key : RowIndex.keys(row, keys)) {
              index.add(key, packed);
            }
          } catch (ValueFault e) {
            report.badRow(row.place(joined.parent.name()), e.located(), e.isListed());
          }
        }
      }
      references.unmatched().report(report);
      List<ItemValues> childKeys =
          joined.join.conditions().stream()
              .map(condition -> ItemValues.compile(condition.child(), child))
              .toList();
      indexes.add(new Indexed(joined.join, childKeys, index, fields));
    }
    return new ViewJoins(indexes);
  }

  private static Values compile(Expression expression, References references) {
    return Values.compile(expression, references, UnaryOperator.identity());
  }

  /// Returns the rows that result from joining all views to a row.
  ///
  /// @param of the row of the source
  List<Cells> join(Cells cells, Row of) {
    return Combinations.extend(cells, indexes, (row, index) -> joined(row, index, of));
  }

  private static List<Cells> joined(Cells row, Indexed index, Row of) {
    List<Row> matches = new ArrayList<>();
    for (List<String> key : childKeys(index, row, of)) {
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

  private static List<List<String>> childKeys(Indexed index, Cells row, Row of) {
    List<Values> keys = new ArrayList<>();
    for (ItemValues key : index.childKeys) {
      keys.add(_ -> key.of(row, of));
    }
    return RowIndex.keys(PackedRow.EMPTY, keys);
  }
}
