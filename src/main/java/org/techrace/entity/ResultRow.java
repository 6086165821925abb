package org.techrace.entity;

import java.util.Map;
import java.util.Optional;

/// A solution of a page's query, its terms with labels.
///
/// @param terms by variable; an unbound variable has none
public record ResultRow(Map<String, Term> terms) {
  public ResultRow {
    terms = Map.copyOf(terms);
  }

  /// What a variable is bound to; nothing if it is not.
  public Optional<Term> get(String variable) {
    return Optional.ofNullable(terms.get(variable));
  }

  /// How many bytes it takes, about: each term its strings and some 150 for the objects around
  /// them.
  int bytes() {
    return 100
        + terms.values().stream().mapToInt(t -> 150 + t.text().length() + t.key().length()).sum();
  }

  /// What a reader sees for a variable, or the empty string.
  public String text(String variable) {
    return get(variable).map(Term::text).orElse("");
  }

  /// The number that a variable is bound to.
  public Optional<Double> number(String variable) {
    return get(variable).flatMap(Term::number);
  }

  /// The IRI that a variable is bound to.
  public Optional<String> iri(String variable) {
    return get(variable).map(t -> t instanceof Term.Link link ? link.iri() : null);
  }
}
