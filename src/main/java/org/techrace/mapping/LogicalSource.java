package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.report.Place;

/// What a triples map iterates over (RML-Core, section 3; RML-IO, section 2).
///
/// @param at where it stands
/// @param source where the bytes are
/// @param formulation the language of its references
/// @param iterator what one iteration is, in that language; absent where the format has rows
public record LogicalSource(
    Place at, Source source, Formulation formulation, Optional<String> iterator) {

  /// Whether this iterates over the same things as the other, wherever the two stand.
  public boolean sameRowsAs(LogicalSource other) {
    return source.path().equals(other.source.path())
        && formulation == other.formulation
        && iterator.equals(other.iterator);
  }

  /// The reference formulations we know.
  public enum Formulation {
    CSV
  }

  /// A file.
  ///
  /// @param at where it stands in the mapping
  /// @param name the path as the mapping gives it
  /// @param path where the file is
  /// @param charset the encoding of its text
  /// @param nulls texts that mean "no value"
  /// @param key columns that together are unique (`csvw:primaryKey`)
  public record Source(
      Place at, String name, Path path, Charset charset, Set<String> nulls, List<String> key) {
    public Source {
      nulls = Set.copyOf(nulls);
      key = List.copyOf(key);
    }
  }
}
