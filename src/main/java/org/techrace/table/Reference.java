package org.techrace.table;

import java.util.function.Function;

/// What is read of each row of a table.
///
/// @param text in the formulation of the table: a column name, a JSONPath, an XPath
/// @param origin the term map that reads it, as findings name it; empty if it is in no mapping
public record Reference(String text, String origin) {

  /// A reference that is in no mapping.
  public static Reference of(String text) {
    return new Reference(text, "");
  }

  /// A message about it, with where it comes from.
  public String tell(String message) {
    return origin.isEmpty() ? message : "%s (%s)".formatted(message, origin);
  }

  /// What it means in the language of the table.
  ///
  /// @throws IllegalArgumentException with where it comes from, if the parser refuses it
  public <P> P parsed(Function<String, P> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(tell(String.valueOf(e.getMessage())), e);
    }
  }
}
