package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// Solutions that speak of one thing, put together.
///
/// @param terms by variable, in the order of the solutions, none twice
public record Line(Map<String, List<Term>> terms) {

  /// Puts rows together that agree in some variables; the order is that of the first of each.
  public static List<Line> of(List<ResultRow> rows, List<String> keys) {
    Map<List<String>, Map<String, List<Term>>> lines = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      List<String> key = keys.stream().map(k -> row.get(k).map(Term::key).orElse("")).toList();
      Map<String, List<Term>> line = lines.computeIfAbsent(key, k -> new LinkedHashMap<>());
      row.terms()
          .forEach(
              (variable, term) -> {
                List<Term> terms = line.computeIfAbsent(variable, v -> new ArrayList<>());
                if (!terms.contains(term)) {
                  terms.add(term);
                }
              });
    }
    return lines.values().stream().map(Line::new).toList();
  }

  /// All that a variable is bound to.
  public List<Term> all(String variable) {
    return terms.getOrDefault(variable, List.of());
  }

  /// What a variable is bound to first.
  public Optional<Term> first(String variable) {
    return all(variable).stream().findFirst();
  }

  /// What a reader sees first of a variable, or the empty string.
  public String text(String variable) {
    return first(variable).map(Term::text).orElse("");
  }

  /// The number that a variable is bound to first.
  public Optional<Double> number(String variable) {
    return first(variable).flatMap(Term::number);
  }
}
