package org.techrace.rdf;

import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;

/// The IRI spaces of a graph: all its IRIs begin with one base. A server of the graph answers under
/// the same paths.
///
/// @param base where the IRIs begin, such as `https://example.org/cheese/`; ends with `/`
public record Iris(String base) {
  private static final Pattern BASE = Pattern.compile("https?://[^/?#\\s]+/([^?#\\s]*/)?");
  private static final String RELEASE = "release/";

  /// The base of what belongs to no project: a mapping that is run alone.
  public static final Iris EXAMPLE = new Iris("http://example.org/");

  /// @throws IllegalArgumentException if the base is not an absolute http IRI that ends with `/`
  public Iris {
    if (!BASE.matcher(base).matches() || SafeIris.fault(base) != null) {
      throw new IllegalArgumentException(
          "'%s' is not a base of IRIs; expected one such as https://example.org/cheese/, with a slash at its end"
              .formatted(base));
    }
  }

  /// The base of the graph that a release holds.
  ///
  /// @param description the description of the release
  /// @param release its name
  public static Optional<Iris> of(Graph description, String release) {
    String end = RELEASE + release;
    Iterator<Triple> statements = description.find();
    while (statements.hasNext()) {
      Node subject = statements.next().getSubject();
      if (subject.isURI() && subject.getURI().endsWith("/" + end)) {
        String iri = subject.getURI();
        return Optional.of(new Iris(iri.substring(0, iri.length() - end.length())));
      }
    }
    return Optional.empty();
  }

  /// The namespace of the graph's classes and properties.
  public String ontology() {
    return base + "ontology#";
  }

  /// The ontology as a document.
  public String ontologyDocument() {
    return base + "ontology";
  }

  /// Returns the prefix of the IRIs of entities.
  public String id() {
    return base + "id/";
  }

  /// Returns the prefix of the IRIs of concept schemes and concepts.
  public String scheme() {
    return base + "scheme/";
  }

  /// The named graph of a source.
  ///
  /// @param source the name of the source's folder under `data/`; if empty, what the IRIs of all
  ///   named graphs begin with
  public String graph(String source) {
    return base + "graph/" + source;
  }

  /// A release.
  ///
  /// @param id its name; if empty, what the IRIs of all releases begin with
  public String release(String id) {
    return base + RELEASE + id;
  }

  /// Returns what follows the base in an IRI of the graph; empty for other IRIs, and for terms of
  /// the tool's own vocabulary.
  public String local(String iri) {
    return iri.startsWith(base) && !iri.startsWith(Tool.NAMESPACE)
        ? iri.substring(base.length())
        : "";
  }

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
}
