package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// The places of the first rows that have some texts, for findings about columns: what a column has
/// is known before the rows are.
final class FirstPlaces {
  private final Place file;

  /// The places by the index of the column and the text.
  private final Map<Integer, Map<String, List<Place>>> places = new HashMap<>();

  /// The names of the cells of a workbook, by the index of the column and the text.
  private final Map<Integer, Map<String, List<String>>> cells = new HashMap<>();

  private FirstPlaces(Place file) {
    this.file = file;
  }

  /// Reads a table again, up to the last place that is needed.
  ///
  /// @param texts the texts to look for, by the index of their column
  /// @param most the most places of each text
  static FirstPlaces of(NewTable table, Map<Integer, ? extends Collection<String>> texts, int most)
      throws IOException {
    FirstPlaces found = new FirstPlaces(Place.file(table.table().name()));
    texts.forEach(
        (column, wanted) ->
            wanted.forEach(
                text ->
                    found
                        .places
                        .computeIfAbsent(column, _ -> new HashMap<>())
                        .put(text, new ArrayList<>())));
    long missing = texts.values().stream().mapToLong(Collection::size).sum() * most;
    if (missing == 0) {
      return found;
    }
    try (SourceRows rows = table.open(new Report())) {
      for (@Nullable Row row = rows.next(); row != null && missing > 0; row = rows.next()) {
        for (int column : texts.keySet()) {
          missing -= found.add(row, column, table.table().name(), most);
        }
      }
    }
    table.table().cellNames().ifPresent(found::nameCells);
    return found;
  }

  private void nameCells(SourceTable.CellNames names) {
    places.forEach(
        (column, texts) ->
            texts.forEach(
                (text, all) -> {
                  for (Place place : all) {
                    if (place instanceof Place.InFile(_, long line, _) && line > 0) {
                      cells
                          .computeIfAbsent(column, _ -> new HashMap<>())
                          .computeIfAbsent(text, _ -> new ArrayList<>())
                          .add(names.of(column, line));
                    }
                  }
                }));
  }

  /// Returns the number of places that a row adds.
  private int add(Row row, int column, String table, int most) {
    int added = 0;
    for (Value value : row.values(column)) {
      @Nullable List<Place> of = places.getOrDefault(column, Map.of()).get(value.text());
      if (of != null && of.size() < most) {
        of.add(row.place(table));
        added++;
      }
    }
    return added;
  }

  /// Returns the first place of a text, or the file.
  Place of(int column, String text) {
    return all(column, text).stream().findFirst().orElse(file);
  }

  private List<Place> all(int column, String text) {
    return places.getOrDefault(column, Map.of()).getOrDefault(text, List.of());
  }

  /// Returns texts with the lines that have them: `'D.C.' (line 3), 'Oslo' (line 6)`.
  String shown(int column, Collection<String> texts) {
    return texts.stream()
        .map(text -> "'%s'%s".formatted(text, lines(column, text, Integer.MAX_VALUE)))
        .collect(Collectors.joining(", "));
  }

  /// Returns the line of the first row with a text, as in `, line 3`, or nothing.
  String where(int column, String text) {
    return lines(column, text, 1).replace(" (", ", ").replace(")", "");
  }

  private String lines(int column, String text, int most) {
    List<String> named = cells.getOrDefault(column, Map.of()).getOrDefault(text, List.of());
    List<Place> rows = all(column, text);
    List<String> shown =
        (named.isEmpty() ? rows.stream().map(FirstPlaces::line) : named.stream())
            .filter(line -> !line.isEmpty())
            .limit(most)
            .toList();
    if (shown.isEmpty()) {
      return "";
    }
    String ofRows = rows.getFirst() instanceof Place.InTable ? "row" : "line";
    String kind = named.isEmpty() ? ofRows : "cell";
    return " (%s%s %s)".formatted(kind, shown.size() > 1 ? "s" : "", String.join(", ", shown));
  }

  private static String line(Place place) {
    return switch (place) {
      case Place.InFile(_, long line, _) when line > 0 -> String.valueOf(line);
      case Place.InTable(_, long row) -> String.valueOf(row);
      case Place.InCell(Place row, _) -> line(row);
      case Place.InFile _, Place.InGraph _ -> "";
    };
  }
}
