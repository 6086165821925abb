package org.techrace.table.format;

/// A reference formulation: the language of the references to a row and of the iterator that
/// selects the rows (RML-IO, section 4).
///
/// @param name its local name in the RML vocabulary
/// @param hasPaths true if a reference is a path into a row, false if it is the name of a column
/// @param isRepeatable true if the same file always has the same rows
public record Formulation(String name, boolean hasPaths, boolean isRepeatable) {
  /// Columns by name, in any format of the table.
  public static final Formulation COLUMNS = new Formulation("CSV", false, true);

  /// The columns of a table of a database, whose name is the iterator.
  public static final Formulation SQL_TABLE = new Formulation("SQL2008Table", false, false);

  /// The columns of an SQL query, which is the iterator.
  public static final Formulation SQL_QUERY = new Formulation("SQL2008Query", false, false);

  /// The variables of a SPARQL query, which is the iterator. Functions such as `NOW` depend on the
  /// time.
  public static final Formulation SPARQL_RESULTS =
      new Formulation("SPARQL_Results_CSV", false, false);

  /// Returns true if the iterator is a query: several of its rows can be about one thing.
  public boolean isQuery() {
    return equals(SQL_QUERY) || equals(SPARQL_RESULTS);
  }
}
