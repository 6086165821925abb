package org.techrace.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.RDF;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// What the document says of one node. The readers ask it by the local names of RML properties.
record RmlResource(TurtleWithPlaces document, Report report, Node node) {

  RmlResource of(Node other) {
    return new RmlResource(document, report, other);
  }

  Place place() {
    return document.place(node);
  }

  /// The values of an RML property, in the order of the document.
  List<Node> all(String property) {
    return all(Rml.term(property));
  }

  List<Node> all(Node property) {
    return document.graph().find(node, property, Node.ANY).toList().stream()
        .sorted(Comparator.comparing(t -> document.order(t)))
        .map(Triple::getObject)
        .toList();
  }

  /// The value of a property that stands at most once.
  Optional<Node> one(String property) {
    return one(Rml.term(property), "rml:" + property);
  }

  Optional<Node> one(Node property, String name) {
    List<Node> values = all(property);
    if (values.size() > 1) {
      error("%s stands %d times; expected once".formatted(name, values.size()));
    }
    return values.stream().findFirst();
  }

  /// The members of the RDF list that is the value of a property.
  List<Node> list(String property) {
    List<Node> members = new ArrayList<>();
    Set<Node> cells = new HashSet<>();
    for (Optional<Node> at = one(property); at.isPresent(); ) {
      if (!cells.add(at.get())) {
        error("the list of rml:%s runs in a circle; end it".formatted(property));
        return List.of();
      }
      RmlResource cell = of(at.get());
      cell.one(RDF.first.asNode(), "rdf:first").ifPresent(members::add);
      at = cell.one(RDF.rest.asNode(), "rdf:rest");
    }
    return members;
  }

  /// Its IRI, or the place of a blank node.
  String name() {
    return node.isURI() ? node.getURI() : "[" + place() + "]";
  }

  boolean has(String property) {
    return document.graph().contains(node, Rml.term(property), Node.ANY);
  }

  /// The text of a property that stands at most once and whose value is a literal.
  Optional<String> text(String property) {
    Optional<Node> value = one(property);
    value
        .filter(v -> !v.isLiteral())
        .ifPresent(v -> error("rml:%s is %s; expected a string".formatted(property, show(v))));
    return value.filter(Node::isLiteral).map(Node::getLiteralLexicalForm);
  }

  /// The IRI of a property that stands at most once and whose value is an IRI.
  Optional<String> iri(String property) {
    Optional<Node> value = one(property);
    value
        .filter(v -> !v.isURI())
        .ifPresent(v -> error("rml:%s is %s; expected an IRI".formatted(property, show(v))));
    return value.filter(Node::isURI).map(Node::getURI);
  }

  /// The text of a property of another vocabulary: its literal or its IRI.
  Optional<String> value(String property) {
    return one(NodeFactory.createURI(property), "<" + property + ">")
        .filter(v -> v.isLiteral() || v.isURI())
        .map(v -> v.isLiteral() ? v.getLiteralLexicalForm() : v.getURI());
  }

  boolean isA(String className) {
    return document.graph().contains(node, RDF.type.asNode(), Rml.term(className));
  }

  /// Reports every RML property of the node that is not among those known here.
  ///
  /// @param kind what the node is, for the message
  void allowOnly(String kind, Set<String> known) {
    allowOnly(Rml.NS, "rml:", kind, known);
  }

  /// The same for CSV on the Web.
  void allowOnlyCsvw(String kind, Set<String> known) {
    allowOnly(Rml.CSVW, "csvw:", kind, known);
  }

  private void allowOnly(String namespace, String prefix, String kind, Set<String> known) {
    for (Triple triple : document.graph().find(node, Node.ANY, Node.ANY).toList()) {
      String iri = triple.getPredicate().getURI();
      if (iri.startsWith(namespace) && !known.contains(iri.substring(namespace.length()))) {
        String name = iri.substring(namespace.length());
        report.error(
            document.place(triple),
            "%s%s is not known in %s; %s"
                .formatted(prefix, name, kind, Nearest.suggest(name, new TreeSet<>(known))));
      }
    }
  }

  void error(String message) {
    report.error(place(), message);
  }

  /// A node as a reader of the document would write it.
  static String show(Node node) {
    if (node.isURI()) {
      String iri = node.getURI();
      return iri.startsWith(Rml.NS) ? "rml:" + iri.substring(Rml.NS.length()) : "<" + iri + ">";
    }
    return node.isLiteral() ? '"' + node.getLiteralLexicalForm() + '"' : "a blank node";
  }
}
