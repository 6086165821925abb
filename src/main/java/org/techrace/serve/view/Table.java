package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;

/// A table: a line for each binding of the first variable, a column for each variable that is bound
/// somewhere.
public record Table(List<Column> columns, List<Line> lines) implements View {

  /// A column.
  ///
  /// @param variable what it shows
  /// @param heading what stands above it
  /// @param numeric whether all that stands in it are numbers
  /// @param sort where the table stands in the order of this column; empty if nowhere
  /// @param order `ascending` or `descending` if the table is in the order of this column, else
  ///   `none`
  public record Column(
      String variable, String heading, boolean numeric, String sort, String order) {}

  /// The variables that are columns: those that front matter names, else all.
  ///
  /// @throws IllegalArgumentException if the query selects no such variable
  static List<String> columns(PageQuery query) {
    String named = query.head("Columns");
    List<String> columns =
        named.isEmpty()
            ? query.variables().stream().filter(v -> !v.equals(Panel.FINDING)).toList()
            : List.of(named.split(" ", -1));
    if (!query.variables().containsAll(columns)) {
      throw new IllegalArgumentException(
          "%s.rq: 'Columns' names %s, but the query selects %s"
              .formatted(query.name(), columns, query.variables()));
    }
    return columns;
  }

  static Table of(List<String> variables, List<Line> lines) {
    List<Column> columns =
        variables.stream()
            .filter(v -> lines.stream().anyMatch(l -> !l.all(v).isEmpty()))
            .map(v -> new Column(v, Shown.heading(v), numeric(v, lines), "", "none"))
            .toList();
    return new Table(columns, lines);
  }

  /// Whether a column holds numbers and nothing else.
  public static boolean numeric(String variable, List<Line> lines) {
    return lines.stream()
        .flatMap(l -> l.all(variable).stream())
        .allMatch((Term t) -> t.number().isPresent());
  }

  /// The same, with heads that lead to the table in another order.
  public Table sortable(Choice choice) {
    return new Table(
        columns.stream()
            .map(
                c ->
                    new Column(
                        c.variable,
                        c.heading,
                        c.numeric,
                        choice.sortedBy(c.variable),
                        choice.sort().of(c.variable)))
            .toList(),
        lines);
  }

  @Override
  public boolean isEmpty() {
    return lines.isEmpty();
  }
}
