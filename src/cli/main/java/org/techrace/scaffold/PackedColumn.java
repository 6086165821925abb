package org.techrace.scaffold;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The first column of a table of Eurostat, whose cells have the values of several dimensions. Its
/// header is `unit,geo\time`: the names of the dimensions, and after the backslash the one of the
/// other columns.
final class PackedColumn {
  /// The text between the values.
  static final String SEPARATOR = ",";

  private static final Pattern HEADER = Pattern.compile("\\w+(,\\w+)+\\\\\\w+");

  /// A dimension.
  ///
  /// @param index the index of its value in a cell, from 0
  record Part(String name, int index) {}

  private PackedColumn() {}

  /// Returns true if the header of a column names several dimensions.
  static boolean isPacked(SeenColumn column) {
    return HEADER.matcher(column.label().strip()).matches();
  }

  /// Returns the dimensions in the cells of a column.
  static List<Part> of(SeenColumn column) {
    String[] names = column.label().strip().replaceFirst("\\\\.*", "").split(SEPARATOR, -1);
    return IntStream.range(0, names.length).mapToObj(i -> new Part(names[i], i)).toList();
  }
}
