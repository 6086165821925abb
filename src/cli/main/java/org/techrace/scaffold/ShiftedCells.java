package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Report;
import org.techrace.table.CellKind;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// Warns of rows whose cells seem to have shifted to other columns: a cell is empty that most rows
/// have, a cell is of another kind than the others of its column, and all cells in between are like
/// those of the columns as far to the left or right.
final class ShiftedCells {
  /// How far cells may have shifted, in columns.
  private static final List<Integer> DISTANCES = List.of(1, -1, 2, -2);

  /// The least number of cells that show how a column looks, and of cells of a row that fit other
  /// columns.
  private static final int LEAST = 2;

  /// The most rows of a table that are named.
  private static final int SHOWN = 10;

  /// How most cells of a column look.
  ///
  /// @param kind the kind of more than half of them
  /// @param length the length of two thirds of them, if they are numbers or dates; otherwise 0
  private record Look(CellKind kind, int length) {
    boolean fits(String text) {
      return CellKind.of(text) == kind && (length == 0 || text.strip().length() == length);
    }
  }

  private final List<SeenColumn> columns;
  private final List<@Nullable Look> looks = new ArrayList<>();
  private int told;

  ShiftedCells(List<SeenColumn> columns) {
    this.columns = List.copyOf(columns);
    columns.forEach(column -> looks.add(look(column.values()).orElse(null)));
  }

  /// Returns true if a column has a cell of another kind than the others.
  boolean mayOccur() {
    return IntStream.range(0, columns.size())
        .anyMatch(i -> columns.get(i).values().keySet().stream().anyMatch(v -> isOther(i, v)));
  }

  private static Optional<Look> look(Map<String, Integer> values) {
    Map<CellKind, Integer> kinds =
        values.entrySet().stream()
            .filter(value -> isEvidence(value.getKey()))
            .collect(
                Collectors.groupingBy(
                    value -> CellKind.of(value.getKey()),
                    Collectors.summingInt(Map.Entry::getValue)));
    int cells = kinds.values().stream().mapToInt(Integer::intValue).sum();
    return kinds.entrySet().stream()
        .filter(kind -> cells >= LEAST && kind.getValue() * 2 > cells)
        .findFirst()
        .map(kind -> new Look(kind.getKey(), length(values, kind.getKey(), kind.getValue())));
  }

  /// Returns the length of numbers and dates such as years, or 0 if it differs.
  private static int length(Map<String, Integer> values, CellKind kind, int cells) {
    if (kind == CellKind.TEXT) {
      return 0;
    }
    return values.entrySet().stream()
        .filter(value -> isEvidence(value.getKey()) && CellKind.of(value.getKey()) == kind)
        .collect(
            Collectors.groupingBy(
                value -> value.getKey().strip().length(),
                Collectors.summingInt(Map.Entry::getValue)))
        .entrySet()
        .stream()
        .filter(length -> length.getValue() * 3 >= cells * 2)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  private static boolean isEvidence(String text) {
    return !text.isBlank() && !SeenColumn.isUsualText(text);
  }

  /// Returns true if a text is unlike the others of its column.
  private boolean isUnlike(int column, String text) {
    Look look = looks.get(column);
    return look != null && isEvidence(text) && !look.fits(text);
  }

  /// Returns true if a text is of another kind than the others of its column. One that occurs again
  /// is a mark, such as `W` among numbers, and one with digits is a number or date in another form.
  private boolean isOther(int column, String text) {
    Look look = looks.get(column);
    return look != null
        && isEvidence(text)
        && CellKind.of(text) != look.kind
        && (look.kind == CellKind.TEXT || text.chars().noneMatch(Character::isDigit))
        && columns.get(column).times(text) == 1;
  }

  private boolean isLike(int column, String text) {
    Look look = column < 0 || column >= looks.size() ? null : looks.get(column);
    return look != null && look.fits(text);
  }

  /// Warns of a row if its cells seem to have shifted.
  ///
  /// @param rows the number of rows of the table
  void add(Row row, long rows, String table, Report report) {
    if (told == SHOWN) {
      return;
    }
    String[] cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      List<Value> values = row.values(i);
      cells[i] = values.size() == 1 ? values.getFirst().text() : "";
    }
    int[] others = IntStream.range(0, cells.length).filter(i -> isOther(i, cells[i])).toArray();
    if (others.length == 0) {
      return;
    }
    for (int by : DISTANCES) {
      if (haveShifted(cells, others, by, rows)) {
        told++;
        report.warn(row.place(table), message(others, cells, by));
        return;
      }
    }
  }

  private boolean haveShifted(String[] cells, int[] others, int by, long rows) {
    int first = others[0];
    int last = others[others.length - 1];
    // The empty cell is on the side that the others moved away from.
    IntStream before = IntStream.iterate(first - 1, i -> i >= 0, i -> i - 1);
    IntStream after = IntStream.range(last + 1, cells.length);
    OptionalInt gap = (by > 0 ? before : after).filter(i -> isGap(i, cells[i], rows)).findFirst();
    if (gap.isEmpty()) {
      return false;
    }
    int from = by > 0 ? gap.getAsInt() + 1 : first;
    int to = by > 0 ? cells.length : gap.getAsInt();
    int fitting = 0;
    for (int i = from; i < to; i++) {
      if (isLike(i - by, cells[i])) {
        fitting++;
      } else if (isEvidence(cells[i])
          && (isUnlike(i, cells[i])
              || i - by < 0
              || i - by >= cells.length
              || looks.get(i - by) != null)) {
        return false;
      }
    }
    return fitting >= LEAST;
  }

  /// Returns true if a cell is empty that two thirds of the rows have.
  private boolean isGap(int column, String text, long rows) {
    return text.isBlank() && columns.get(column).filled() * 3 >= rows * 2;
  }

  private String message(int[] others, String[] cells, int by) {
    return "%s: the cells of the row seem to have shifted; move them, or correct the row"
        .formatted(
            Arrays.stream(others)
                .limit(LEAST)
                .mapToObj(
                    i ->
                        "'%s' is in column '%s' and looks like '%s'"
                            .formatted(
                                cells[i], columns.get(i).label(), columns.get(i - by).label()))
                .collect(Collectors.joining(", ")));
  }
}
