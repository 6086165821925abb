package org.techrace.rdf;

/// A place in a text.
///
/// @param line the number of its line, from 1
/// @param column the number of its character in the line, from 1
public record TextPosition(long line, int column) {
  /// Returns the place after the beginning of a text.
  public static TextPosition after(String beginning) {
    return new TextPosition(
        beginning.chars().filter(c -> c == '\n').count() + 1,
        beginning.length() - beginning.lastIndexOf('\n'));
  }
}
