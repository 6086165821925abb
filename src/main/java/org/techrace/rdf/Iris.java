package org.techrace.rdf;

/// The IRI namespaces of techrace. The local server uses the same paths.
public final class Iris {
  /// The prefix of every IRI that techrace mints.
  public static final String BASE = "https://w3id.org/techrace/";

  /// Classes and properties.
  public static final String ONTOLOGY = BASE + "ontology#";

  /// Entities.
  public static final String ID = BASE + "id/";

  /// Concept schemes and concepts.
  public static final String SCHEME = BASE + "scheme/";

  /// Named graphs, one per source.
  public static final String GRAPH = BASE + "graph/";

  /// Releases.
  public static final String RELEASE = BASE + "release/";

  private Iris() {}

  /// Returns the namespace of an IRI: everything up to and including the last `#` or `/`, or an
  /// empty text if the IRI has neither. [#localName] returns the rest.
  public static String namespace(String iri) {
    return iri.substring(0, namespaceLength(iri));
  }

  /// Returns the part of an IRI after its namespace: `Thing` for `http://example.org/ns#Thing`.
  public static String localName(String iri) {
    return iri.substring(namespaceLength(iri));
  }

  private static int namespaceLength(String iri) {
    return Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
  }

  /// Returns the IRI of the named graph that contains a source's statements.
  ///
  /// @param source the name of the source's folder under `data/`
  public static String graph(String source) {
    return GRAPH + source;
  }
}
