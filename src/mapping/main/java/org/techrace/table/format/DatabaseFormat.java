package org.techrace.table.format;

import org.techrace.access.Access;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;

/// A way to read databases.
public interface DatabaseFormat extends SourceFormat {
  /// Opens a table of a database, or a query.
  ///
  /// @param url the address of the database
  /// @param user the name of the user; empty for none
  /// @param formulation the reference formulation of the source
  /// @param rows the table or the query
  /// @param access the databases that the run may open
  SourceTable open(
      String url,
      String user,
      String password,
      Formulation formulation,
      Reference rows,
      Access access);
}
