package org.techrace.table;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A table that a program gives: its rows are objects, and not in a file.
///
/// Each pass over the table asks the [Iterable] for a new iterator, and passes may overlap, as in a
/// join of a table with itself. Rows are read one by one and not kept, so an `Iterable` that reads
/// from elsewhere can be longer than the memory. It must return the same rows in each pass, and may
/// be used by one run at a time if it is not thread-safe.
///
/// A number, a truth value, a date and a time keep their type, which gives the literal its datatype
/// (the natural datatype in RML). A list or an array is several values, but a `byte[]` is one, in
/// hexadecimal; null and an empty [Optional] are none. The text of any other object is its
/// `toString`. A row that is null is an error in the report.
public final class GivenTable implements SourceTable {
  private final String name;
  private final Header header;
  private final List<String> columns;

  /// The values of each column in each row; empty for a row that is null.
  private final Iterable<Optional<List<List<Value>>>> rows;

  private GivenTable(
      String name, List<String> columns, Iterable<Optional<List<List<Value>>>> rows) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.header = Header.of(Place.file(name), columns);
    this.rows = rows;
  }

  /// Returns a table of maps.
  ///
  /// @param name the name in findings
  /// @param columns the keys that are columns; a row without one has no value for it
  public static GivenTable ofMaps(
      String name, List<String> columns, Iterable<? extends Map<String, ?>> rows) {
    return of(name, columns, rows, (row, column) -> row.get(columns.get(column)));
  }

  /// Returns a table of records, whose components are the columns.
  ///
  /// @param name the name in findings
  /// @param type the class of the records; it and its components must be accessible to this module
  /// @throws IllegalArgumentException if a component cannot be read
  public static <R extends Record> GivenTable ofRecords(
      String name, Class<R> type, Iterable<? extends R> rows) {
    var components = type.getRecordComponents();
    for (var component : components) {
      if (!component.getAccessor().trySetAccessible()) {
        throw new IllegalArgumentException(
            "%s of %s cannot be read; open its package".formatted(component.getName(), type));
      }
    }
    return of(
        name,
        Arrays.stream(components).map(component -> component.getName()).toList(),
        rows,
        (row, column) -> {
          try {
            return components[column].getAccessor().invoke(row);
          } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                "%s cannot be read: %s".formatted(components[column].getName(), e.getMessage()), e);
          }
        });
  }

  /// Returns a table with the remaining rows of a result, which are copied: they must fit into the
  /// memory. A database as the source of a mapping is read row by row instead.
  ///
  /// @param name the name in findings
  /// @throws SQLException if reading from the database fails
  public static GivenTable ofResultSet(String name, ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(about.getColumnLabel(i));
    }
    List<Optional<List<List<Value>>>> rows = new ArrayList<>();
    while (result.next()) {
      List<List<Value>> cells = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        cells.add(values(sqlValue(result, i)));
      }
      rows.add(Optional.of(cells));
    }
    return new GivenTable(name, columns, rows);
  }

  private static @Nullable Object sqlValue(ResultSet result, int column) throws SQLException {
    Object value = result.getObject(column);
    return switch (value) {
      case Clob _ -> result.getString(column);
      case Blob _ -> result.getBytes(column);
      case java.sql.Array array -> array.getArray();
      case null, default -> value;
    };
  }

  private static <R> GivenTable of(
      String name,
      List<String> columns,
      Iterable<? extends R> rows,
      BiFunction<R, Integer, @Nullable Object> cell) {
    int width = columns.size();
    return new GivenTable(
        name,
        columns,
        () -> {
          Iterator<? extends R> objects = rows.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return objects.hasNext();
            }

            @Override
            public Optional<List<List<Value>>> next() {
              return Optional.<R>ofNullable(objects.next())
                  .map(
                      row ->
                          IntStream.range(0, width)
                              .mapToObj(i -> values(cell.apply(row, i)))
                              .toList());
            }
          };
        });
  }

  /// Returns the values of a cell.
  private static List<Value> values(@Nullable Object cell) {
    return switch (cell) {
      case null -> List.of();
      case Optional<?> optional -> values(optional.orElse(null));
      case OptionalInt number -> number.stream().mapToObj(GivenTable::value).toList();
      case OptionalLong number -> number.stream().mapToObj(GivenTable::value).toList();
      case OptionalDouble number -> number.stream().mapToObj(GivenTable::value).toList();
      case Path path -> List.of(value(path)); // which is an Iterable of its names
      case Iterable<?> several ->
          StreamSupport.stream(several.spliterator(), false)
              .flatMap(value -> values(value).stream())
              .toList();
      case byte[] bytes -> List.of(value(bytes));
      case Object several when several.getClass().isArray() ->
          IntStream.range(0, Array.getLength(several))
              .mapToObj(i -> values(Array.get(several, i)))
              .flatMap(List::stream)
              .toList();
      default -> List.of(value(cell));
    };
  }

  private static Value value(Object object) {
    return switch (object) {
      case Byte _, Short _, Integer _, Long _, BigInteger _ ->
          new Value(object.toString(), Value.Kind.INTEGER);
      case BigDecimal number -> new Value(number.toPlainString(), Value.Kind.DECIMAL);
      case Float _, Double _ -> new Value(object.toString(), Value.Kind.DOUBLE);
      case Boolean _ -> new Value(object.toString(), Value.Kind.BOOLEAN);
      case java.sql.Date date -> value(date.toLocalDate());
      case java.sql.Time time -> value(time.toLocalTime());
      case java.sql.Timestamp time -> value(time.toLocalDateTime());
      case java.util.Date date -> value(date.toInstant());
      case Temporal time -> Value.time(time);
      case byte[] bytes ->
          new Value(HexFormat.of().withUpperCase().formatHex(bytes), Value.Kind.BINARY);
      case Map<?, ?> _ -> new Value(object.toString(), Value.Kind.STRUCTURE);
      default -> Value.text(object.toString());
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> columns(Report report) {
    return Header.references(columns);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) {
    Optional<int[]> slots = header.find(references, report);
    if (slots.isEmpty()) {
      return SourceRows.NONE;
    }
    Iterator<Optional<List<List<Value>>>> all = rows.iterator();
    return new SourceRows() {
      private long count;

      @Override
      public @Nullable Row next() {
        while (all.hasNext()) {
          Place place = Place.row(name, ++count);
          Optional<List<List<Value>>> cells = all.next();
          if (cells.isPresent()) {
            return new CellRow(place, 0, cells.get(), slots.get(), header);
          }
          report.badRow(place, "the row is null; expected an object with the columns of the table");
        }
        if (count == 0) {
          report.warn(Place.file(name), "the table has no rows");
        }
        return null;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
