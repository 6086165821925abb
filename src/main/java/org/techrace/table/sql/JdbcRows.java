package org.techrace.table.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CellRow;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.RowBatch;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.Value;

/// The rows of a [JdbcTable]. Batches are ranges of the primary key, if the table can be divided:
/// the thread that maps a batch reads it, through a connection of its own.
final class JdbcRows implements SourceRows {
  private static final int FETCH_ROWS = 10_000;

  /// The number of rows in a range that a thread reads.
  private static final int RANGE_ROWS = FETCH_ROWS;

  /// A fraction of a second that is zero, which some drivers add.
  private static final Pattern NO_FRACTION = Pattern.compile("\\.0+(?=$|[Z+-])");

  private static final Set<Value.Kind> NUMBERS =
      EnumSet.of(Value.Kind.INTEGER, Value.Kind.DECIMAL, Value.Kind.DOUBLE);

  /// A number as most drivers write it, of which the kind need not be asked.
  private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9.]+");

  private final String name;
  private final SelectedTable selected;
  private final Connections connections;
  private final Connection connection;
  private final TablePart part;
  private final PreparedStatement statement;
  private final Value.Kind[] kinds;
  private final Header header;
  private final Report report;
  private final AtomicBoolean failed = new AtomicBoolean();
  private @Nullable ResultSet result;
  private int[] slots = {};
  private long count;

  /// The ranges that are left, or null if no batch was asked for yet.
  private @Nullable Iterator<TablePart> ranges;

  private boolean hasRanges;

  /// @param connection a connection, which this closes
  JdbcRows(JdbcTable table, Connection connection, TablePart part, Report report)
      throws SQLException {
    this.name = table.name();
    this.connection = connection;
    this.connections = new Connections(table, connection);
    this.part = part;
    this.report = report;
    this.count = part.before();
    selected = table.selected(connection);
    statement = selected.prepare(connection, part.keys());
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
      return found.next() ? row(found, ++count) : null;
    } catch (SQLException e) {
      fail(e, count + 1);
      return null;
    }
  }

  /// Reports that a row cannot be read. Further failures have the same cause and are not reported.
  private void fail(SQLException e, long row) {
    if (!failed.getAndSet(true)) {
      report.error(
          Place.row(name, row), "reading from the database failed: " + JdbcTable.firstLine(e));
    }
  }

  @Override
  public @Nullable RowBatch nextBatch() throws IOException {
    Iterator<TablePart> left = ranges;
    if (left == null) {
      left = result == null && part.isWhole() ? ranges() : Collections.emptyIterator();
      ranges = left;
      hasRanges = left.hasNext();
    }
    if (!hasRanges) {
      return SourceRows.super.nextBatch();
    }
    return left.hasNext() && !failed.get() ? new Range(left.next()) : null;
  }

  /// Returns ranges of the key, or none if the table is small or cannot be divided.
  private Iterator<TablePart> ranges() {
    try {
      List<TablePart> parts = selected.parts(connection, RANGE_ROWS);
      if (parts.size() > 1) {
        return parts.iterator();
      }
    } catch (SQLException _) {
      // The database has no window functions.
      rollBack();
    }
    return Collections.emptyIterator();
  }

  /// Ends the transaction, which some databases refuse to continue after an error.
  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // Reading the table reports what is wrong.
    }
  }

  private Row row(ResultSet found, long number) throws SQLException {
    List<List<Value>> cells = new ArrayList<>(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      cells.add(cell(found, i));
    }
    return new CellRow(Place.row(name, number), 0, cells, slots, header);
  }

  /// @param column the index of the column, starting at 0
  private List<Value> cell(ResultSet row, int column) throws SQLException {
    Value.Kind kind = kinds[column];
    String text = text(row, column + 1, kind);
    if (text == null || row.wasNull()) {
      return List.of();
    }
    return List.of(
        isTextAmongNumbers(row, column, text) ? Value.text(text) : new Value(text, kind));
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
    connections.close();
  }

  /// The rows of a range of keys. The query is sent when the first row is read.
  private final class Range implements RowBatch {
    private final TablePart range;
    private @Nullable Connection own;
    private @Nullable ResultSet found;
    private long number;
    private boolean ended;

    Range(TablePart range) {
      this.range = range;
      this.number = range.before();
    }

    @Override
    public @Nullable Row next() throws IOException {
      if (ended) {
        return null;
      }
      try {
        ResultSet rows = found == null ? query() : found;
        found = rows;
        if (!failed.get() && rows.next()) {
          return row(rows, ++number);
        }
        rows.getStatement().close();
      } catch (SQLException e) {
        fail(e, number + 1);
      }
      ended = true;
      connections.give(own);
      return null;
    }

    @Override
    public int next(@Nullable Row[] to) throws IOException {
      int rows = 0;
      while (rows < to.length) {
        Row row = next();
        if (row == null) {
          break;
        }
        to[rows++] = row;
      }
      return rows;
    }

    private ResultSet query() throws IOException, SQLException {
      Connection taken = connections.take();
      own = taken;
      PreparedStatement query = selected.prepare(taken, range.keys());
      query.setFetchSize(FETCH_ROWS);
      return query.executeQuery();
    }
  }
}
