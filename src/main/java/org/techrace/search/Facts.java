package org.techrace.search;

/// What the graph knows of an entity's properties, asked to confirm or contradict a candidate.
@FunctionalInterface
public interface Facts {

  /// What the graph says to a property that the user gave.
  enum Agreement {
    AGREES,
    DIFFERS,
    UNKNOWN
  }

  Agreement check(String iri, MatchQuery.Property property);

  /// Knows nothing.
  static Facts none() {
    return (iri, property) -> Agreement.UNKNOWN;
  }
}
