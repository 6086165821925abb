package org.techrace.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A part of a table that can be read without the rest of it, also on another machine.
///
/// @param file the index of the file, if the table has several and this is a part of one; otherwise
///   -1
/// @param from the first byte of the part in its file
/// @param to the byte after its last one
/// @param before the lines of the file before the part; in Parquet files and databases, the rows
/// @param keys the keys of the rows, if the table is in a database; otherwise null
public record TablePart(int file, long from, long to, long before, @Nullable KeyRange keys)
    implements Serializable {
  /// The whole table.
  public static final TablePart WHOLE = new TablePart(-1, 0, Long.MAX_VALUE, 0, null);

  /// Returns a part of a table that has one file.
  public static TablePart of(long from, long to, long before) {
    return new TablePart(WHOLE.file, from, to, before, null);
  }

  /// Returns a part of a table in a database.
  public static TablePart of(KeyRange keys, long before) {
    return new TablePart(WHOLE.file, WHOLE.from, WHOLE.to, before, keys);
  }

  /// Returns the last part of a table that has one file.
  public static TablePart toEnd(long from, long before) {
    return of(from, WHOLE.to, before);
  }

  /// Returns the same part of one of several files.
  public TablePart ofFile(int index) {
    return new TablePart(index, from, to, before, keys);
  }

  /// Returns true if this is a table or a file from its beginning to its end.
  public boolean isWhole() {
    return from == 0 && to == Long.MAX_VALUE && keys == null;
  }

  @Override
  public String toString() {
    if (keys != null) {
      return keys.toString();
    }
    return isWhole() ? "whole" : "bytes %,d to %,d".formatted(from, to);
  }
}
