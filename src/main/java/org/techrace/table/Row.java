package org.techrace.table;

import java.util.List;
import org.techrace.report.Place;

/// One iteration of a table: a row of a CSV file, an object of a JSON array, an element of an XML
/// file. A row does not change after it was read and may be handed to another thread.
public interface Row {

  /// The line of the file on which the row begins, from 1; 0 if the format has no lines.
  long line();

  /// Where the row is, for a person to go there.
  ///
  /// @param table the name of the table
  default Place place(String table) {
    return line() == 0 ? Place.file(table) : Place.line(table, line());
  }

  /// The values of a reference for this row; empty if the row has none.
  ///
  /// @param slot the index of the reference in the list that was given to [SourceTable#open]
  List<Value> values(int slot);

  /// The row as the root of what is nested in it.
  Item item();
}
