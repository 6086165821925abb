package org.techrace.rdf;

/// The IRI spaces of techrace. The local server answers under the same paths.
public final class Iris {
  /// What every IRI of ours begins with.
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

  /// Returns the namespace of an IRI: all of it up to and with its last `#` or `/`; empty if it has
  /// neither. [#localName] is the rest.
  public static String namespace(String iri) {
    return iri.substring(0, namespaceLength(iri));
  }

  /// Returns what follows the namespace of an IRI: `Thing` for `http://example.org/ns#Thing`.
  public static String localName(String iri) {
    return iri.substring(namespaceLength(iri));
  }

  private static int namespaceLength(String iri) {
    return Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
  }

  /// The IRI of the named graph that holds what a source says.
  ///
  /// @param source the name of the source's folder under `data/`
  public static String graph(String source) {
    return GRAPH + source;
  }
}
