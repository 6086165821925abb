package org.techrace.mapping;

import java.util.Optional;
import java.util.stream.Stream;

/// The RDF serializations that can be written.
public enum Serialization {
  N_QUADS("N-Quads", "nq", true),
  N_TRIPLES("N-Triples", "nt", false),
  TURTLE("Turtle", "ttl", false),
  TRIG("TriG", "trig", true),
  N3("N3", "n3", false),
  JSON_LD("JSON-LD", "jsonld", true),
  RDF_JSON("RDF_JSON", "rj", false),
  RDF_XML("RDF_XML", "rdf", false);

  private final String localName;
  private final String suffix;
  private final boolean namedGraphs;

  Serialization(String localName, String suffix, boolean namedGraphs) {
    this.localName = localName;
    this.suffix = suffix;
    this.namedGraphs = namedGraphs;
  }

  /// Returns the name in `http://www.w3.org/ns/formats/`.
  public String localName() {
    return localName;
  }

  /// Returns the usual suffix of files, without a dot.
  public String suffix() {
    return suffix;
  }

  /// Returns true if a file can contain named graphs, not only one graph.
  public boolean hasNamedGraphs() {
    return namedGraphs;
  }

  /// Returns the serialization with this name in `http://www.w3.org/ns/formats/`.
  static Optional<Serialization> named(String localName) {
    return Stream.of(values()).filter(one -> one.localName.equals(localName)).findFirst();
  }

  /// Returns the serialization of files with this suffix.
  public static Optional<Serialization> ofSuffix(String suffix) {
    return Stream.of(values()).filter(one -> one.suffix.equals(suffix)).findFirst();
  }
}
