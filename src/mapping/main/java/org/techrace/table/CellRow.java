package org.techrace.table;

import java.util.List;
import org.techrace.report.Place;

/// A row whose cells are complete when it is created: a row of a spreadsheet, a Parquet file, a
/// database or a SPARQL result.
public final class CellRow extends TabularRow {
  private final Place place;
  private final long line;
  private final List<List<Value>> cells;

  /// Creates a row.
  ///
  /// @param place the place of the row, for findings
  /// @param line the line of the row, starting at 1, or 0 if the format has no lines
  /// @param cells the values of each column; a column beyond the end of the list has none
  /// @param slots the column of each reference, starting at 0
  public CellRow(Place place, long line, List<List<Value>> cells, int[] slots, Header header) {
    super(slots, header);
    this.place = place;
    this.line = line;
    this.cells = cells;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public Place place(String table) {
    return place;
  }

  /// Returns the values of each column.
  public List<List<Value>> cells() {
    return cells;
  }

  @Override
  protected List<Value> cell(int column) {
    return column < cells.size() ? cells.get(column) : List.of();
  }
}
