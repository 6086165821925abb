package org.techrace.scaffold;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A table for which a mapping is drafted.
///
/// @param file the name of the file
/// @param name the name of the triples map
/// @param columns the columns, described
/// @param key the columns of the key; empty if none was found
/// @param nulls the texts that mean that a value is missing
record DraftTable(
    String file,
    String name,
    NewTable table,
    List<SeenColumn> columns,
    List<SeenColumn> key,
    Set<String> nulls) {

  /// Returns the column that alone is the key of the rows of the file: without the year that a
  /// column of the file has as its name.
  Optional<SeenColumn> soleKey() {
    Optional<String> year = table.years().map(YearColumns::yearField);
    List<SeenColumn> parts =
        key.stream().filter(part -> year.filter(part.reference()::equals).isEmpty()).toList();
    return parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty();
  }
}
