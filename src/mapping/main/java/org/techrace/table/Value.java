package org.techrace.table;

/// A value that a reference finds in a row, with the type that the format gives it. CSV and XML
/// only have texts. JSON, spreadsheets, Parquet and databases have more types, which determine the
/// RDF datatype of a literal (the natural datatype in RML).
///
/// @param text the value as text
/// @param kind the type of the value in its format
public record Value(String text, Kind kind) {

  /// The types of values, named after XSD.
  public enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    DOUBLE,
    BOOLEAN,
    DATE,
    TIME,
    DATE_TIME,
    BINARY,
    /// An array or an object, as text. No term can be generated from it.
    STRUCTURE
  }

  /// Creates a value of kind [Kind#TEXT].
  public static Value text(String text) {
    return new Value(text, Kind.TEXT);
  }
}
