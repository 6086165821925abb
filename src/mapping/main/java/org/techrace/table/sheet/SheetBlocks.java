package org.techrace.table.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.table.RowBlock;
import org.techrace.table.TextRow;

/// Finds the tables of a sheet that has several: one above the other with empty rows between them,
/// or next to each other with empty columns between them. A part of a sheet that is no table
/// belongs to the table above it.
final class SheetBlocks {
  private SheetBlocks() {}

  /// Returns the areas of the tables of a sheet, or an empty list if it has at most one.
  ///
  /// @param rows the rows with a value, in their order
  static List<SheetArea> of(String sheet, List<TextRow> rows) {
    List<SheetArea> areas = new ArrayList<>();
    for (RowBlock block : stacked(rows)) {
      long top = block.rows().getFirst().line();
      long bottom = block.rows().getLast().line();
      for (RowBlock part : sideBySide(block)) {
        areas.add(new SheetArea(sheet, top, bottom, part.firstColumn(), part.lastColumn()));
      }
    }
    return areas.size() < 2 ? List.of() : areas;
  }

  /// Returns the parts between empty rows, each from the start of a table to that of the next.
  private static List<RowBlock> stacked(List<TextRow> rows) {
    List<List<TextRow>> tables = new ArrayList<>();
    List<TextRow> current = new ArrayList<>();
    Optional<RowBlock> table = Optional.empty();
    for (List<TextRow> group : groups(rows)) {
      RowBlock block = RowBlock.of(group);
      boolean isTable = block.isTable() || table.filter(block::isUnlike).isPresent();
      if (isTable && table.isPresent()) {
        tables.add(current);
        current = new ArrayList<>();
      }
      table = isTable ? Optional.of(block) : table;
      current.addAll(group);
    }
    if (table.isPresent()) {
      tables.add(current);
    }
    return tables.stream().map(RowBlock::of).toList();
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

  /// Returns the parts between empty columns if each of them is a table, or the whole.
  private static List<RowBlock> sideBySide(RowBlock block) {
    List<RowBlock> parts = new ArrayList<>();
    int start = block.firstColumn();
    for (int column = start; column <= block.lastColumn() + 1; column++) {
      boolean isEnd = column > block.lastColumn() || block.isEmptyColumn(column);
      if (isEnd && column > start) {
        parts.add(block.ofColumns(start, column - 1));
      }
      if (isEnd) {
        start = column + 1;
      }
    }
    return parts.size() > 1 && parts.stream().allMatch(RowBlock::isTable) ? parts : List.of(block);
  }
}
