package org.techrace.store.query.plan;

import java.util.Optional;

/// A pattern, of EXISTS or OPTIONAL, that can be evaluated once for all rows, with the values of no
/// row in place of its variables. A row then has a match if and only if a solution has the row's
/// values.
///
/// @param bound the variables that every solution binds
/// @param open other variables that the pattern mentions. If a row binds one of them, the pattern
///   must be evaluated for the row
public record WholePattern(VariableSet bound, VariableSet open) {

  /// Returns empty if a pattern must always be evaluated for the rows.
  static Optional<WholePattern> of(Facts facts) {
    if (!facts.isClosed() || !facts.isRepeatable() || !facts.isSubstitutable()) {
      return Optional.empty();
    }
    VariableSet bound = facts.certain().without(facts.sensitive()).without(facts.subtracted());
    return bound.isEmpty()
        ? Optional.empty()
        : Optional.of(new WholePattern(bound, facts.mentioned().without(bound)));
  }
}
