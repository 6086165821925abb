package org.techrace.search;

import java.util.List;

/// An entity that may match a name.
///
/// @param iri the entity's IRI
/// @param label its preferred label
/// @param types its classes, stated ones before inferred ones
/// @param score the estimated probability of the match in percent: of 100 candidates with score 90,
///   90 are right
/// @param sure true if the match needs no review
/// @param reason the reason as text: `same alias, same seat`
public record Candidate(
    String iri, String label, List<String> types, double score, boolean sure, String reason) {
  public Candidate {
    types = List.copyOf(types);
  }
}
