package org.techrace.csvw;

import java.util.List;

/// The value of a cell: one literal, or several if the column has a separator.
///
/// @param values the literals; empty if the value is null
/// @param isList true if the column has a separator
record Cell(List<Literal> values, boolean isList) {
  /// A literal.
  ///
  /// @param text the lexical form
  /// @param datatype the IRI of the datatype; empty for a text
  /// @param language the language of a text; empty if it is not known
  record Literal(String text, String datatype, String language) {}

  Cell {
    values = List.copyOf(values);
  }

  boolean isNull() {
    return values.isEmpty();
  }

  List<String> texts() {
    return values.stream().map(Literal::text).toList();
  }
}
