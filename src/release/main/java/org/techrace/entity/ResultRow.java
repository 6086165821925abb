package org.techrace.entity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A solution of a page's query, with labels for its terms.
///
/// @param terms the terms by variable, without unbound variables
public record ResultRow(Map<String, Term> terms) {
  public ResultRow {
    terms = Map.copyOf(terms);
  }

  /// Returns the term that a variable is bound to, if any.
  public Optional<Term> get(String variable) {
    return Optional.ofNullable(terms.get(variable));
  }

  /// Returns the solution with other terms.
  ResultRow map(UnaryOperator<Term> change) {
    Map<String, Term> changed = new LinkedHashMap<>();
    terms.forEach((variable, term) -> changed.put(variable, change.apply(term)));
    return new ResultRow(changed);
  }

  /// Returns the estimated size in bytes: for each term its strings, and 150 bytes for objects
  /// around them.
  int bytes() {
    return 100
        + terms.values().stream().mapToInt(t -> 150 + t.text().length() + t.key().length()).sum();
  }

  /// Returns the text to show for a variable, or the empty string if it is unbound.
  public String text(String variable) {
    return get(variable).map(Term::text).orElse("");
  }

  /// Returns the number that a variable is bound to, if it is one.
  public Optional<Double> number(String variable) {
    return get(variable).flatMap(Term::number);
  }

  /// Returns the IRI that a variable is bound to, if it is one.
  public Optional<String> iri(String variable) {
    return get(variable).map(t -> t instanceof Term.Link link ? link.iri() : null);
  }
}
