package org.techrace.table.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Value;

/// The rows of a [JdbcTable] or of a range of its keys.
final class JdbcRows implements SourceRows {
  private static final int FETCH_ROWS = 10_000;

  /// A fraction of a second that is zero, which some drivers add.
  private static final Pattern NO_FRACTION = Pattern.compile("\\.0+(?=$|[Z+-])");

  /// An offset in hours, as PostgreSQL writes it.
  private static final Pattern SHORT_OFFSET = Pattern.compile("(:\\d{2}(?:\\.\\d+)?[+-]\\d{2})$");

  private static final Pattern FLOATING =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Set<Value.Kind> NUMBERS =
      EnumSet.of(Value.Kind.INTEGER, Value.Kind.DECIMAL, Value.Kind.DOUBLE);

  /// A number as most drivers write it. Other values may be texts.
  private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9.]+");

  private final String name;
  private final Connection connection;
  private final PreparedStatement statement;
  private final Value.Kind[] kinds;
  private final Header header;
  private final Report report;
  private @Nullable ResultSet result;
  private int[] slots = {};
  private long count;

  /// @param connection a connection, which this closes
  JdbcRows(JdbcTable table, Connection connection, TablePart part, Report report)
      throws SQLException {
    this.name = table.name();
    this.connection = connection;
    this.report = report;
    this.count = part.before();
    statement = table.selected(connection).prepare(connection, part.keys());
    statement.setFetchSize(FETCH_ROWS);
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

  Header header() {
    return header;
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
  public @Nullable Row next() {
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
          Place.row(name, count + 1),
          "reading from the database failed: " + JdbcTable.firstLine(e));
      return null;
    }
  }

  /// @param column the index of the column, starting at 0
  private List<Value> cell(ResultSet row, int column) throws SQLException {
    Value.Kind kind = kinds[column];
    String text = text(row, column + 1, kind);
    if (text == null || row.wasNull()) {
      return List.of();
    }
    return List.of(
        isTextAmongNumbers(row, column, text) || (kind == Value.Kind.BOOLEAN && !isTruth(text))
            ? Value.text(text)
            : new Value(text, kind));
  }

  private static boolean isTruth(String text) {
    return text.equals("true") || text.equals("false");
  }

  /// Returns true for a text in a column of numbers. SQLite has types of values, not of columns,
  /// and its driver says NUMERIC for each expression.
  private boolean isTextAmongNumbers(ResultSet row, int column, String text) throws SQLException {
    return NUMBERS.contains(kinds[column])
        && !PLAIN_NUMBER.matcher(text).matches()
        && row.getObject(column + 1) instanceof String;
  }

  private static @Nullable String text(ResultSet row, int column, Value.Kind kind)
      throws SQLException {
    return switch (kind) {
      case BINARY -> {
        byte[] bytes = row.getBytes(column);
        yield bytes == null ? null : HexFormat.of().withUpperCase().formatHex(bytes);
      }
      case BOOLEAN -> truth(row, column);
      case DOUBLE -> number(row, column);
      case TIME -> {
        String text = row.getString(column);
        yield text == null ? null : SHORT_OFFSET.matcher(text).replaceFirst("$1:00");
      }
      case DATE_TIME -> {
        String text = row.getString(column);
        yield text == null
            ? null
            : SHORT_OFFSET
                .matcher(NO_FRACTION.matcher(text.replace(' ', 'T')).replaceFirst(""))
                .replaceFirst("$1:00");
      }
      default -> row.getString(column);
    };
  }

  /// Returns `true` or `false`. SQLite has types of values, not of columns: any other value keeps
  /// its text.
  private static @Nullable String truth(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof Number || value instanceof String) {
      String text = row.getString(column);
      return switch (text) {
        case "1", "t", "true" -> "true";
        case "0", "f", "false" -> "false";
        default -> text;
      };
    }
    return String.valueOf(row.getBoolean(column));
  }

  /// Returns a number with all digits of its double, which the text of SQLite has not.
  private static @Nullable String number(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text != null
            && row.getObject(column) instanceof Double number
            && FLOATING.matcher(text).matches()
            && Double.parseDouble(text) != number
        ? number.toString()
        : text;
  }

  @Override
  public void close() throws IOException {
    JdbcTable.close(connection);
  }
}
