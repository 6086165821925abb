package org.techrace.engine.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// The references to a table whose rows are those of another table with additional columns.
final class AddedColumns {
  private final List<String> names;

  /// The references that the other table has.
  private final List<Reference> others = new ArrayList<>();

  /// The slot of each reference in the rows of the other table, or -1 minus the index of its added
  /// column.
  private final int[] slots;

  /// @param names the names of the added columns
  /// @param references the references to the table
  AddedColumns(List<String> names, List<Reference> references) {
    this.names = names;
    this.slots = new int[references.size()];
    for (int i = 0; i < slots.length; i++) {
      int added = names.indexOf(references.get(i).text());
      if (added >= 0) {
        slots[i] = -1 - added;
      } else {
        slots[i] = others.size();
        others.add(references.get(i));
      }
    }
  }

  /// Returns the name of an added column.
  String name(int index) {
    return names.get(index);
  }

  /// Returns the references that the other table has. The slots of its rows are in this order.
  List<Reference> others() {
    return List.copyOf(others);
  }

  /// A row of the other table, with the values of the added columns.
  abstract static class ExtendedRow implements Row, Item {
    private final AddedColumns columns;
    private final Row row;
    private final List<List<Value>> added;

    /// @param row the row of the other table
    /// @param added the values of each added column
    ExtendedRow(AddedColumns columns, Row row, List<List<Value>> added) {
      this.columns = columns;
      this.row = row;
      this.added = added;
    }

    @Override
    public final long line() {
      return row.line();
    }

    @Override
    public final Place place(String table) {
      return place(row, table);
    }

    /// Returns the place of this row.
    ///
    /// @param of the row of the other table
    abstract Place place(Row of, String table);

    @Override
    public final long heapBytes() {
      return row.heapBytes();
    }

    @Override
    public final List<Value> values(int slot) {
      int other = columns.slots[slot];
      return other < 0 ? added.get(-1 - other) : row.values(other);
    }

    @Override
    public final List<Value> rawValues(int slot) {
      int other = columns.slots[slot];
      return other < 0 ? added.get(-1 - other) : row.rawValues(other);
    }

    @Override
    public final boolean hasCell(int slot) {
      int other = columns.slots[slot];
      return other < 0 || row.hasCell(other);
    }

    @Override
    public final Optional<String> passedOver(int slot) {
      int other = columns.slots[slot];
      return other < 0 ? Optional.empty() : row.passedOver(other);
    }

    @Override
    public final boolean isRepeated(int slot) {
      int other = columns.slots[slot];
      return other < 0 ? isRepeatedIn(row, -1 - other) : row.isRepeated(other);
    }

    /// Returns true if the value of an added column is repeated from merged cells.
    ///
    /// @param of the row of the other table
    /// @param index the index of the added column
    boolean isRepeatedIn(Row of, int index) {
      return false;
    }

    @Override
    public final Item item() {
      return this;
    }

    @Override
    public final List<Value> values(String reference) {
      int index = columns.names.indexOf(reference);
      return index < 0 ? row.item().values(reference) : added.get(index);
    }

    @Override
    public final List<Item> items(String iterator) {
      return row.item().items(iterator);
    }
  }
}
