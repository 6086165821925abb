package org.techrace.entity;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /// Returns the solution without a variable.
  ResultRow without(String variable) {
    Map<String, Term> fewer = new LinkedHashMap<>(terms);
    fewer.remove(variable);
    return new ResultRow(fewer);
  }

  /// Returns the estimated size of solutions in bytes: 100 for each row and 20 for each of its
  /// cells; for each term, which several cells may share, its strings, and 150 for objects around
  /// them.
  static int bytes(List<ResultRow> rows) {
    Set<Term> terms = Collections.newSetFromMap(new IdentityHashMap<>());
    int bytes = 0;
    for (ResultRow row : rows) {
      bytes += 100 + 20 * row.terms.size();
      for (Term term : row.terms.values()) {
        if (terms.add(term)) {
          bytes += 150 + term.text().length() + term.key().length();
        }
      }
    }
    return bytes;
  }

  /// Returns the text to show for a variable, or the empty string if it is unbound.
  public String text(String variable) {
    return get(variable).map(Term::text).orElse("");
  }

  /// Returns the number that a variable is bound to, if it is one.
  public Optional<Double> number(String variable) {
    return get(variable).flatMap(Term::number);
  }

  /// Returns the count that a variable is bound to, 0 if it is none.
  public long count(String variable) {
    return number(variable).orElse(0.0).longValue();
  }

  /// Returns the IRI that a variable is bound to, if it is one.
  public Optional<String> iri(String variable) {
    return get(variable).map(t -> t instanceof Term.Link link ? link.iri() : null);
  }
}
