package org.techrace.rdf;

/// A licence.
///
/// @param name its short name, as in `CC BY 4.0`
/// @param iri the address of its text
public record Licence(String name, String iri) {
  /// The licence of the graph as a whole. Each source keeps its own, which its `source.ttl` states.
  public static final Licence OF_THE_GRAPH =
      new Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/");
}
