package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
import org.techrace.table.Value;

/// The views joined to a view, read and indexed by their join keys (RML-LV, section 5).
final class ViewJoins {
  /// A join with the table of its parent view.
  record Joined(LogicalView.ViewJoin join, SourceTable parent) {}

  /// The rows of a parent with what is taken from each, in the order of the join's fields.
  private record Indexed(LogicalView.ViewJoin join, RowIndex rows, List<Values> fields) {}

  private final List<Indexed> indexes;

  private ViewJoins(List<Indexed> indexes) {
    this.indexes = indexes;
  }

  /// Looks for what is wrong with the references to the parents before a row is read.
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
      List<Values> fields =
          joined.join.fields().stream().map(f -> compile(f.expression(), references)).toList();
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

  /// The rows that a row becomes when all views are joined to it.
  List<Cells> join(Cells cells) {
    List<Cells> all = List.of(cells);
    for (Indexed index : indexes) {
      List<Cells> longer = new ArrayList<>();
      for (Cells row : all) {
        List<Row> matches = new ArrayList<>();
        for (List<String> key : childKeys(index.join, row)) {
          matches.addAll(index.rows.find(key));
        }
        for (int i = 0; i < matches.size(); i++) {
          longer.addAll(with(index, matches.get(i), i, row));
        }
        if (matches.isEmpty() && !index.join.inner()) {
          longer.add(row);
        }
      }
      all = longer;
    }
    return all;
  }

  /// @param position the index of the match among all matches of the row
  private static List<Cells> with(Indexed index, Row parent, int position, Cells row) {
    List<Cells> all = List.of(row);
    for (int i = 0; i < index.fields.size(); i++) {
      String name = index.join.fields().get(i).name();
      List<Cells> longer = new ArrayList<>();
      for (Cells cells : all) {
        for (Value value : index.fields.get(i).of(parent)) {
          longer.add(cells.with(name, value).with(name + ".#", ViewTable.index(position)));
        }
      }
      all = longer.isEmpty() ? all : longer;
    }
    return all;
  }

  private static List<List<String>> childKeys(LogicalView.ViewJoin join, Cells row) {
    List<Values> keys = new ArrayList<>();
    for (Join condition : join.conditions()) {
      keys.add(_ -> Values.of(condition.child(), row));
    }
    return RowIndex.keys(new PackedRow(List.of()), keys);
  }
}
