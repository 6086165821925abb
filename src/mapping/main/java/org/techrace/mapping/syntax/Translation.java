package org.techrace.mapping.syntax;

import java.util.List;

/// A mapping in Turtle that was translated from another notation.
///
/// @param turtle the mapping
/// @param lines the line of the original for each line of `turtle`, from 1; 0 if there is none
public record Translation(String turtle, List<Long> lines) {
  public Translation {
    lines = List.copyOf(lines);
  }

  /// Returns the line of the original for a line of the translation; 0 if it is unknown.
  public long origin(long line) {
    return line >= 1 && line <= lines.size() ? lines.get((int) line - 1) : 0;
  }
}
