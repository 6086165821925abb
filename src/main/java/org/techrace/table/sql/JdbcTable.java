package org.techrace.table.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.access.RefusedException;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// A table of a relational database, or the result of a query, read through JDBC. The query is sent
/// when the first row is read, and rows are fetched while they are read.
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
    implements SourceTable {
  private static final int FETCH_ROWS = 10_000;

  /// A fraction of a second that is zero, which some drivers add.
  private static final Pattern NO_FRACTION = Pattern.compile("\\.0+(?=$|[Z+-])");

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    Connection connection = null;
    try {
      connection = access.connect(url, user, password);
      // With auto-commit, the PostgreSQL driver would fetch the whole result at once.
      connection.setAutoCommit(false);
      PreparedStatement statement = connection.prepareStatement(sql(connection));
      statement.setFetchSize(FETCH_ROWS);
      JdbcRows rows = new JdbcRows(name, connection, statement, report);
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
          ? found.header.indexes().entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList()
          : List.of();
    }
  }

  /// Returns the query. The name of a table is used as written if such a table exists. Otherwise, a
  /// name that needs no quotes is folded to the case that the database uses.
  private String sql(Connection connection) throws SQLException {
    if (!isTable) {
      return query.text().strip().replaceAll(";$", "");
    }
    String table = query.text().replaceAll("^\"|\"$", "");
    String quote = connection.getMetaData().getIdentifierQuoteString().strip();
    try (ResultSet tables = connection.getMetaData().getTables(null, null, table, null)) {
      boolean folded = !tables.next() && query.text().matches("[A-Za-z_][A-Za-z0-9_$.]*");
      return "SELECT * FROM "
          + (folded ? query.text() : quote + table.replace(quote, quote + quote) + quote);
    }
  }

  private static String firstLine(SQLException e) {
    // The driver of MariaDB puts the number of the connection first.
    String first =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^\\(conn=\\d+\\) ", "");
    return first.startsWith("No suitable driver")
        ? first
            + "; the driver for PostgreSQL is included, jdbc:postgresql://host:port/database; put"
            + " the jar of another into the folder plugins/ of the project"
        : first;
  }

  private static void close(@Nullable Connection connection) throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static final class JdbcRows implements SourceRows {
    private final String name;
    private final Connection connection;
    private final PreparedStatement statement;
    private final Value.Kind[] kinds;
    private final Header header;
    private final Report report;
    private @Nullable ResultSet result;
    private int[] slots = {};
    private long count;

    JdbcRows(String name, Connection connection, PreparedStatement statement, Report report)
        throws SQLException {
      this.name = name;
      this.connection = connection;
      this.statement = statement;
      this.report = report;
      ResultSetMetaData columns = statement.getMetaData();
      if (columns == null) {
        // Some drivers know the columns of a result only after the query has been sent.
        ResultSet early = statement.executeQuery();
        columns = early.getMetaData();
        result = early;
      }
      Map<String, Integer> indexes = new HashMap<>();
      kinds = new Value.Kind[columns.getColumnCount()];
      for (int i = 0; i < kinds.length; i++) {
        String label = columns.getColumnLabel(i + 1);
        if (indexes.put(label, i) != null) {
          throw new IllegalArgumentException(
              "the column '%s' occurs twice in the result; rename one of them with AS"
                  .formatted(label));
        }
        kinds[i] = kind(columns.getColumnType(i + 1));
      }
      header = new Header(Place.file(name), indexes);
    }

    /// Resolves references to columns. Reports references to columns that do not exist, and then
    /// returns false.
    boolean find(List<Reference> references) {
      slots = new int[references.size()];
      boolean good = true;
      for (int i = 0; i < slots.length; i++) {
        Reference reference = references.get(i);
        String label = reference.text().replaceAll("^\"(.*)\"$", "$1");
        Integer column = column(label, label.equals(reference.text()));
        if (column == null) {
          report.error(
              Place.file(name),
              reference.withOrigin(
                  "unknown column '%s'; %s"
                      .formatted(
                          reference.text(), Nearest.suggest(label, header.indexes().keySet()))));
          good = false;
        } else {
          slots[i] = column;
        }
      }
      return good;
    }

    /// Returns the index of a column, or null if there is none. A name without quotes is an SQL
    /// identifier: it also means the column in the case that the database stores such names in.
    private @Nullable Integer column(String label, boolean unquoted) {
      Integer column = header.indexes().get(label);
      if (column != null || !unquoted) {
        return column;
      }
      Integer lower = header.indexes().get(label.toLowerCase(Locale.ROOT));
      return lower != null ? lower : header.indexes().get(label.toUpperCase(Locale.ROOT));
    }

    /// Returns the kind of an SQL type: the natural mapping of SQL values (R2RML, section 10.2).
    private static Value.Kind kind(int sqlType) {
      return switch (sqlType) {
        case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Value.Kind.INTEGER;
        case Types.NUMERIC, Types.DECIMAL -> Value.Kind.DECIMAL;
        case Types.REAL, Types.FLOAT, Types.DOUBLE -> Value.Kind.DOUBLE;
        case Types.BOOLEAN, Types.BIT -> Value.Kind.BOOLEAN;
        case Types.DATE -> Value.Kind.DATE;
        case Types.TIME, Types.TIME_WITH_TIMEZONE -> Value.Kind.TIME;
        case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Value.Kind.DATE_TIME;
        case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Value.Kind.BINARY;
        default -> Value.Kind.TEXT;
      };
    }

    @Override
    public @Nullable Row next() throws IOException {
      try {
        ResultSet found = result == null ? statement.executeQuery() : result;
        result = found;
        if (!found.next()) {
          return null;
        }
        count++;
        List<List<Value>> cells = new ArrayList<>(kinds.length);
        for (int i = 0; i < kinds.length; i++) {
          cells.add(cell(found, i));
        }
        return new CellRow(Place.row(name, count), 0, cells, slots, header);
      } catch (SQLException e) {
        report.error(
            Place.row(name, count + 1), "reading from the database failed: " + firstLine(e));
        return null;
      }
    }

    /// @param column the index of the column, starting at 0
    private List<Value> cell(ResultSet row, int column) throws SQLException {
      Value.Kind kind = kinds[column];
      String text = text(row, column + 1, kind);
      return text == null || row.wasNull() ? List.of() : List.of(new Value(text, kind));
    }

    private static @Nullable String text(ResultSet row, int column, Value.Kind kind)
        throws SQLException {
      return switch (kind) {
        case BINARY -> {
          byte[] bytes = row.getBytes(column);
          yield bytes == null ? null : HexFormat.of().withUpperCase().formatHex(bytes);
        }
        case BOOLEAN -> String.valueOf(row.getBoolean(column));
        case DATE_TIME -> {
          String text = row.getString(column);
          yield text == null ? null : NO_FRACTION.matcher(text.replace(' ', 'T')).replaceFirst("");
        }
        default -> row.getString(column);
      };
    }

    @Override
    public void close() throws IOException {
      JdbcTable.close(connection);
    }
  }
}
