package org.techrace.table.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.table.Item;

/// A format of sources, which [Formats] finds: a [FileFormat] or a [DatabaseFormat]. Immutable and
/// thread-safe, with a public constructor without parameters.
public interface SourceFormat {
  /// Returns the name of the format in messages.
  String name();

  /// Returns the reference formulations of sources in this format.
  Set<Formulation> formulations();

  /// Returns true if a text in a cell of another table can be parsed as this format
  /// (`rml:IterableField`).
  default boolean isForTexts() {
    return false;
  }

  /// Parses a text in a cell.
  ///
  /// @param iterator the expression that selects the items; empty for the usual ones
  /// @throws IllegalArgumentException if the text is not in this format, or [#isForTexts] is false
  default List<Item> items(String text, Optional<String> iterator) {
    throw new IllegalArgumentException("a text in a cell cannot be parsed as " + name());
  }
}
