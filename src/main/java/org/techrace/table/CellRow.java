package org.techrace.table;

import java.util.List;
import org.techrace.report.Place;

/// A row whose cells are known when it is made: of a spreadsheet, a columnar file, a database or
/// the solutions of a query.
public final class CellRow extends TabularRow {
  private final Place place;
  private final long line;
  private final List<List<Value>> cells;

  /// A row below a header.
  ///
  /// @param place where it is, in findings
  /// @param line its line, from 1; 0 if the format has no lines
  /// @param cells the values of each column; columns beyond the last have none
  /// @param slots the column of each reference, from 0
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

  /// The values of each column.
  public List<List<Value>> cells() {
    return cells;
  }

  @Override
  protected List<Value> cell(int column) {
    return column < cells.size() ? cells.get(column) : List.of();
  }
}
