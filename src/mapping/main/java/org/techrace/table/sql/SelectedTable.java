package org.techrace.table.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.table.KeyRange;
import org.techrace.table.TablePart;

/// The SQL that reads a table or the result of a query.
///
/// @param sql the query; that of a table has neither conditions nor an order
/// @param key the primary key, if the table can be read in ranges of it
record SelectedTable(String sql, Optional<PrimaryKey> key) {

  /// @param text an SQL query, or the name of a table
  static SelectedTable of(Connection connection, String text, boolean isTable) throws SQLException {
    if (!isTable) {
      return new SelectedTable(text.strip().replaceAll(";$", ""), Optional.empty());
    }
    String quote = connection.getMetaData().getIdentifierQuoteString().strip();
    String name = text.replaceAll("^\"|\"$", "");
    // The name of a table is used as written if such a table exists. Otherwise, a name that needs
    // no quotes is folded to the case that the database uses.
    try (ResultSet tables = connection.getMetaData().getTables(null, null, name, null)) {
      boolean folded = !tables.next() && text.matches("[A-Za-z_][A-Za-z0-9_$.]*");
      String table = folded ? text : quote + name.replace(quote, quote + quote) + quote;
      return new SelectedTable(
          "SELECT * FROM " + table, PrimaryKey.of(connection, table, name, folded, quote));
    }
  }

  /// Prepares the query for all rows, or for those of a range. Rows of a table with a key are in
  /// its order, so that a row has the same number whether the table is read as a whole or in
  /// ranges.
  PreparedStatement prepare(Connection connection, @Nullable KeyRange range) throws SQLException {
    StringBuilder text = new StringBuilder(sql);
    if (range != null) {
      text.append(" WHERE ").append(PrimaryKey.condition(range));
    }
    key.ifPresent(found -> text.append(" ORDER BY ").append(found.order()));
    PreparedStatement statement = connection.prepareStatement(text.toString());
    if (range != null) {
      PrimaryKey.bind(statement, range);
    }
    return statement;
  }

  /// Divides the rows into ranges of the key.
  ///
  /// @param rows the number of rows in a range; more if they have the same value
  /// @return the ranges in order, or the whole table if it is smaller or has no key
  List<TablePart> parts(Connection connection, long rows) throws SQLException {
    return key.isEmpty() ? List.of(TablePart.WHOLE) : key.get().parts(connection, rows);
  }
}
