package org.techrace.table;

import java.util.List;
import java.util.Map;

/// The structure of a new file without a header. `init` proposes a mapping from it.
///
/// @param iterator the iterator that selects the rows
/// @param references the paths of the texts and numbers in a row, in the order of their first
///   occurrence; objects that can occur several times in a row are left out, because they are rows
///   of another table
/// @param labels the names of the references for people
/// @param several the paths of those objects
/// @param namespaces the prefixes used in the paths
public record Outline(
    String iterator,
    List<String> references,
    List<String> labels,
    List<String> several,
    Map<String, String> namespaces) {
  public Outline {
    references = List.copyOf(references);
    labels = List.copyOf(labels);
    several = List.copyOf(several);
    namespaces = Map.copyOf(namespaces);
  }
}
