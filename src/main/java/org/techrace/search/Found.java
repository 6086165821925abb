package org.techrace.search;

import java.util.List;

/// An entity that a search found.
///
/// @param iri the entity
/// @param label its preferred label
/// @param matched the name that matched
/// @param types its classes, those it is said to be in first
public record Found(String iri, String label, String matched, List<String> types) {
  public Found {
    types = List.copyOf(types);
  }
}
