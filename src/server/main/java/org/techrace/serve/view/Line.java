package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// The solutions about one thing, merged into a line.
///
/// @param terms the terms by variable, in the order of the solutions, without duplicates
public record Line(Map<String, List<Term>> terms) {

  /// Merges the rows that agree in some variables.
  ///
  /// @param rows the rows
  /// @param keys the variables
  /// @return the lines, in the order of their first rows
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

  /// Returns all terms that a variable is bound to.
  public List<Term> all(String variable) {
    return terms.getOrDefault(variable, List.of());
  }

  /// Returns the first term that a variable is bound to, if any.
  public Optional<Term> first(String variable) {
    List<Term> all = all(variable);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /// Returns the text of the first term of a variable, or the empty string.
  public String text(String variable) {
    return first(variable).map(Term::text).orElse("");
  }

  /// Reports whether a figure over time has a line to its neighbours: not if it is a total that
  /// lacks parts, or of an event (`?apart`).
  public boolean isJoined() {
    return !isPartial() && first("apart").filter(one -> one.text().equals("true")).isEmpty();
  }

  /// Reports whether the value is a total that lacks parts (`?without`), so that it does not
  /// compare with those of other times.
  public boolean isPartial() {
    return !all("without").isEmpty();
  }

  /// Returns the number of the first term of a variable, if it is one.
  public Optional<Double> number(String variable) {
    return first(variable).flatMap(Term::number);
  }
}
