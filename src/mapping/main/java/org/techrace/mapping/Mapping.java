package org.techrace.mapping;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// An RML document.
///
/// @param file the file of the document; relative paths of sources are resolved against its folder
/// @param triplesMaps the triples maps in document order
/// @param rdf the version of RDF of the output
public record Mapping(Path file, List<TriplesMap> triplesMaps, RdfVersion rdf) {
  public Mapping {
    triplesMaps = List.copyOf(triplesMaps);
  }

  /// Returns one mapping with the triples maps of several documents, for one run. Reports a name
  /// that triples maps of two documents have, and then returns empty.
  ///
  /// @param mappings at least one
  public static Optional<Mapping> union(List<Mapping> mappings, Report report) {
    Map<String, TriplesMap> all = new LinkedHashMap<>();
    boolean good = true;
    for (Mapping mapping : mappings) {
      for (TriplesMap map : mapping.triplesMaps) {
        @Nullable TriplesMap other = all.putIfAbsent(map.name(), map);
        if (other != null) {
          good = false;
          report.error(
              map.at(),
              "the triples map %s is also in %s; give each a name of its own"
                  .formatted(map.shortName(), other.at()));
        }
      }
    }
    Mapping first = mappings.getFirst();
    return good
        ? Optional.of(new Mapping(first.file, List.copyOf(all.values()), first.rdf))
        : Optional.empty();
  }
}
