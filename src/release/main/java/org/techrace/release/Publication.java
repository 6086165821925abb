package org.techrace.release;

import java.util.List;
import java.util.Optional;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.RdfVersion;

/// As what a graph is published: the part of a release's description that is the same in every
/// release.
///
/// @param iris the IRI spaces of the graph
/// @param name what the graph is called
/// @param publisher who publishes it; may be empty
/// @param licence its licence as a whole
/// @param languages the languages of its labels, best first
/// @param rdf the version of RDF that it keeps to
public record Publication(
    Iris iris,
    String name,
    String publisher,
    Optional<Licence> licence,
    List<String> languages,
    RdfVersion rdf) {
  public Publication {
    languages = List.copyOf(languages);
  }

  /// Creates the publication of a graph in RDF 1.1.
  public Publication(
      Iris iris, String name, String publisher, Optional<Licence> licence, List<String> languages) {
    this(iris, name, publisher, licence, languages, RdfVersion.RDF_1_1);
  }
}
