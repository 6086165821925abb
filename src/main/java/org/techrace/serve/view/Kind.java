package org.techrace.serve.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.techrace.entity.PageQuery;

/// The forms in which a page can show solutions. Front matter names one: `# View: matrix`. Each
/// form reads variables of its own; docs/pages.md lists them.
public enum Kind {
  TABLE,
  MATRIX("row", "column", "cell"),
  BARS("thing", "series"),
  TIMELINE("thing"),
  TREE("root", "thing"),
  PAIRS("left", "right"),
  CHART("chart", "figure"),
  LINKS("link"),
  SENTENCE("order", "word");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> keys;

  Kind(String... keys) {
    this.keys = List.of(keys);
  }

  /// The form that a query's front matter names.
  ///
  /// @throws IllegalArgumentException if there is no such form, or a variable is missing that it
  ///   reads
  public static Kind of(PageQuery query) {
    String name = query.head("View");
    Kind kind =
        Arrays.stream(values())
            .filter(k -> k.word().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s.rq: there is no view '%s'; there are %s"
                            .formatted(
                                query.name(),
                                name,
                                Arrays.stream(values()).map(Kind::word).toList())));
    for (String variable : kind == TREE ? List.of("thing") : kind.keys(query)) {
      if (!query.variables().contains(variable)) {
        throw new IllegalArgumentException(
            "%s.rq: the view '%s' needs a variable ?%s; the query selects %s"
                .formatted(query.name(), name, variable, query.variables()));
      }
    }
    return kind;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The variables that tell one thing shown from another: solutions that agree in them are one.
  List<String> keys(PageQuery query) {
    return this == TABLE ? query.variables().subList(0, 1) : keys;
  }
}
