package org.techrace.table.csv;

import java.util.List;

/// A record of a CSV file: its cells as texts, and the line at which it starts.
final class CsvCells {
  private final long line;
  private final String[] cells;

  CsvCells(long line, String[] cells) {
    this.line = line;
    this.cells = cells;
  }

  /// The line at which it starts, from 1.
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

  List<String> all() {
    return List.of(cells);
  }
}
