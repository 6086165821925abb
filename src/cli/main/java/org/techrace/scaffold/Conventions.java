package org.techrace.scaffold;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.report.Report;

/// How the numbers and dates of a table are written, if a person or one column says it for the
/// others, and which columns can be read in two ways nevertheless.
///
/// @param notation the decimal mark of the columns whose numbers can be read in one way only
/// @param order the order of day and month that the user states, or that of the columns whose dates
///   have one order only
/// @param isStated true if the user states the decimal mark
/// @param isShown true if the user or a column shows which mark is the decimal mark
record Conventions(
    CellFormats.Notation notation,
    Optional<CellFormats.DateOrder> order,
    boolean isStated,
    boolean isShown) {

  static Conventions of(TableOptions options, NewTable table, List<SeenColumn> columns) {
    boolean isStated = options.decimalMark().isPresent();
    return new Conventions(
        notation(options, table, columns),
        order(options, columns),
        isStated,
        isStated || columns.stream().anyMatch(column -> column.formats().showsDecimalMark()));
  }

  private static Optional<CellFormats.DateOrder> order(
      TableOptions options, List<SeenColumn> columns) {
    List<CellFormats.DateOrder> clear =
        columns.stream()
            .flatMap(column -> column.formats().clearOrder().stream())
            .distinct()
            .toList();
    return options
        .order()
        .or(() -> clear.size() == 1 ? Optional.of(clear.getFirst()) : Optional.empty());
  }

  private static CellFormats.Notation notation(
      TableOptions options, NewTable table, List<SeenColumn> columns) {
    if (options.decimalMark().isPresent()) {
      return options.decimalMark().get() == ','
          ? CellFormats.Notation.COMMA
          : CellFormats.Notation.POINT;
    }
    boolean hasComma = columns.stream().anyMatch(column -> column.formats().hasDecimalComma());
    if (hasComma && columns.stream().anyMatch(column -> column.formats().hasDecimalPoint())) {
      return CellFormats.Notation.MIXED;
    }
    return hasComma || table.dialect().filter(d -> d.delimiter() == ';').isPresent()
        ? CellFormats.Notation.COMMA
        : CellFormats.Notation.POINT;
  }

  boolean expectsComma() {
    return notation == CellFormats.Notation.COMMA;
  }

  /// Returns true if the numbers of a column can be read in two ways, and the other columns do not
  /// say in which.
  boolean isUnclear(SeenColumn column) {
    return !isStated && column.isTyped() && column.formats().isUnclear(notation);
  }

  /// Returns true if the numbers of a column, which have a meaning by the notation of the table,
  /// can be read in another way, and no column shows which one is right.
  boolean canBeThousands(SeenColumn column) {
    return !isShown && column.isTyped() && column.formats().canBeThousands(expectsComma());
  }

  /// Returns true if day and month can be exchanged in all dates of a column.
  boolean hasUnclearOrder(SeenColumn column) {
    return column.formats().isAmbiguous() && order.isEmpty() && column.isTyped();
  }

  /// Returns both readings of the first number of a column.
  String bothReadings(SeenColumn column) {
    String number = withMark(column);
    boolean isDecimal = number.contains(",") == expectsComma();
    String whole = number.replaceAll("[.,]", "");
    String decimal = number.replace(',', '.');
    return "'%s' is read as %s, and can be %s, as all numbers of the column: state --decimal-mark . or ,"
        .formatted(number, isDecimal ? decimal : whole, isDecimal ? whole : decimal);
  }

  /// Returns the first number of a column with a decimal mark or a mark of thousands.
  private static String withMark(SeenColumn column) {
    return column.values().keySet().stream()
        .filter(text -> text.indexOf(',') >= 0 || text.indexOf('.') >= 0)
        .findFirst()
        .orElse("");
  }

  /// Warns of numbers and dates that can be read in two ways.
  void tellUnclear(NewTable table, List<SeenColumn> columns, Report report) throws IOException {
    Map<Integer, Unclear> found = new TreeMap<>();
    Map<Integer, Set<String>> wanted = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      unclear(columns.get(i))
          .ifPresent(
              one -> {
                found.put(index, one);
                wanted.put(index, Set.of(one.text));
              });
    }
    FirstPlaces places = FirstPlaces.of(table, wanted, 1);
    found.forEach(
        (index, one) ->
            report.warn(
                places.of(index, one.text),
                "column '%s': %s with init".formatted(columns.get(index).label(), one.fault)));
  }

  /// A text that can be read in two ways, and a sentence about it.
  private record Unclear(String text, String fault) {}

  private Optional<Unclear> unclear(SeenColumn column) {
    if (hasUnclearOrder(column)) {
      String date = column.values().keySet().iterator().next();
      return Optional.of(
          new Unclear(
              date,
              "day and month of '%s' can be exchanged, as of all dates of the column, which are texts therefore: state --date-order DMY or MDY"
                  .formatted(date)));
    }
    if (isUnclear(column)) {
      String number = withMark(column);
      return Optional.of(
          new Unclear(
              number,
              "the decimal mark of '%s' is not clear, as of all numbers of the column, which are texts therefore: state --decimal-mark . or ,"
                  .formatted(number)));
    }
    return canBeThousands(column)
        ? Optional.of(new Unclear(withMark(column), bothReadings(column)))
        : Optional.empty();
  }
}
