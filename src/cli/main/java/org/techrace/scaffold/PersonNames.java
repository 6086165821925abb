package org.techrace.scaffold;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the two columns with the first and the last names of persons, in a table without a column
/// of whole names.
final class PersonNames {
  private static final Set<String> FIRST =
      Set.of("firstname", "givenname", "forename", "namefirst", "vorname", "prenom", "nombre");

  private static final Set<String> LAST =
      Set.of("lastname", "familyname", "surname", "namelast", "nachname", "apellido");

  private PersonNames() {}

  /// Returns the template of RML that makes a whole name, or empty if there are no such columns.
  static Optional<String> template(List<SeenColumn> columns) {
    return reference(columns, FIRST)
        .flatMap(first -> reference(columns, LAST).map(last -> first + " " + last));
  }

  private static Optional<String> reference(List<SeenColumn> columns, Set<String> names) {
    return columns.stream()
        .filter(column -> !column.isTyped() && !column.isMissing())
        .filter(column -> names.contains(String.join("", HeaderWords.of(column.label()))))
        .map(column -> "{" + column.reference() + "}")
        .findFirst();
  }
}
