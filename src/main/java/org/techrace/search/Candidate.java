package org.techrace.search;

import java.util.List;

/// An entity that may be meant.
///
/// @param iri the entity
/// @param label its preferred label
/// @param types its classes, those it is said to be in first
/// @param score how sure the match is, 0 to 100: of candidates with score 90, nine in ten are right
/// @param sure whether the match may be taken without a person's look
/// @param reason why, in words: `same alias, same seat`
public record Candidate(
    String iri, String label, List<String> types, double score, boolean sure, String reason) {
  public Candidate {
    types = List.copyOf(types);
  }
}
