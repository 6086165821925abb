package org.techrace.table;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// One iteration of a table: a row of a CSV file, an object of a JSON array, or an element of an
/// XML file. A row is immutable and may be passed to another thread.
public interface Row {

  /// Returns the line of the file on which the row begins, starting at 1, or 0 if the format has no
  /// lines.
  long line();

  /// Returns the place of the row, for findings.
  ///
  /// @param table the name of the table
  default Place place(String table) {
    return line() == 0 ? Place.file(table) : Place.line(table, line());
  }

  /// Returns the values of a reference in this row, or an empty list if it has none.
  ///
  /// @param slot the index of the reference in the list passed to [SourceTable#open]
  List<Value> values(int slot);

  /// Returns the values of a reference in this row, together with those that mean "no value".
  default List<Value> rawValues(int slot) {
    return values(slot);
  }

  /// Returns true if the value of a reference is repeated from the first of several merged cells.
  default boolean isRepeated(int slot) {
    return false;
  }

  /// Returns false if the row has no cell for a reference: it is shorter than the header, or the
  /// value, such as its number, is in no cell.
  default boolean hasCell(int slot) {
    return true;
  }

  /// Returns a value that a reference leaves out because it goes on below it, such as to a member
  /// of a text; empty if there is none.
  default Optional<String> passedOver(int slot) {
    return Optional.empty();
  }

  /// Returns the estimated heap of the row in bytes, or 0 if it is small.
  default long heapBytes() {
    return 0;
  }

  /// Returns the row as an item, to read nested structures from it.
  Item item();
}
