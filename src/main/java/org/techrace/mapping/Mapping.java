package org.techrace.mapping;

import java.nio.file.Path;
import java.util.List;

/// An RML document.
///
/// @param file the file of the document; relative paths of sources are resolved against its folder
/// @param triplesMaps the triples maps in document order
public record Mapping(Path file, List<TriplesMap> triplesMaps) {
  public Mapping {
    triplesMaps = List.copyOf(triplesMaps);
  }
}
