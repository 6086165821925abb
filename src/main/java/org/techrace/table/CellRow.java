package org.techrace.table;

import java.util.List;

/// A row of cells: of a spreadsheet or a columnar file.
///
/// @param line where it stands, from 1; 0 if the format has no lines
/// @param cells the values of each column
/// @param slots the column of each reference
record CellRow(long line, List<List<Value>> cells, int[] slots, Header header)
    implements Row, Item {

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
