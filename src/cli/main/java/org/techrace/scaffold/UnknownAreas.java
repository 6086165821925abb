package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.report.Report;

/// Warns of values in columns of areas that the list of areas does not have: each becomes an area
/// of its own, although a cell may have shifted or be misspelt.
final class UnknownAreas {
  /// The most values of a column that a warning names.
  private static final int SHOWN = 3;

  /// A column of areas, and its values that are in no list.
  private record Column(SeenColumn column, int index, List<String> unknown) {
    List<String> shown() {
      return unknown.stream().limit(SHOWN).toList();
    }
  }

  private final Map<NewTable, List<Column>> columns = new LinkedHashMap<>();

  /// Adds a column of areas.
  void add(DraftTable draft, SeenColumn column, KnownAreas.Form form) {
    List<String> unknown =
        column.values().keySet().stream()
            .filter(value -> !KnownAreas.isKnown(value.strip(), form))
            .toList();
    if (!unknown.isEmpty()) {
      columns
          .computeIfAbsent(draft.table(), _ -> new ArrayList<>())
          .add(new Column(column, draft.columns().indexOf(column), unknown));
    }
  }

  /// Warns of the values, with their lines.
  void tell(Report report) throws IOException {
    for (Map.Entry<NewTable, List<Column>> of : columns.entrySet()) {
      Map<Integer, List<String>> wanted = new HashMap<>();
      for (Column column : of.getValue()) {
        wanted.put(column.index, column.shown());
      }
      FirstPlaces places = FirstPlaces.of(of.getKey(), wanted, 1);
      for (Column column : of.getValue()) {
        report.warn(
            places.of(column.index, column.unknown.getFirst()),
            "column '%s': %s: %,d of %,d values are not in the list of areas, and become areas of their own; correct them, or move the cells of a row that have shifted"
                .formatted(
                    column.column.label(),
                    places.shown(column.index, column.shown()),
                    column.unknown.size(),
                    column.column.values().size()));
      }
    }
  }
}
