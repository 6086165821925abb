package org.techrace.entity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  POINTS(3, "thing", "latitude", "longitude"),
  LEADERS(4, "line", "thing", "when", "value"),
  SENTENCE(2, "order", "word");

  /// The columns of flows, from left to right.
  public static final List<String> FLOW_COLUMNS = List.of("from", "through", "to");

  /// The front matter that says what numbers mean: each a text, or a variable after `?` if rows
  /// have their own.
  public static final List<String> MEANINGS = List.of("Measured", "Unit", "Time");

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
  /// @throws IllegalArgumentException if the form is unknown, the query lacks a required variable,
  ///   or a form that draws numbers does not say what they mean or where they add up
  public static ViewKind of(PageQuery query) {
    String name = query.head("View");
    ViewKind kind =
        Arrays.stream(values())
            .filter(k -> k.word().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    fault(
                        query,
                        "unknown view '%s'; expected one of %s"
                            .formatted(
                                name, Arrays.stream(values()).map(ViewKind::word).toList())));
    kind.check(query);
    return kind;
  }

  private static IllegalArgumentException fault(PageQuery query, String message) {
    return new IllegalArgumentException(query.name() + ".rq: " + message);
  }

  private void check(PageQuery query) {
    List<String> variables = query.variables();
    for (String variable : keys.subList(0, needed)) {
      if (!variables.contains(variable)) {
        throw fault(
            query,
            "the view '%s' needs a variable ?%s; the query selects %s"
                .formatted(word(), variable, variables));
      }
    }
    if (!drawsNumbers()) {
      return;
    }
    for (String key : MEANINGS) {
      String meaning = query.head(key);
      if (meaning.isEmpty()) {
        throw fault(
            query,
            "the view '%s' draws numbers without '# %s: …'; state it, or name the variable that has it after '?'"
                .formatted(word(), key));
      }
      PageQuery.variable(meaning)
          .filter(variable -> !variables.contains(variable))
          .ifPresent(
              variable -> {
                throw fault(
                    query,
                    "'# %s: ?%s' names a variable that the query does not select; it selects %s"
                        .formatted(key, variable, variables));
              });
    }
    if (this == FLOWS && query.adding().stream().noneMatch(FLOW_COLUMNS::contains)) {
      throw fault(
          query,
          "the view 'flows' sums values at things; name the variables at whose things they add up, such as '# Adds: to'; found '%s', expected some of %s"
              .formatted(query.head("Adds"), FLOW_COLUMNS));
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reports whether the picture is drawn from numbers.
  public boolean drawsNumbers() {
    return !numbers().isEmpty();
  }

  /// Returns the variables whose values the picture draws as numbers; empty if it draws none.
  public List<String> numbers() {
    return switch (this) {
      case BARS, LEADERS, FLOWS -> List.of("value");
      case CHART -> List.of("value", "lower", "upper", "rank");
      case TABLE, MATRIX, TIMELINE, TREE, PAIRS, LINKS, POINTS, SENTENCE -> List.of();
    };
  }

  /// Returns the variable whose values have an axis each, so that only numbers with the same value
  /// need the same unit; empty if all numbers have one axis.
  public Optional<String> axis() {
    return switch (this) {
      case CHART -> Optional.of("chart");
      case LEADERS -> Optional.of("line");
      case TABLE, MATRIX, BARS, TIMELINE, TREE, PAIRS, LINKS, FLOWS, POINTS, SENTENCE ->
          Optional.empty();
    };
  }

  /// Returns the variables that identify a line: solutions with the same values are merged.
  public List<String> keys(PageQuery query) {
    return this == TABLE ? query.variables().subList(0, 1) : keys;
  }
}
