package org.techrace.nanopub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;

/// A [nanopublication](https://nanopub.net/guidelines/working_draft/): an assertion, its provenance
/// and facts about the publication, each in a named graph. Equal content has an equal name, in
/// every release.
///
/// @param code the code in its name
/// @param iri its name, a trusty URI
/// @param quads its four named graphs
public record Nanopublication(String code, String iri, List<Quad> quads) {
  private static final String NP = "http://www.nanopub.org/nschema#";
  private static final Node DERIVED =
      NodeFactory.createURI("http://www.w3.org/ns/prov#wasDerivedFrom");

  /// The content of a nanopublication.
  ///
  /// @param assertion the statements; those with blank nodes are left out
  /// @param origins the IRIs of what they are derived from: sources, passages, documents
  /// @param publisher who publishes it; may be empty
  /// @param date the day of the assertion, as `2026-11-24`; may be empty
  /// @param licences the IRIs of the licences of its sources
  public record Content(
      Collection<Triple> assertion,
      Collection<String> origins,
      String publisher,
      String date,
      Collection<String> licences) {}

  /// Makes a nanopublication.
  ///
  /// @param base what its name begins with; ends with `/`
  public static Nanopublication of(Content content, String base) {
    Node self = NodeFactory.createURI(base + TrustyUri.PLACE);
    Node head = part(base, "Head");
    Node assertion = part(base, "assertion");
    Node provenance = part(base, "provenance");
    Node info = part(base, "pubinfo");
    List<Quad> quads = new ArrayList<>();
    quads.add(Quad.create(head, self, RDF.Nodes.type, term("Nanopublication")));
    quads.add(Quad.create(head, self, term("hasAssertion"), assertion));
    quads.add(Quad.create(head, self, term("hasProvenance"), provenance));
    quads.add(Quad.create(head, self, term("hasPublicationInfo"), info));
    for (Triple triple : Set.copyOf(content.assertion)) {
      if (!triple.getSubject().isBlank() && !triple.getObject().isBlank()) {
        quads.add(Quad.create(assertion, triple));
      }
    }
    for (String origin : content.origins) {
      quads.add(Quad.create(provenance, assertion, DERIVED, NodeFactory.createURI(origin)));
    }
    if (!content.publisher.isEmpty()) {
      Node publisher = NodeFactory.createLiteralString(content.publisher);
      quads.add(Quad.create(info, self, DCTerms.publisher.asNode(), publisher));
    }
    if (!content.date.isEmpty()) {
      Node date = NodeFactory.createLiteralDT(content.date, XSDDatatype.XSDdate);
      quads.add(Quad.create(info, self, DCTerms.created.asNode(), date));
    }
    for (String licence : content.licences) {
      quads.add(Quad.create(info, self, DCTerms.license.asNode(), NodeFactory.createURI(licence)));
    }
    String code = TrustyUri.code(quads);
    return new Nanopublication(code, base + code, TrustyUri.replaced(quads, TrustyUri.PLACE, code));
  }

  private static Node part(String base, String name) {
    return NodeFactory.createURI(base + TrustyUri.PLACE + "#" + name);
  }

  static Node term(String name) {
    return NodeFactory.createURI(NP + name);
  }
}
