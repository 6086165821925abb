package org.techrace.table;

import java.util.List;
import java.util.Map;

/// What a new file without a header looks like: what its rows may be, and what stands in them.
///
/// @param iterator finds its rows
/// @param references the paths of the texts and numbers in a row, in the order they were met;
///   things that come several times in a row are left out: they are rows of their own
/// @param several the paths of these
/// @param namespaces the prefixes that the paths use
public record Outline(
    String iterator,
    List<String> references,
    List<String> several,
    Map<String, String> namespaces) {
  public Outline {
    references = List.copyOf(references);
    several = List.copyOf(several);
    namespaces = Map.copyOf(namespaces);
  }
}
