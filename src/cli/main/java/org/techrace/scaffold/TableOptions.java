package org.techrace.scaffold;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.techrace.table.format.Stated;

/// Properties of new tables that the user states, so that `init` does not guess them.
///
/// @param encoding the encoding of a text file
/// @param delimiter the character between its cells
/// @param quote the character around its quoted cells; 0 for none
/// @param skipRows the number of lines before its header
/// @param headerRows the number of its rows with the names of columns
/// @param names the names of the columns of a CSV file without a header; empty if they are not
///   stated
/// @param dateOrder the order of day, month and year in dates of numbers: `DMY`, `MDY` or `YMD`
/// @param decimalMark the decimal mark of numbers: a point or a comma
public record TableOptions(
    Optional<Charset> encoding,
    Optional<Character> delimiter,
    Optional<Character> quote,
    Optional<Integer> skipRows,
    Optional<Integer> headerRows,
    List<String> names,
    Optional<String> dateOrder,
    Optional<Character> decimalMark) {
  public TableOptions {
    names = List.copyOf(names);
  }

  /// Nothing is stated.
  public static final TableOptions NONE =
      new TableOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  /// A pattern of the orders of dates.
  public static final String DATE_ORDERS = "(?i)DMY|MDY|YMD";

  Stated stated() {
    return new Stated(
        encoding,
        delimiter,
        quote,
        skipRows,
        headerRows.or(() -> names.isEmpty() ? Optional.empty() : Optional.of(0)),
        names);
  }

  Optional<CellFormats.DateOrder> order() {
    return dateOrder.map(o -> CellFormats.DateOrder.valueOf(o.toUpperCase(Locale.ROOT)));
  }
}
