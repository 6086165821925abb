package org.techrace.table.csv;

import java.util.List;

/// A record of a CSV file: the texts of its cells and the line on which it starts.
final class CsvCells {
  private final long line;
  private final String[] cells;
  private final boolean hasLineEnds;

  CsvCells(long line, String[] cells, boolean hasLineEnds) {
    this.line = line;
    this.cells = cells;
    this.hasLineEnds = hasLineEnds;
  }

  /// Returns true if a quoted cell contains the end of a line.
  boolean hasLineEnds() {
    return hasLineEnds;
  }

  /// Returns the line on which the record starts, from 1.
  long line() {
    return line;
  }

  int size() {
    return cells.length;
  }

  /// Returns the text of a cell.
  ///
  /// @param index the index of the cell, from 0
  String cell(int index) {
    return cells[index];
  }

  /// Returns the text of a cell, or an empty text if the record has fewer cells.
  String cellOrEmpty(int index) {
    return index < cells.length ? cells[index] : "";
  }

  /// Returns true if all cells are empty or white space.
  boolean isBlank() {
    for (String cell : cells) {
      if (!cell.isBlank()) {
        return false;
      }
    }
    return true;
  }

  List<String> all() {
    return List.of(cells);
  }
}
