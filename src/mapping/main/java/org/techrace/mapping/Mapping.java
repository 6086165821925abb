package org.techrace.mapping;

import java.nio.file.Path;
import java.util.List;
import org.techrace.rdf.RdfVersion;

/// An RML document.
///
/// @param file the file of the document; relative paths of sources are resolved against its folder
/// @param triplesMaps the triples maps in document order
/// @param rdf the version of RDF of the output
public record Mapping(Path file, List<TriplesMap> triplesMaps, RdfVersion rdf) {
  public Mapping {
    triplesMaps = List.copyOf(triplesMaps);
  }
}
