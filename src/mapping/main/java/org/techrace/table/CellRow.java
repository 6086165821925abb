package org.techrace.table;

import java.util.BitSet;
import java.util.List;
import org.techrace.report.Place;

/// A row whose cells are complete when it is created: a row of a spreadsheet, a Parquet file, a
/// database or a SPARQL result.
public final class CellRow extends TabularRow {
  private static final BitSet NONE = new BitSet();

  private final Place place;
  private final long line;
  private final List<List<Value>> cells;
  private final BitSet repeated;

  /// Creates a row.
  ///
  /// @param place the place of the row, for findings
  /// @param line the line of the row, starting at 1, or 0 if the format has no lines
  /// @param cells the values of each column; a column beyond the end of the list has none
  /// @param slots the column of each reference, starting at 0
  public CellRow(Place place, long line, List<List<Value>> cells, int[] slots, Header header) {
    this(place, line, cells, NONE, slots, header);
  }

  /// Creates a row.
  ///
  /// @param repeated the columns whose values are repeated from the first of several merged cells
  public CellRow(
      Place place,
      long line,
      List<List<Value>> cells,
      BitSet repeated,
      int[] slots,
      Header header) {
    super(slots, header);
    this.repeated = repeated;
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

  /// Returns the same cells as a row of a table.
  ///
  /// @param columns the column of each reference, starting at 0
  public CellRow with(int[] columns, Header names) {
    return new CellRow(place, line, cells, repeated, columns, names);
  }

  @Override
  protected boolean isRepeatedCell(int column) {
    return repeated.get(column);
  }

  @Override
  protected List<Value> cell(int column) {
    return column < cells.size() ? cells.get(column) : List.of();
  }
}
