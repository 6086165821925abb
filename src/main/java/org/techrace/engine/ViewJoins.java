package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.ViewTable.Cells;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.RefObjectMap.Join;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Row;
import org.techrace.table.Rows;
import org.techrace.table.Table;
import org.techrace.table.Value;

/// The views joined to a view, read and indexed by their join keys (RML-LV, section 5).
final class ViewJoins {
  /// A join with the table of its parent view.
  record Joined(LogicalView.ViewJoin join, Table parent) {}

  private record Indexed(LogicalView.ViewJoin join, Map<List<String>, List<Item>> rows) {}

  private final List<Indexed> indexes;

  private ViewJoins(List<Indexed> indexes) {
    this.indexes = indexes;
  }

  /// Reads the parent views.
  static ViewJoins read(List<Joined> joins, Report report) throws IOException {
    List<Indexed> indexes = new ArrayList<>();
    for (Joined joined : joins) {
      Map<List<String>, List<Item>> byKey = new HashMap<>();
      try (Rows rows = joined.parent.open(List.of(), report)) {
        for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
          Item item = row.item();
          for (List<String> key : keys(joined.join, false, item)) {
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
          }
        }
      }
      indexes.add(new Indexed(joined.join, byKey));
    }
    return new ViewJoins(indexes);
  }

  /// The rows that a row becomes when all views are joined to it.
  List<Cells> join(Cells cells) {
    List<Cells> all = List.of(cells);
    for (Indexed index : indexes) {
      List<Cells> longer = new ArrayList<>();
      for (Cells row : all) {
        List<Item> matches = new ArrayList<>();
        for (List<String> key : keys(index.join, true, row)) {
          matches.addAll(index.rows.getOrDefault(key, List.of()));
        }
        for (int i = 0; i < matches.size(); i++) {
          longer.addAll(with(index.join, matches.get(i), i, row));
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
  private static List<Cells> with(LogicalView.ViewJoin join, Item parent, int position, Cells row) {
    List<Cells> all = List.of(row);
    for (LogicalView.ExpressionField field : join.fields()) {
      List<Cells> longer = new ArrayList<>();
      for (Cells cells : all) {
        for (Value value : Values.of(field.expression(), parent)) {
          longer.add(
              cells.with(field.name(), value).with(field.name() + ".#", ViewTable.index(position)));
        }
      }
      all = longer.isEmpty() ? all : longer;
    }
    return all;
  }

  private static List<List<String>> keys(LogicalView.ViewJoin join, boolean child, Item item) {
    List<List<String>> keys = List.of(List.of());
    for (Join condition : join.conditions()) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> start : keys) {
        for (Value value : Values.of(child ? condition.child() : condition.parent(), item)) {
          List<String> key = new ArrayList<>(start);
          key.add(value.text());
          longer.add(key);
        }
      }
      keys = longer;
    }
    return keys;
  }
}
