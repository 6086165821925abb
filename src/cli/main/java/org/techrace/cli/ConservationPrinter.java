package org.techrace.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.engine.Conservation;
import org.techrace.engine.Conservation.Column;
import org.techrace.engine.Conservation.Outcome;

/// Prints what became of the cells of a run.
final class ConservationPrinter {
  /// A character that programs take for the end of a text or cannot read.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]");

  /// The outcomes with examples.
  private static final List<Outcome> NOTED =
      List.of(Outcome.DROPPED, Outcome.REFUSED, Outcome.MERGED);

  /// The most tables that have a line of their own; the file of the report has all columns.
  private static final int MAX_TABLES = 12;

  private ConservationPrinter() {}

  /// Prints a summary, a line for each of a few tables, and the columns that lost cells or that no
  /// triples map reads. A run that read no table prints nothing.
  static void print(Conservation conservation, PrintWriter out) {
    List<Column> columns = conservation.columns();
    if (!columns.isEmpty()) {
      out.println(sum(columns));
    }
    Map<String, List<Column>> tables =
        columns.stream()
            .collect(Collectors.groupingBy(Column::table, TreeMap::new, Collectors.toList()));
    if (tables.size() > 1 && tables.size() <= MAX_TABLES) {
      tables.forEach((table, of) -> out.println("%s: %s".formatted(table, sum(of))));
    }
    columns.stream()
        .filter(column -> NOTED.stream().anyMatch(outcome -> column.count(outcome) > 0))
        .forEach(
            column ->
                out.println(
                    "%s, column '%s': of %,d cells %s"
                        .formatted(
                            column.table(), column.column(), column.cells(), notes(column))));
    conservation
        .ends()
        .forEach(
            (table, place) ->
                out.println(
                    "%s: its cells are counted only up to the ERROR at %s"
                        .formatted(table, place)));
    conservation
        .unread()
        .forEach(
            (table, unread) -> {
              if (!unread.isEmpty()) {
                out.println(
                    "%s: not read: %s"
                        .formatted(
                            table,
                            unread.stream()
                                .map("'%s'"::formatted)
                                .collect(Collectors.joining(", "))));
              }
            });
  }

  private static String sum(List<Column> columns) {
    return "%,d cells of %,d columns = %s"
        .formatted(
            columns.stream().mapToLong(Column::cells).sum(), columns.size(), equation(columns));
  }

  /// Returns the sum of each outcome. Merged cells are only in sheets, and most mappings read all
  /// columns.
  private static String equation(List<Column> columns) {
    Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      sums.put(outcome, columns.stream().mapToLong(column -> column.count(outcome)).sum());
    }
    sums.remove(Outcome.MERGED, 0L);
    sums.remove(Outcome.UNREAD, 0L);
    return sums.entrySet().stream()
        .map(sum -> "%,d %s".formatted(sum.getValue(), name(sum.getKey())))
        .collect(Collectors.joining(" + "));
  }

  private static String notes(Column column) {
    return NOTED.stream()
        .filter(outcome -> column.count(outcome) > 0)
        .map(
            outcome ->
                "%,d %s%s"
                    .formatted(column.count(outcome), name(outcome), examples(column, outcome)))
        .collect(Collectors.joining(", "));
  }

  private static String examples(Column column, Outcome outcome) {
    List<String> examples = column.examples().getOrDefault(outcome, List.of());
    return examples.isEmpty() ? "" : ", such as " + String.join(", ", examples);
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case VALUE -> "values";
      case EMPTY -> "empty";
      case NULL_MARK -> "null marks";
      case DROPPED -> "dropped by the mapping";
      case REFUSED -> "refused";
      case MERGED -> "repeated from merged cells";
      case UNREAD -> "not read";
    };
  }

  /// Writes a line of CSV for each column, with the number of its cells by outcome.
  static void writeCsv(Conservation conservation, PrintWriter out) {
    out.println(
        "table,column,cells,values,empty,null_marks,dropped,refused,merged,not_read,examples");
    for (Column column : conservation.columns()) {
      String examples =
          Stream.concat(Stream.of(Outcome.NULL_MARK), NOTED.stream())
              .flatMap(
                  outcome ->
                      column.examples().getOrDefault(outcome, List.of()).stream()
                          .map(text -> name(outcome) + ": " + text))
              .collect(Collectors.joining("; "));
      out.println(
          Stream.of(
                  quoted(column.table()),
                  quoted(column.column()),
                  String.valueOf(column.cells()),
                  String.valueOf(column.count(Outcome.VALUE)),
                  String.valueOf(column.count(Outcome.EMPTY)),
                  String.valueOf(column.count(Outcome.NULL_MARK)),
                  String.valueOf(column.count(Outcome.DROPPED)),
                  String.valueOf(column.count(Outcome.REFUSED)),
                  String.valueOf(column.count(Outcome.MERGED)),
                  String.valueOf(column.count(Outcome.UNREAD)),
                  quoted(examples))
              .collect(Collectors.joining(",")));
    }
    conservation
        .ends()
        .forEach(
            (table, place) ->
                out.println(
                    "%s,,,,,,,,,,%s".formatted(quoted(table), quoted("read only up to " + place))));
  }

  private static String quoted(String text) {
    String cell =
        CONTROL.matcher(text).replaceAll(c -> "\\\\u%04X".formatted((int) c.group().charAt(0)));
    return cell.matches("(?s).*[,\"\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
