package org.techrace.serve.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.techrace.entity.PageQuery;
import org.techrace.serve.text.Reader;

/// The forms in which a page can show solutions. The front matter names one: `# View: matrix`. Each
/// form reads its own variables; docs/internals/pages.md lists them.
public enum ViewKind {
  TABLE(0),
  MATRIX(3, "row", "column", "cell", "tone"),
  BARS(1, "thing", "series"),
  TIMELINE(1, "thing"),
  TREE(1, "thing", "root"),
  PAIRS(2, "left", "right"),
  CHART(2, "chart", "figure"),
  LINKS(1, "link"),
  FLOWS(3, "from", "to", "value", "through", "flow"),
  LEADERS(4, "line", "thing", "when", "value"),
  SENTENCE(2, "order", "word");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> keys;

  private final int needed;

  /// Creates a form.
  ///
  /// @param needed the number of variables, from the first, that a query must have
  /// @param keys the variables that identify a line
  ViewKind(int needed, String... keys) {
    this.keys = List.of(keys);
    this.needed = needed;
  }

  /// Returns the form that a query's front matter names.
  ///
  /// @throws IllegalArgumentException if the form is unknown or the query lacks a required variable
  public static ViewKind of(PageQuery query) {
    String name = query.head("View");
    ViewKind kind =
        Arrays.stream(values())
            .filter(k -> k.word().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s.rq: unknown view '%s'; expected one of %s"
                            .formatted(
                                query.name(),
                                name,
                                Arrays.stream(values()).map(ViewKind::word).toList())));
    for (String variable : kind.keys.subList(0, kind.needed)) {
      if (!query.variables().contains(variable)) {
        throw new IllegalArgumentException(
            "%s.rq: the view '%s' needs a variable ?%s; the query selects %s"
                .formatted(query.name(), name, variable, query.variables()));
      }
    }
    if (kind == FLOWS && (adding(query).isEmpty() || !Flows.COLUMNS.containsAll(adding(query)))) {
      throw new IllegalArgumentException(
          "%s.rq: the view 'flows' sums values at things; name the variables at whose things they add up, such as '# Adds: to'; found '%s', expected some of %s"
              .formatted(query.name(), query.head("Adds"), Flows.COLUMNS));
    }
    return kind;
  }

  /// Returns the variables at whose things values add up.
  private static Set<String> adding(PageQuery query) {
    return query.head("Adds").isEmpty() ? Set.of() : Set.of(query.head("Adds").split(" ", -1));
  }

  /// Creates the view of lines.
  ///
  /// @param query the query; its front matter names the form
  /// @param lines the lines
  /// @param colours the fixed colours of series
  public static View view(PageQuery query, List<Line> lines, Colours colours) {
    return switch (of(query)) {
      case TABLE -> Table.of(Table.columns(query), lines);
      case MATRIX -> Matrix.of(lines, query.head("Link"));
      case BARS -> Bars.of(lines, query.head("Link"), colours);
      case TIMELINE -> Timeline.of(lines);
      case TREE -> Tree.of(lines);
      case PAIRS -> Pairs.of(query.variables(), lines);
      case CHART -> Chart.of(lines, colours, Reader.current().has(Chart.ONE_SCALE));
      case LINKS -> Links.of(lines);
      case FLOWS -> FlowLayout.of(lines, adding(query), colours);
      case LEADERS -> Leaders.of(Table.columns(query), lines, colours);
      case SENTENCE -> Sentence.of(query, lines);
    };
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the variables whose values the picture draws as numbers; empty if it draws none.
  public List<String> numbers() {
    return switch (this) {
      case BARS, LEADERS, FLOWS -> List.of("value");
      case CHART -> List.of("value", "lower", "upper", "rank");
      case TABLE, MATRIX, TIMELINE, TREE, PAIRS, LINKS, SENTENCE -> List.of();
    };
  }

  /// Returns the variables that identify a line: solutions with the same values are merged.
  List<String> keys(PageQuery query) {
    return this == TABLE ? query.variables().subList(0, 1) : keys;
  }
}
