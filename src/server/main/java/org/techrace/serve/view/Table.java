package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;

/// A table: one line for each binding of the first variable, and a column for each variable that is
/// bound at least once.
public record Table(List<Column> columns, List<Line> lines) implements View {
  /// The variable of the source of a line.
  private static final String SOURCE = "source";

  /// The most lines on a page.
  private static final int LINES = 100;

  /// A column.
  ///
  /// @param variable the variable
  /// @param heading the heading
  /// @param numeric true if all values are numbers
  /// @param sort the address of the table sorted by this column; empty if it cannot be sorted
  /// @param order the direction for `aria-sort`: `ascending`, `descending` or `none`
  public record Column(
      String variable, String heading, boolean numeric, String sort, String order) {}

  /// Returns the variables that are columns: those in the front matter, else all.
  ///
  /// @throws IllegalArgumentException if the query does not select a variable of the front matter
  static List<String> columns(PageQuery query) {
    String named = query.head("Columns");
    List<String> columns = named.isEmpty() ? query.variables() : List.of(named.split(" ", -1));
    if (!query.variables().containsAll(columns)) {
      throw new IllegalArgumentException(
          "%s.rq: 'Columns' names %s, but the query selects %s"
              .formatted(query.name(), columns, query.variables()));
    }
    return columns;
  }

  /// Returns a table of lines.
  ///
  /// @param variables the columns, as far as a line has a value
  public static Table of(List<String> variables, List<Line> lines) {
    List<Column> columns =
        variables.stream()
            .filter(v -> lines.stream().anyMatch(l -> !l.all(v).isEmpty()))
            .map(v -> new Column(v, Shown.heading(v), numeric(v, lines), "", "none"))
            .toList();
    return new Table(columns, lines);
  }

  /// Reports whether all values of a variable are numbers.
  public static boolean numeric(String variable, List<Line> lines) {
    return lines.stream()
        .flatMap(l -> l.all(variable).stream())
        .allMatch((Term t) -> t.number().isPresent());
  }

  /// Returns the sources that all lines share, which are named once below the table; else none.
  public List<Term> source() {
    List<Term> first = lines.isEmpty() ? List.of() : lines.getFirst().all(SOURCE);
    boolean shared =
        lines.size() > 1
            && columns.stream().anyMatch(column -> column.variable.equals(SOURCE))
            && lines.stream().allMatch(line -> line.all(SOURCE).equals(first));
    return shared ? first : List.of();
  }

  /// Returns the columns, without that of the sources if they are below the table.
  public List<Column> shownColumns() {
    return source().isEmpty()
        ? columns
        : columns.stream().filter(column -> !column.variable.equals(SOURCE)).toList();
  }

  /// Returns a copy with column heads that link to other sort orders.
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
  public int size() {
    return lines.size();
  }

  /// Returns the first lines; all of them if there are at most twice as many, which takes less of a
  /// reader's time than to open another page.
  @Override
  public View head(int count) {
    return lines.size() <= 2 * count
        ? this
        : new Table(columns, lines.stream().limit(count).toList());
  }

  @Override
  public int pages() {
    return View.pages(lines.size(), LINES);
  }

  @Override
  public Table page(int number) {
    return new Table(columns, lines.stream().skip((number - 1L) * LINES).limit(LINES).toList());
  }

  @Override
  public boolean isEmpty() {
    return lines.isEmpty();
  }
}
