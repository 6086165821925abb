package org.techrace.rdf;

import java.util.Optional;
import java.util.stream.Stream;

/// The version of RDF that a graph keeps to. Triple terms and the base direction of texts are new
/// in RDF 1.2, and tools for RDF 1.1 cannot read them.
public enum RdfVersion {
  RDF_1_1("1.1"),
  RDF_1_2("1.2");

  private final String label;

  RdfVersion(String label) {
    this.label = label;
  }

  /// Returns the version label, such as `1.2` (RDF 1.2 Concepts, section 2.1).
  public String label() {
    return label;
  }

  public boolean hasTripleTerms() {
    return this == RDF_1_2;
  }

  public boolean hasBaseDirections() {
    return this == RDF_1_2;
  }

  /// Returns the version with a label.
  public static Optional<RdfVersion> of(String label) {
    return Stream.of(values()).filter(version -> version.label.equals(label)).findFirst();
  }

  /// Returns the sentence about something that a graph in RDF 1.1 cannot have.
  ///
  /// @param what the thing with its article, such as `a triple term`
  public static String needed(String what) {
    return "%s needs RDF 1.2; set graph.rdf = \"1.2\" in techrace.toml, or use --rdf 1.2"
        .formatted(what);
  }

  /// The sentence about a triple term in RDF 1.1.
  public static String tripleTermNeeded() {
    return needed("a triple term") + ", or give the statement an IRI of its own";
  }

  /// The sentence about a text with a base direction in RDF 1.1.
  ///
  /// @param tag the language tag with the direction, such as `ar--rtl`
  public static String directionNeeded(String tag) {
    return needed("the base direction in the language tag '%s'".formatted(tag))
        + ", or use the tag '%s'".formatted(tag.replaceFirst("--.*", ""));
  }
}
