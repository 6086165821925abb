package org.techrace.table;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The names of the columns of a table, each with its index. Every column also has a positional
/// name, such as `_col.3` for the third (CSV on the Web, "Model for Tabular Data", section 5.6):
/// columns without a name, and columns whose name occurs twice, have no other.
///
/// @param at the place of the header, for findings
/// @param indexes the index of each name that occurs once, starting at 0
/// @param repeated the names that occur more than once
/// @param columns the number of columns
public record Header(Place at, Map<String, Integer> indexes, Set<String> repeated, int columns) {
  /// The reference to the number of a row, starting at 1, in CSV files (CSV on the Web, `_row`).
  public static final String ROW = "_row";

  /// The index of [#ROW] in a header that has it.
  public static final int ROW_INDEX = -2;

  private static final int NONE = -1;

  private static final String POSITION = "_col.";

  /// The largest position that a reference can name.
  private static final int MAX_POSITION_DIGITS = 5;

  /// Creates a header of columns with different names.
  public Header(Place at, Map<String, Integer> indexes) {
    this(at, indexes, Set.of(), indexes.size());
  }

  /// Creates a header from the names in the order of the columns.
  public static Header of(Place at, List<String> names) {
    Map<String, Integer> indexes = new TreeMap<>();
    Set<String> repeated = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (indexes.put(names.get(i), i) != null) {
        repeated.add(names.get(i));
      }
    }
    indexes.keySet().removeAll(repeated);
    return new Header(at, indexes, Set.copyOf(repeated), names.size());
  }

  /// Returns the positional name of a column.
  ///
  /// @param column the index of the column, starting at 0
  public static String position(int column) {
    return POSITION + (column + 1);
  }

  /// Returns a reference to each column: its name, or its position if the name is blank or occurs
  /// twice.
  public static List<String> references(List<String> names) {
    Header header = of(Place.file(""), names);
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                names.get(i).isBlank() || header.repeated.contains(names.get(i))
                    ? position(i)
                    : names.get(i))
        .toList();
  }

  /// Returns a header that also resolves [#ROW], and the positions of a given number of columns.
  public Header withRowAndColumns(int number) {
    Map<String, Integer> more = new TreeMap<>(indexes);
    more.putIfAbsent(ROW, ROW_INDEX);
    return new Header(at, more, repeated, number);
  }

  /// Returns the index of a column by its name or position, [#ROW_INDEX], or -1 if it does not
  /// exist.
  public int index(String name) {
    Integer index = indexes.get(name);
    if (index != null) {
      return index;
    }
    int position = positionOf(name);
    return position > 0 && position <= columns ? position - 1 : NONE;
  }

  /// Returns the position that a reference names, from 1, or 0 if it does not name one.
  public static int positionOf(String name) {
    return name.startsWith(POSITION)
            && name.length() <= POSITION.length() + MAX_POSITION_DIGITS
            && name.substring(POSITION.length()).matches("[1-9]\\d*")
        ? Integer.parseInt(name.substring(POSITION.length()))
        : 0;
  }

  /// Returns the index of each referenced column. Reports references to columns that do not exist,
  /// and then returns empty.
  public Optional<int[]> find(List<Reference> references, Report report) {
    int[] result = new int[references.size()];
    boolean good = true;
    for (int i = 0; i < result.length; i++) {
      Reference reference = references.get(i);
      int index = index(reference.text());
      if (index == NONE) {
        report.error(at, reference.withOrigin(unknown(reference.text())));
        good = false;
      } else {
        result[i] = index;
      }
    }
    return good ? Optional.of(result) : Optional.empty();
  }

  /// Returns a message that a name is not that of one column, with a suggestion.
  public String unknown(String name) {
    if (repeated.contains(name)) {
      return "%s in the header; rename one, or reference the column by its position, such as %s"
          .formatted(
              name.isBlank()
                  ? "several columns have no name"
                  : "column '%s' occurs twice".formatted(name),
              position(0));
    }
    if (positionOf(name) > 0) {
      return "unknown column '%s'; the table has %d columns".formatted(name, columns);
    }
    Set<String> names = new TreeSet<>(indexes.keySet());
    names.remove(ROW);
    return "unknown column '%s'; %s".formatted(name, Nearest.suggest(name, names));
  }
}
