package org.techrace.table.sheet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.techrace.table.CellKind;
import org.techrace.table.TextRow;

/// Finds the tables of a sheet that has several: one above the other with empty rows between them,
/// or next to each other with empty columns between them. A part of a sheet is a table of its own
/// if it has a row of different names above a column of numbers or dates; any other part belongs to
/// the table above it.
final class SheetBlocks {
  /// The largest number of rows between the start of a part and its names.
  private static final int MAX_TITLE_ROWS = 3;

  private static final int SAMPLE_ROWS = 100;

  /// A short mark without more than three letters, or an error of a formula.
  private static final Pattern NULL_MARK =
      Pattern.compile("#[A-Z/0]+[!?]?|(?=.{1,5}$)[^\\p{L}]*(\\p{L}[^\\p{L}]*){0,3}");

  /// A part of the sheet.
  private record Block(List<TextRow> rows, int firstColumn, int lastColumn) {
    /// Returns a part with the same rows and other columns.
    Block ofColumns(int first, int last) {
      return new Block(rows, first, last);
    }

    String cell(int row, int column) {
      List<String> cells = rows.get(row).cells();
      return column < cells.size() ? cells.get(column).strip() : "";
    }

    boolean isEmptyColumn(int column) {
      return IntStream.range(0, rows.size()).allMatch(row -> cell(row, column).isEmpty());
    }

    /// Returns true if names are above numbers or dates.
    boolean isTable() {
      return IntStream.range(0, Math.min(MAX_TITLE_ROWS, rows.size() - 1))
          .anyMatch(row -> areNames(row) && hasValuesBelow(row));
    }

    private boolean areNames(int row) {
      List<String> names =
          IntStream.rangeClosed(firstColumn, lastColumn)
              .mapToObj(column -> cell(row, column))
              .filter(cell -> !cell.isEmpty())
              .toList();
      return names.size() > 1
          && new HashSet<>(names).size() == names.size()
          && CellKind.of(names.getFirst()) == CellKind.TEXT
          && names.stream().allMatch(SheetBlocks::isName);
    }

    private boolean hasValuesBelow(int row) {
      int end = Math.min(rows.size(), row + 1 + SAMPLE_ROWS);
      return IntStream.rangeClosed(firstColumn, lastColumn)
          .filter(column -> !cell(row, column).isEmpty())
          .anyMatch(
              column -> {
                List<String> below =
                    IntStream.range(row + 1, end)
                        .mapToObj(r -> cell(r, column))
                        .filter(cell -> !cell.isEmpty())
                        .toList();
                List<String> texts =
                    below.stream().filter(cell -> CellKind.of(cell) == CellKind.TEXT).toList();
                return !below.isEmpty()
                    && texts.size() * 2 <= below.size()
                    && texts.stream().allMatch(SheetBlocks::mayMeanMissing);
              });
    }
  }

  private SheetBlocks() {}

  /// Returns the areas of the tables of a sheet, or an empty list if it has at most one.
  ///
  /// @param rows the rows with a value, in their order
  static List<SheetArea> of(String sheet, List<TextRow> rows) {
    List<SheetArea> areas = new ArrayList<>();
    for (Block block : stacked(rows)) {
      long top = block.rows.getFirst().line();
      long bottom = block.rows.getLast().line();
      for (Block part : sideBySide(block)) {
        areas.add(new SheetArea(sheet, top, bottom, part.firstColumn, part.lastColumn));
      }
    }
    return areas.size() < 2 ? List.of() : areas;
  }

  /// Returns the parts between empty rows, each from the start of a table to that of the next.
  private static List<Block> stacked(List<TextRow> rows) {
    List<List<TextRow>> tables = new ArrayList<>();
    List<TextRow> current = new ArrayList<>();
    boolean hasTable = false;
    for (List<TextRow> group : groups(rows)) {
      boolean isTable = block(group).isTable();
      if (isTable && hasTable) {
        tables.add(current);
        current = new ArrayList<>();
      }
      hasTable = hasTable || isTable;
      current.addAll(group);
    }
    if (hasTable) {
      tables.add(current);
    }
    return tables.stream().map(SheetBlocks::block).toList();
  }

  private static List<List<TextRow>> groups(List<TextRow> rows) {
    List<List<TextRow>> groups = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (TextRow row : rows) {
      if (row.line() > last + 1) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(row);
      last = row.line();
    }
    return groups;
  }

  private static Block block(List<TextRow> rows) {
    Set<Integer> used = new HashSet<>();
    for (TextRow row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        if (!row.cells().get(i).isBlank()) {
          used.add(i);
        }
      }
    }
    return new Block(
        rows,
        used.stream().mapToInt(n -> n).min().orElse(0),
        used.stream().mapToInt(n -> n).max().orElse(0));
  }

  /// Returns the parts between empty columns if each of them is a table, or the whole.
  private static List<Block> sideBySide(Block block) {
    List<Block> parts = new ArrayList<>();
    int start = block.firstColumn;
    for (int column = start; column <= block.lastColumn + 1; column++) {
      boolean isEnd = column > block.lastColumn || block.isEmptyColumn(column);
      if (isEnd && column > start) {
        parts.add(block.ofColumns(start, column - 1));
      }
      if (isEnd) {
        start = column + 1;
      }
    }
    return parts.size() > 1 && parts.stream().allMatch(Block::isTable) ? parts : List.of(block);
  }

  /// Returns true for a mark that can mean "no value" among numbers, such as `-`, `n/a` or `#REF!`.
  private static boolean mayMeanMissing(String cell) {
    return NULL_MARK.matcher(cell).matches();
  }

  private static boolean isName(String cell) {
    CellKind kind = CellKind.of(cell);
    return kind == CellKind.TEXT || cell.matches("(1[5-9]|20|21)\\d\\d");
  }
}
