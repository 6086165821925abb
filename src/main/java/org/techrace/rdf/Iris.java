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

  /// The IRI of the named graph that holds what a source says.
  ///
  /// @param source the name of the source's folder under `data/`
  public static String graph(String source) {
    return GRAPH + source;
  }
}
