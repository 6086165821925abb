package org.techrace.table;

import java.util.List;
import org.techrace.report.Place;

/// A row of cells: of a spreadsheet or a columnar file.
public final class CellRow implements Row, Item {
  private final Place place;
  private final long line;
  private final List<List<Value>> cells;
  private final int[] slots;
  private final Header header;

  /// @param place where it is, in findings
  /// @param line the line it stands on, from 1; 0 if the format has no lines
  /// @param cells the values of each column
  /// @param slots the column of each reference
  public CellRow(Place place, long line, List<List<Value>> cells, int[] slots, Header header) {
    this.place = place;
    this.line = line;
    this.cells = cells;
    this.slots = slots;
    this.header = header;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public Place place(String table) {
    return place;
  }

  public List<List<Value>> cells() {
    return cells;
  }

  @Override
  public List<Value> values(int slot) {
    return cell(slots[slot]);
  }

  private List<Value> cell(int column) {
    return column < cells.size() ? cells.get(column) : List.of();
  }

  @Override
  public Item item() {
    return this;
  }

  @Override
  public List<Value> values(String column) {
    Integer index = header.indexes().get(column);
    if (index == null) {
      throw new IllegalArgumentException(header.unknown(column));
    }
    return cell(index);
  }

  @Override
  public List<Item> items(String iterator) {
    throw new IllegalArgumentException(
        "a row has no parts to iterate over; make an expression field of the cell first");
  }
}
