package org.techrace.table.sheet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.techrace.table.Value;

/// The merged cells of a sheet. A workbook stores the value of merged cells in the first of them;
/// this class gives it to the others, row by row.
final class MergedCells {
  private static final int MAX_AREAS = 100_000;
  private static final int MAX_COLUMNS = 16_384;
  private static final Pattern REF =
      Pattern.compile("([A-Z]{1,3})([1-9]\\d{0,6}):([A-Z]{1,3})([1-9]\\d{0,6})");

  private record Area(int left, long top, int right, long bottom) {
    /// Returns the notation of spreadsheets.
    String range() {
      return new SheetArea("", top, bottom, left, right).range();
    }
  }

  /// An area that begins at or above the current row, with its value.
  private record Open(Area area, List<Value> value) {}

  private final List<Area> areas = new ArrayList<>();
  private List<Open> open = new ArrayList<>();
  private int next;

  /// Adds an area such as `A1:B3`, before any row is read.
  void add(String ref) throws XMLStreamException {
    Matcher cells = REF.matcher(ref);
    if (cells.matches()) {
      areas.add(
          new Area(
              SheetArea.column(cells.group(1)),
              Long.parseLong(cells.group(2)),
              SheetArea.column(cells.group(3)),
              Long.parseLong(cells.group(4))));
    }
    if (areas.size() > MAX_AREAS) {
      throw new XMLStreamException("the sheet has more than %,d merged areas".formatted(MAX_AREAS));
    }
  }

  /// Orders the areas by their first row, after the last was added.
  void sort() {
    areas.sort(Comparator.comparingLong(Area::top));
  }

  /// Returns true if a merged cell in a row is above at least two different texts, but is not as
  /// wide as the table.
  ///
  /// @param below the texts of the next row
  /// @param width the number of columns of the table
  boolean isAbove(long row, List<String> below, int width) {
    return areas.stream()
        .filter(area -> area.top == row && area.bottom == row && area.left < below.size())
        .filter(area -> area.right - area.left + 1 < width)
        .anyMatch(
            area ->
                below.subList(area.left, Math.min(area.right + 1, below.size())).stream()
                        .filter(text -> !text.isBlank())
                        .distinct()
                        .count()
                    > 1);
  }

  /// Returns the merged cells of some columns of a sheet, with their indexes among these columns.
  ///
  /// @param firstColumn the index of the first of them, from 0
  /// @param lastColumn the index of the last
  MergedCells ofColumns(int firstColumn, int lastColumn) {
    MergedCells cut = new MergedCells();
    for (Area area : areas) {
      if (area.left <= lastColumn && area.right >= firstColumn) {
        cut.areas.add(
            new Area(
                Math.max(area.left, firstColumn) - firstColumn,
                area.top,
                Math.min(area.right, lastColumn) - firstColumn,
                area.bottom));
      }
    }
    return cut;
  }

  /// Returns the areas that begin below a row, in the notation of spreadsheets.
  List<String> below(long row) {
    return areas.stream().filter(area -> area.top > row).map(Area::range).toList();
  }

  /// Returns the index after the last merged cell of a row, or 0 if it has none.
  int end(long row) {
    return areas.stream()
        .filter(area -> area.top <= row && row <= area.bottom)
        .mapToInt(area -> area.right + 1)
        .max()
        .orElse(0);
  }

  /// A value that a sheet stores in a merged cell and does not show.
  ///
  /// @param column the index of the cell
  /// @param area the merged cells
  record Hidden(int column, String text, String area) {}

  /// Gives the merged cells of a row the value of the first. Rows come in ascending order.
  ///
  /// @param repeated receives the columns of the cells that get a value
  /// @return the values that were in these cells
  List<Hidden> fill(long row, List<List<Value>> cells, BitSet repeated) throws XMLStreamException {
    open.removeIf(one -> one.area.bottom < row);
    while (next < areas.size() && areas.get(next).top <= row) {
      Area area = areas.get(next);
      next++;
      if (area.bottom >= row) {
        boolean hasValue = area.top == row && area.left < cells.size();
        open.add(new Open(area, hasValue ? cells.get(area.left) : List.of()));
      }
    }
    List<Hidden> hidden = new ArrayList<>();
    long filled = 0;
    for (Open one : open) {
      filled += one.area.right - one.area.left + 1L;
      if (filled > MAX_COLUMNS) {
        throw new XMLStreamException("merged areas overlap in row %,d".formatted(row));
      }
      while (!one.value.isEmpty() && cells.size() <= one.area.right) {
        cells.add(List.of());
      }
      for (int i = one.area.left; i <= one.area.right && i < cells.size(); i++) {
        boolean isFirst = row == one.area.top && i == one.area.left;
        if (!isFirst && !cells.get(i).isEmpty() && !cells.get(i).equals(one.value)) {
          hidden.add(new Hidden(i, cells.get(i).getFirst().text(), one.area.range()));
        }
        if (!isFirst && !one.value.isEmpty()) {
          repeated.set(i);
        }
        cells.set(i, one.value);
      }
    }
    return hidden;
  }
}
