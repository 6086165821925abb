package org.techrace.mapping;

import java.nio.file.Path;
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
import org.techrace.rdf.Tool;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The statements about one node of the document. Properties are addressed by their RML local
/// names.
record RmlResource(TurtleWithPlaces document, Report report, Node node) {
  /// The depth to which descriptions of blank nodes are compared.
  private static final int MOST_DEPTH = 8;

  RmlResource of(Node other) {
    return new RmlResource(document, report, other);
  }

  /// Returns the folder of the document.
  Path folder() {
    return document.folder();
  }

  Place place() {
    return document.place(node);
  }

  /// Returns the values of an RML property, in document order. Of blank nodes with the same
  /// description, as in files that repeat a part, the first is returned.
  List<Node> all(String property) {
    return all(Rml.term(property));
  }

  List<Node> all(Node property) {
    List<Node> values = new ArrayList<>();
    document.graph().find(node, property, Node.ANY).toList().stream()
        .sorted(Comparator.comparing(t -> document.order(t)))
        .map(Triple::getObject)
        .filter(value -> values.stream().noneMatch(other -> isSame(other, value, 0)))
        .forEach(values::add);
    return values;
  }

  /// Returns the value of a property. Reports a property that occurs more than once.
  Optional<Node> one(String property) {
    return one(Rml.term(property), "rml:" + property);
  }

  Optional<Node> one(Node property, String name) {
    List<Node> values = all(property);
    if (values.size() > 1) {
      error("%s occurs %d times; expected once".formatted(name, values.size()));
    }
    return values.stream().findFirst();
  }

  /// Returns true if two nodes are the same, or blank nodes with the same statements.
  private boolean isSame(Node one, Node other, int depth) {
    if (one.equals(other) || !one.isBlank() || !other.isBlank() || depth > MOST_DEPTH) {
      return one.equals(other);
    }
    List<Triple> these = document.graph().find(one, Node.ANY, Node.ANY).toList();
    List<Triple> those = document.graph().find(other, Node.ANY, Node.ANY).toList();
    return these.size() == those.size()
        && these.stream()
            .allMatch(
                a ->
                    those.stream()
                        .anyMatch(
                            b ->
                                a.getPredicate().equals(b.getPredicate())
                                    && isSame(a.getObject(), b.getObject(), depth + 1)));
  }

  /// Returns the members of the RDF list that is the value of a property.
  List<Node> list(String property) {
    return list(Rml.term(property), "rml:" + property);
  }

  List<Node> list(Node property, String name) {
    List<Node> members = new ArrayList<>();
    Set<Node> cells = new HashSet<>();
    for (Optional<Node> at = one(property, name); at.isPresent(); ) {
      if (!cells.add(at.get())) {
        error("the list of %s contains itself; end it with rdf:nil".formatted(name));
        return List.of();
      }
      RmlResource cell = of(at.get());
      cell.one(RDF.first.asNode(), "rdf:first").ifPresent(members::add);
      at = cell.one(RDF.rest.asNode(), "rdf:rest");
    }
    return members;
  }

  /// Returns the IRI, or the place of a blank node.
  String name() {
    return node.isURI() ? node.getURI() : "[" + place() + "]";
  }

  boolean has(String property) {
    return document.graph().contains(node, Rml.term(property), Node.ANY);
  }

  /// Returns the text of a property. Reports a property that occurs more than once or is not a
  /// literal.
  Optional<String> text(String property) {
    Optional<Node> value = one(property);
    value
        .filter(v -> !v.isLiteral())
        .ifPresent(v -> error("rml:%s is %s; expected a string".formatted(property, show(v))));
    return value.filter(Node::isLiteral).map(Node::getLiteralLexicalForm);
  }

  /// Returns the IRI of a property. Reports a property that occurs more than once or is not an IRI.
  Optional<String> iri(String property) {
    Optional<Node> value = one(property);
    value
        .filter(v -> !v.isURI())
        .ifPresent(v -> error("rml:%s is %s; expected an IRI".formatted(property, show(v))));
    return value.filter(Node::isURI).map(Node::getURI);
  }

  /// Returns the literal or IRI of a property of another vocabulary, as text.
  Optional<String> value(String property) {
    return one(NodeFactory.createURI(property), "<" + property + ">")
        .filter(v -> v.isLiteral() || v.isURI())
        .map(v -> v.isLiteral() ? v.getLiteralLexicalForm() : v.getURI());
  }

  /// Reports something that needs no correction.
  void info(String message) {
    report.info(place(), message);
  }

  boolean isA(String className) {
    return document.graph().contains(node, RDF.type.asNode(), Rml.term(className));
  }

  /// Reports every RML property of the node that is not in `known`.
  ///
  /// @param kind the kind of node, for the message
  void allowOnly(String kind, Set<String> known) {
    allowOnly(Rml.NS, "rml:", kind, known);
  }

  /// Reports every property of CSV on the Web that is not in `known`.
  void allowOnlyCsvw(String kind, Set<String> known) {
    allowOnly(Rml.CSVW, "csvw:", kind, known);
  }

  /// Reports every property of SHACL that is not in `known`.
  void allowOnlyShacl(String kind, Set<String> known) {
    allowOnly(Rml.SHACL, "sh:", kind, known);
  }

  /// Reports every property of the vocabulary of the tool that is not in `known`.
  void allowOnlyTool(String kind, Set<String> known) {
    allowOnly(Tool.NAMESPACE, "tool:", kind, known);
  }

  private void allowOnly(String namespace, String prefix, String kind, Set<String> known) {
    for (Triple triple : document.graph().find(node, Node.ANY, Node.ANY).toList()) {
      String iri = triple.getPredicate().getURI();
      if (iri.startsWith(namespace) && !known.contains(iri.substring(namespace.length()))) {
        String name = iri.substring(namespace.length());
        report.error(
            document.place(triple),
            "%s%s is not allowed in %s; %s"
                .formatted(prefix, name, kind, Nearest.suggest(name, new TreeSet<>(known))));
      } else if (!iri.startsWith(namespace) && withoutMarks(iri).equals(withoutMarks(namespace))) {
        report.error(
            document.place(triple),
            "<%s> is in another namespace than %s, which is <%s>; correct the prefix"
                .formatted(iri, prefix, namespace));
      }
    }
  }

  /// Returns the namespace of an IRI without what is often written in another way.
  private static String withoutMarks(String iri) {
    return iri.replaceFirst("^https?:", "").replaceFirst("[#/][^#/]*$", "");
  }

  void error(String message) {
    report.error(place(), message);
  }

  /// Returns a node as it is written in Turtle.
  static String show(Node node) {
    if (node.isURI()) {
      String iri = node.getURI();
      return iri.startsWith(Rml.NS) ? "rml:" + iri.substring(Rml.NS.length()) : "<" + iri + ">";
    }
    return node.isLiteral() ? '"' + node.getLiteralLexicalForm() + '"' : "a blank node";
  }
}
