package org.techrace.table;

/// One value that a reference finds in a row, with the type the format itself gives it. Text
/// formats know only text; JSON, spreadsheets and databases know more (RML calls the RDF datatype
/// that follows from it the natural datatype).
///
/// @param text the value as text
/// @param kind the value's type in its format
public record Value(String text, Kind kind) {

  /// The types a format can give a value, named after XSD.
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
    /// An array or an object, as text: no term can be made of it.
    STRUCTURE
  }

  /// A value that is no more than a text.
  public static Value text(String text) {
    return new Value(text, Kind.TEXT);
  }
}
