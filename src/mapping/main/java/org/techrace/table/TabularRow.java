package org.techrace.table;

import java.util.List;

/// A row of a format with named columns. References read it by their slot, and fields of a logical
/// view by the name of a column.
public abstract class TabularRow implements Row, Item {
  private final int[] slots;
  private final Header header;

  /// Creates a row.
  ///
  /// @param slots the column of each reference, starting at 0
  protected TabularRow(int[] slots, Header header) {
    this.slots = slots;
    this.header = header;
  }

  /// Returns the values of a column.
  ///
  /// @param column the index of the column, starting at 0
  protected abstract List<Value> cell(int column);

  @Override
  public final List<Value> values(int slot) {
    return cell(slots[slot]);
  }

  /// Returns true if the values of a column are repeated from the first of several merged cells.
  ///
  /// @param column the index of the column, starting at 0
  protected boolean isRepeatedCell(int column) {
    return false;
  }

  /// Returns true if the row has a cell in a column.
  ///
  /// @param column the index of the column, starting at 0
  protected boolean hasColumn(int column) {
    return true;
  }

  @Override
  public final boolean hasCell(int slot) {
    return slots[slot] != Header.ROW_INDEX && hasColumn(slots[slot]);
  }

  @Override
  public final boolean isRepeated(int slot) {
    return isRepeatedCell(slots[slot]);
  }

  @Override
  public final List<Value> values(String column) {
    int index = header.index(column);
    if (index == -1) {
      throw new IllegalArgumentException(header.unknown(column));
    }
    return cell(index);
  }

  @Override
  public final Item item() {
    return this;
  }

  @Override
  public final List<Item> items(String iterator) {
    throw new IllegalArgumentException(
        "a row has no nested parts to iterate over; add an expression field for the cell first");
  }
}
