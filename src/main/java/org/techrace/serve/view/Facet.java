package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;

/// What lines can be narrowed by.
///
/// @param values the most frequent first, those chosen before all
public record Facet(String heading, List<Value> values) {
  private static final Comparator<Value> ORDER =
      Comparator.comparing((Value v) -> !v.chosen())
          .thenComparing(Comparator.comparingInt(Value::count).reversed())
          .thenComparing(Value::term, Natural.BY_TEXT);

  public Facet {
    values = values.stream().sorted(ORDER).toList();
  }

  /// A term that some lines have.
  ///
  /// @param count how many lines would be left
  /// @param chosen whether it is chosen now
  /// @param address the page with the choice the other way round
  public record Value(Term term, int count, boolean chosen, String address) {}

  /// The facets that a query's front matter names.
  ///
  /// @param lines all there are
  public static List<Facet> of(PageQuery query, List<Line> lines, Choice choice) {
    return Choice.facets(query).entrySet().stream()
        .map(f -> facet(f.getKey(), f.getValue(), choice.keep(lines, f.getKey()), choice))
        .filter(facet -> facet.values().size() > 1 || facet.isChosen())
        .toList();
  }

  private static Facet facet(String variable, String heading, List<Line> lines, Choice choice) {
    Map<Term, Integer> counts = new LinkedHashMap<>();
    for (Line line : lines) {
      line.all(variable).forEach(term -> counts.merge(term, 1, Integer::sum));
    }
    List<Value> values = new ArrayList<>();
    counts.forEach(
        (term, count) ->
            values.add(
                new Value(
                    term,
                    count,
                    choice.keeps(variable, term.key()),
                    choice.toggled(variable, term.key()))));
    return new Facet(heading, values);
  }

  /// Whether one of its values is chosen.
  public boolean isChosen() {
    return values.stream().anyMatch(Value::chosen);
  }
}
