package org.techrace.csvw;

import java.util.List;
import java.util.Optional;

/// The properties that a column inherits from its schema, its table and the group of tables, as far
/// as it has none of its own ("Metadata Vocabulary for Tabular Data", section 5.7).
///
/// @param language the language of its texts; empty if it is not known
/// @param nulls the texts that mean that a cell has no value
record Inherited(
    Optional<String> aboutUrl,
    Optional<String> propertyUrl,
    Optional<String> valueUrl,
    Datatype datatype,
    String defaultText,
    String language,
    List<String> nulls,
    boolean ordered,
    boolean required,
    Optional<String> separator) {
  static final Inherited NONE =
      new Inherited(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Datatype.STRING,
          "",
          "",
          List.of(""),
          false,
          false,
          Optional.empty());

  Inherited {
    nulls = List.copyOf(nulls);
  }
}
