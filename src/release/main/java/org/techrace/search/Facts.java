package org.techrace.search;

/// Checks statements about a candidate against the graph.
@FunctionalInterface
public interface Facts {

  /// The result of a check: whether the graph confirms or contradicts a given value.
  enum Agreement {
    AGREES,
    DIFFERS,
    UNKNOWN
  }

  /// Compares a given value with the values in the graph.
  ///
  /// @param iri the candidate
  /// @param property the property and the value from the query
  Agreement check(String iri, MatchQuery.Property property);

  /// Returns facts that confirm and contradict nothing.
  static Facts none() {
    return (iri, property) -> Agreement.UNKNOWN;
  }
}
