package org.techrace.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// Rows of a table in a database, by the values of a column: a number or a date.
///
/// @param column the name of the column, quoted for SQL
/// @param from the smallest value, or null if the range has no lower end
/// @param to the value after the largest one, or null if the range has no upper end
public record KeyRange(String column, @Nullable Serializable from, @Nullable Serializable to)
    implements Serializable {
  @Override
  public String toString() {
    return "%s from %s to %s"
        .formatted(column, from == null ? "the first" : from, to == null ? "the last" : to);
  }
}
