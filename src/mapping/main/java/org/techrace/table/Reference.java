package org.techrace.table;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;

/// An expression that is read from each row of a table.
///
/// @param text the expression in the reference formulation of the table: a column name, a JSONPath
///   or an XPath
/// @param origin the place of the term map that reads it, for findings; empty if it is not part of
///   a mapping
public record Reference(String text, String origin) implements Serializable {

  /// Creates a reference that is not part of a mapping.
  public static Reference of(String text) {
    return new Reference(text, "");
  }

  /// Returns true if no reference before one has the same text.
  public static boolean isFirst(List<Reference> references, int index) {
    return references.stream().map(Reference::text).toList().indexOf(references.get(index).text)
        == index;
  }

  /// Returns a message with the origin of the reference.
  public String withOrigin(String message) {
    return origin.isEmpty() ? message : "%s (%s)".formatted(message, origin);
  }

  /// Parses the reference.
  ///
  /// @throws IllegalArgumentException with the origin in its message, if the parser rejects the
  ///   text
  public <P> P parsed(Function<String, P> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(withOrigin(String.valueOf(e.getMessage())), e);
    }
  }
}
