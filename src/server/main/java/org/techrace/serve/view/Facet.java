package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;

/// A facet: the values of one variable that readers can filter by.
///
/// @param heading the heading
/// @param values the values: selected ones first, then by frequency, then by name
public record Facet(String heading, List<Value> values) {
  /// The most values that a page offers.
  private static final int OFFERED = 150;

  private static final Comparator<Value> ORDER =
      Comparator.comparing((Value v) -> !v.chosen())
          .thenComparing(Comparator.comparingLong(Value::count).reversed())
          .thenComparing(Value::term, Natural.BY_TEXT);

  public Facet {
    values = values.stream().sorted(ORDER).toList();
  }

  /// A value of a facet.
  ///
  /// @param term the value
  /// @param count the number of lines that remain if it is selected
  /// @param chosen true if it is selected
  /// @param address the page with this value selected, or deselected
  public record Value(Term term, long count, boolean chosen, String address) {}

  /// Returns the facets that a query's front matter names.
  ///
  /// @param query the query
  /// @param lines all lines
  /// @param choice the current choice
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

  /// Returns the values that a page offers: the first ones.
  public List<Value> offered() {
    return values.stream().limit(OFFERED).toList();
  }

  /// Reports whether a value is selected.
  public boolean isChosen() {
    return values.stream().anyMatch(Value::chosen);
  }
}
