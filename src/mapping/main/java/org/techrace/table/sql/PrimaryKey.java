package org.techrace.table.sql;

import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.techrace.table.KeyRange;
import org.techrace.table.TablePart;

/// The primary key of a table whose rows can be read in ranges of its first column: a number or a
/// date. The order of texts depends on the collation, so they are not used.
///
/// @param table the name of the table, for SQL
/// @param columns the names of its columns, quoted for SQL
/// @param type the type of the first column, one of [Types]
record PrimaryKey(String table, List<String> columns, int type) {
  PrimaryKey {
    columns = List.copyOf(columns);
  }

  /// Finds the primary key of a table on a server. A database in a file is read through one
  /// connection, so its keys are not needed.
  ///
  /// @param table the name of the table, for SQL
  /// @param name the name, without quotes
  /// @param folded true if the database changes the case of the name
  static Optional<PrimaryKey> of(
      Connection connection, String table, String name, boolean folded, String quote)
      throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    // A name with a schema may mean a table of another catalog.
    if (database.usesLocalFiles() || (folded && name.contains("."))) {
      return Optional.empty();
    }
    String stored = name;
    if (folded && database.storesLowerCaseIdentifiers()) {
      stored = name.toLowerCase(Locale.ROOT);
    } else if (folded && database.storesUpperCaseIdentifiers()) {
      stored = name.toUpperCase(Locale.ROOT);
    }
    Map<Short, String> names = new TreeMap<>();
    try (ResultSet keys =
        database.getPrimaryKeys(connection.getCatalog(), connection.getSchema(), stored)) {
      while (keys.next()) {
        names.put(keys.getShort("KEY_SEQ"), keys.getString("COLUMN_NAME"));
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    List<String> quoted =
        names.values().stream()
            .map(column -> quote + column.replace(quote, quote + quote) + quote)
            .toList();
    try (PreparedStatement first =
        connection.prepareStatement("SELECT %s FROM %s".formatted(quoted.getFirst(), table))) {
      @Nullable ResultSetMetaData column = first.getMetaData();
      return column == null || !isDivisible(column.getColumnType(1))
          ? Optional.empty()
          : Optional.of(new PrimaryKey(table, quoted, column.getColumnType(1)));
    }
  }

  private static boolean isDivisible(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.DATE ->
          true;
      default -> false;
    };
  }

  /// Returns the columns for ORDER BY.
  String order() {
    return String.join(", ", columns);
  }

  /// Divides the rows of the table into ranges. The ends are values that the database itself finds
  /// at regular distances in the order of the key, so gaps and frequent values result in ranges of
  /// about the same size. Together, the ranges have all rows, also those without a value.
  ///
  /// @param rows the number of rows in a range; more if they have the same value
  List<TablePart> parts(Connection connection, long rows) throws SQLException {
    String column = columns.getFirst();
    // A key of one column has each value once, so the number of a row is its rank.
    String rank = columns.size() == 1 ? "ROW_NUMBER" : "RANK";
    String sql =
        """
        SELECT k, place - 1 FROM
          (SELECT %1$s AS k, %3$s() OVER (ORDER BY %1$s) AS place,
            ROW_NUMBER() OVER (ORDER BY %1$s) AS n FROM %2$s) numbered
        WHERE MOD(n - 1, ?) = 0 AND k IS NOT NULL ORDER BY n
        """
            .formatted(column, table, rank);
    List<TablePart> parts = new ArrayList<>();
    @Nullable Serializable from = null;
    long before = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, rows);
      try (ResultSet ends = statement.executeQuery()) {
        while (ends.next()) {
          Serializable end = value(ends.getString(1));
          long smaller = ends.getLong(2);
          if (smaller > before) {
            parts.add(TablePart.of(new KeyRange(column, from, end), before));
            from = end;
            before = smaller;
          }
        }
      }
    } catch (NumberFormatException | DateTimeException _) {
      // An unsigned number of 64 bits, for example, or the date "infinity".
      return List.of(TablePart.WHOLE);
    }
    if (parts.isEmpty()) {
      return List.of(TablePart.WHOLE);
    }
    parts.add(TablePart.of(new KeyRange(column, from, null), before));
    return List.copyOf(parts);
  }

  private Serializable value(String text) {
    return switch (type) {
      case Types.NUMERIC, Types.DECIMAL -> new BigDecimal(text);
      case Types.DATE -> LocalDate.parse(text);
      default -> Long.valueOf(text);
    };
  }

  /// Returns the condition of a range in SQL. Its parameters are bound by [#bind].
  static String condition(KeyRange range) {
    String column = range.column();
    if (range.from() == null) {
      return "(%1$s < ? OR %1$s IS NULL)".formatted(column);
    }
    return column + " >= ?" + (range.to() == null ? "" : " AND " + column + " < ?");
  }

  /// Sets the parameters of a condition, which are the only ones of its statement.
  static void bind(PreparedStatement statement, KeyRange range) throws SQLException {
    int parameter = 1;
    if (range.from() != null) {
      statement.setObject(parameter++, range.from());
    }
    if (range.to() != null) {
      statement.setObject(parameter, range.to());
    }
  }
}
