package org.techrace.mapping;

import java.nio.file.Path;
import java.util.List;

/// An RML document.
///
/// @param file the file it was read from; relative sources are found from its folder
/// @param triplesMaps in the order of the document
public record Mapping(Path file, List<TriplesMap> triplesMaps) {
  public Mapping {
    triplesMaps = List.copyOf(triplesMaps);
  }
}
