package org.techrace.search;

import java.util.List;

/// An entity found by [Search#find].
///
/// @param iri the entity's IRI
/// @param label its preferred label
/// @param matched the name that matched
/// @param types its classes, stated ones before inferred ones
public record Found(String iri, String label, String matched, List<String> types) {
  public Found {
    types = List.copyOf(types);
  }
}
