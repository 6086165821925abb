package org.techrace.rdf;

/// A licence.
///
/// @param name what people call it
/// @param iri where it can be read
public record Licence(String name, String iri) {
  /// That of the graph as a whole. Each source keeps its own, which its `source.ttl` names.
  public static final Licence OF_THE_GRAPH =
      new Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/");
}
