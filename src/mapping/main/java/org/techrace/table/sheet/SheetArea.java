package org.techrace.table.sheet;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a sheet that is the table.
///
/// @param sheet the name of the sheet
/// @param firstRow the first row, from 1
/// @param lastRow the last row
/// @param firstColumn the first column, from 0
/// @param lastColumn the last column
record SheetArea(String sheet, long firstRow, long lastRow, int firstColumn, int lastColumn) {
  /// A range in the notation of spreadsheets: `B3:F20`, `People!B3:F20`, `'My sheet'!B3:F20`.
  private static final Pattern RANGE =
      Pattern.compile(
          "(?:(?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[^!']+))!)?"
              + "\\$?(?<left>[A-Z]{1,3})\\$?(?<top>[1-9]\\d{0,6}):\\$?(?<right>[A-Z]{1,3})\\$?(?<bottom>[1-9]\\d{0,6})");

  /// Returns the area that an iterator names: a sheet, or a range in a sheet.
  ///
  /// @param sheets the sheets of the workbook; a range without a sheet is in the first
  static SheetArea of(String iterator, List<String> sheets) {
    Matcher range = RANGE.matcher(iterator);
    if (sheets.contains(iterator) || !range.matches()) {
      return whole(iterator);
    }
    String quoted = range.group("quoted");
    String plain = range.group("plain");
    String sheet = quoted != null ? quoted.replace("''", "'") : plain;
    return new SheetArea(
        sheet != null ? sheet : sheets.stream().findFirst().orElse(""),
        Long.parseLong(range.group("top")),
        Long.parseLong(range.group("bottom")),
        column(range.group("left")),
        column(range.group("right")));
  }

  static SheetArea whole(String sheet) {
    return new SheetArea(sheet, 1, Long.MAX_VALUE, 0, Integer.MAX_VALUE);
  }

  /// Returns the index of the column in a cell reference such as `AB12`, from 0; -1 without one.
  static int column(String cell) {
    int column = 0;
    for (int i = 0;
        i < cell.length() && i < 3 && cell.charAt(i) >= 'A' && cell.charAt(i) <= 'Z';
        i++) {
      column = column * 26 + cell.charAt(i) - 'A' + 1;
    }
    return column - 1;
  }

  /// Returns the notation of spreadsheets, as in `People!B3:F20`; without a sheet `B3:F20`.
  String range() {
    String quoted =
        sheet.matches("[A-Za-z_][A-Za-z0-9_]*") ? sheet : "'" + sheet.replace("'", "''") + "'";
    return (sheet.isEmpty() ? "" : quoted + "!")
        + "%s:%s".formatted(cell(firstColumn, firstRow), cell(lastColumn, lastRow));
  }

  /// Returns the name of a cell, such as `B3`.
  ///
  /// @param column the index of its column, from 0
  static String cell(int column, long row) {
    return letters(column) + row;
  }

  /// Returns the letters of a column: `A` for 0, `AA` for 26.
  private static String letters(int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString();
  }

  /// Returns the cells of a row that are in the area.
  <T> List<T> cut(List<T> cells) {
    int from = Math.min(firstColumn, cells.size());
    long to = Math.min(lastColumn + 1L, cells.size());
    return to <= from ? List.of() : cells.subList(from, (int) to);
  }
}
