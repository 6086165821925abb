package org.techrace.table.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.DivisibleTable;
import org.techrace.table.Reference;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;

/// A table of a relational database, or the result of a query, read through JDBC. The query is sent
/// when the first row is read, and rows are fetched while they are read.
///
/// A table on a server can be read in ranges of its primary key, if the first column of the key is
/// a number or a date. Each range has a connection of its own. If the table is changed while it is
/// read, the ranges may be in different states.
///
/// @param name the name in findings: the table or the query
/// @param url the JDBC URL
/// @param query the SQL query, or the name of a table
/// @param isTable true if `query` is the name of a table
/// @param access the databases that the run may open
public record JdbcTable(
    String name,
    String url,
    String user,
    String password,
    Reference query,
    boolean isTable,
    Access access)
    implements DivisibleTable {
  /// The estimated size of a value in bytes, for the number of rows in a part.
  private static final int VALUE_BYTES = 16;

  @Override
  public SourceRows open(List<Reference> references, TablePart part, Report report)
      throws IOException {
    Connection connection = null;
    try {
      connection = connect();
      JdbcRows rows = new JdbcRows(this, connection, part, report);
      if (rows.find(references)) {
        return rows;
      }
      rows.close();
    } catch (RefusedException e) {
      report.error(Place.file(name), query.withOrigin(String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      close(connection);
      report.error(Place.file(name), query.withOrigin("the database reports: " + firstLine(e)));
    } catch (IllegalArgumentException e) {
      close(connection);
      report.error(Place.file(name), query.withOrigin(String.valueOf(e.getMessage())));
    }
    return SourceRows.NONE;
  }

  @Override
  public List<String> columns(Report report) throws IOException {
    try (SourceRows rows = open(List.of(), report)) {
      return rows instanceof JdbcRows found
          ? found.header().indexes().entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList()
          : List.of();
    }
  }

  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    Connection connection = null;
    try {
      connection = connect();
      return selected(connection)
          .parts(connection, Math.max(1, bytes / VALUE_BYTES / Math.max(1, references.size())));
    } catch (RefusedException | SQLException _) {
      // Opening the table reports what is wrong, and a database without window functions can be
      // read as a whole.
      return List.of(TablePart.WHOLE);
    } finally {
      close(connection);
    }
  }

  /// Opens a connection in a transaction.
  Connection connect() throws RefusedException, SQLException {
    Connection connection = access.connect(url, user, password);
    // With auto-commit, the PostgreSQL driver would fetch the whole result at once.
    connection.setAutoCommit(false);
    return connection;
  }

  SelectedTable selected(Connection connection) throws SQLException {
    return SelectedTable.of(connection, query.text(), isTable);
  }

  /// Returns the message of an exception, for a finding.
  static String firstLine(SQLException e) {
    // The driver of MariaDB puts the number of the connection first.
    String first =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^\\(conn=\\d+\\) ", "");
    return first.startsWith("No suitable driver")
        ? first
            + "; the driver for PostgreSQL is included, jdbc:postgresql://host:port/database;"
            + " for another, name the folder with the jar of its driver: --plugins DIR"
        : first;
  }

  static void close(@Nullable Connection connection) throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
