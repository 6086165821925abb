package org.techrace.export;

import java.util.List;
import java.util.Objects;

/// A table with a row for each thing of a class, or for several of them.
///
/// @param name its name, which is that of the class, or begins with it
/// @param type the IRI of the class
/// @param label the label of the class
/// @param definition the definition of the class; may be empty
/// @param columns its columns; the first has the IRIs of the things, if each has a row
/// @param things the IRIs of the things, sorted; empty if the rows are in files
public record ReleaseTable(
    String name,
    String type,
    String label,
    String definition,
    List<Column> columns,
    List<String> things) {

  /// The values of a column.
  public enum Kind {
    IRI,
    TEXT,
    INTEGER,
    NUMBER,
    DATE,
    /// Things next to texts, or numbers next to dates or texts. A table has all of them as texts.
    MIXED
  }

  /// A column.
  ///
  /// @param name its name, unique in the table
  /// @param property the IRI of the property; empty for a column that the export computes
  /// @param language the language tag of its texts; empty for values without one
  /// @param label the label of the property
  /// @param definition the definition of the property; may be empty
  /// @param several true if a cell can have several values, in CSV apart by
  ///   [ReleaseTables#SEPARATOR]
  /// @param references the IRI of a class that all values are things of; empty without one, and in
  ///   releases of older versions
  public record Column(
      String name,
      String property,
      String language,
      String label,
      String definition,
      Kind kind,
      boolean several,
      String references) {
    public Column {
      references = Objects.requireNonNullElse(references, "");
    }

    /// A column without references.
    public Column(
        String name,
        String property,
        String language,
        String label,
        String definition,
        Kind kind,
        boolean several) {
      this(name, property, language, label, definition, kind, several, "");
    }
  }

  /// Reports whether each thing has a row.
  public boolean hasThings() {
    return columns.getFirst().name().equals(ReleaseTables.ID);
  }

  /// Returns the table without its things.
  ReleaseTable withoutThings() {
    return new ReleaseTable(name, type, label, definition, columns, List.of());
  }
}
