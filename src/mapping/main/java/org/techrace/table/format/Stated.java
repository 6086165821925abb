package org.techrace.table.format;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/// Properties of a new file that the user states, so that they are not guessed.
///
/// @param skipRows the number of lines before the header
/// @param headerRows the number of rows with names
/// @param names the names of the columns; empty if they are not stated
public record Stated(
    Optional<Charset> charset,
    Optional<Character> delimiter,
    Optional<Character> quote,
    Optional<Integer> skipRows,
    Optional<Integer> headerRows,
    List<String> names) {
  public Stated {
    names = List.copyOf(names);
  }

  /// Nothing is stated.
  public static final Stated NOTHING =
      new Stated(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
}
