package org.techrace.table;

import java.util.List;

/// The texts of the cells of a row.
///
/// @param line the line on which the row starts, from 1
/// @param cells the texts; empty for a cell without a value
public record TextRow(long line, List<String> cells) {
  public TextRow {
    cells = List.copyOf(cells);
  }

  int size() {
    return cells.size();
  }

  /// Returns the text of a cell.
  ///
  /// @param index the index of the cell, from 0
  String cell(int index) {
    return cells.get(index);
  }

  /// Returns the text of a cell, or an empty text if the row has fewer cells.
  String cellOrEmpty(int index) {
    return index < cells.size() ? cells.get(index) : "";
  }

  /// Returns true if all cells are empty or white space.
  boolean isBlank() {
    return cells.stream().allMatch(String::isBlank);
  }

  /// Returns the number of cells with a text.
  public int filled() {
    return (int) cells.stream().filter(cell -> !cell.isBlank()).count();
  }
}
