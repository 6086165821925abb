package org.techrace.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.Iris;

/// The classes and properties that the release's ontology declares, to choose from.
public final class OntologyTerms {
  private static final List<Node> CLASS_KINDS = List.of(OWL.Class.asNode(), RDFS.Nodes.Class);

  /// How many entities of a class are looked at to see which properties it has.
  private static final int LOOKED_AT = 500;

  /// A class or property.
  ///
  /// @param description one or two sentences; empty if the ontology gives none
  public record Term(String iri, String label, String description) {
    /// The last part of the IRI.
    public String localName() {
      return Iris.localName(iri);
    }
  }

  private final Graph graph;
  private final List<Term> classes;
  private final List<Term> properties;
  private final Collection<Node> identifying;

  /// Reads the ontology in a graph.
  OntologyTerms(Graph graph) {
    this.graph = graph;
    this.classes = read(CLASS_KINDS, c -> graph.contains(Node.ANY, RDF.Nodes.type, c));
    this.identifying = SearchVocabulary.of(graph).identifier();
    List<Term> used =
        new ArrayList<>(
            read(GraphFacts.PROPERTY_KINDS, p -> graph.contains(Node.ANY, p, Node.ANY)));
    used.addAll(issuers());
    this.properties = List.copyOf(used);
  }

  /// Classes that have entities, by label.
  public List<Term> classes() {
    return classes;
  }

  /// Properties that are used, by label; then the bodies whose identifiers are used, each as if it
  /// were a property with its name for an IRI.
  public List<Term> properties() {
    return properties;
  }

  /// The class or property with this IRI, local name or label.
  public Optional<Term> named(List<Term> among, String name) {
    return among.stream()
        .filter(
            t ->
                t.iri().equals(name)
                    || t.label().equalsIgnoreCase(name)
                    || t.localName().equalsIgnoreCase(name))
        .findFirst();
  }

  /// Those whose label or local name has a word that begins so; all for an empty prefix.
  public static List<Term> beginning(List<Term> among, String prefix) {
    List<String> words = Folding.tokens(prefix);
    return among.stream()
        .filter(
            t -> {
              List<String> names = new ArrayList<>(Folding.tokens(t.label()));
              names.addAll(Folding.tokens(t.localName()));
              return words.stream().allMatch(w -> names.stream().anyMatch(n -> n.startsWith(w)));
            })
        .toList();
  }

  /// The properties that entities of a class have, the most common first.
  public List<Term> propertiesOf(String type) {
    Map<String, Integer> common = new HashMap<>();
    graph
        .find(Node.ANY, RDF.Nodes.type, NodeFactory.createURI(type))
        .mapWith(Triple::getSubject)
        .toList()
        .stream()
        .limit(LOOKED_AT)
        .forEach(
            entity -> {
              Set<String> has = new LinkedHashSet<>();
              graph
                  .find(entity, Node.ANY, Node.ANY)
                  .forEach(
                      t -> {
                        has.add(t.getPredicate().getURI());
                        issuer(t).ifPresent(has::add);
                      });
              has.forEach(p -> common.merge(p, 1, Integer::sum));
            });
    return properties.stream()
        .filter(p -> common.containsKey(p.iri()))
        .sorted(Comparator.comparingInt((Term p) -> -common.getOrDefault(p.iri(), 0)))
        .toList();
  }

  private List<Term> issuers() {
    Set<String> names = new TreeSet<>();
    for (Node property : identifying) {
      graph.find(Node.ANY, property, Node.ANY).forEach(t -> issuer(t).ifPresent(names::add));
    }
    return names.stream()
        .map(name -> new Term(name, name, "The identifier that " + name + " gives."))
        .toList();
  }

  /// The body that gave the identifier which a triple states, if it states one.
  private Optional<String> issuer(Triple triple) {
    return triple.getObject().isURI() && identifying.contains(triple.getPredicate())
        ? Identifiers.issuer(triple.getObject().getURI())
        : Optional.empty();
  }

  private List<Term> read(List<Node> kinds, Predicate<Node> used) {
    Set<Node> nodes = new LinkedHashSet<>();
    for (Node kind : kinds) {
      graph.find(Node.ANY, RDF.Nodes.type, kind).forEach(t -> nodes.add(t.getSubject()));
    }
    return nodes.stream()
        .filter(n -> n.isURI() && used.test(n))
        .map(
            n ->
                new Term(
                    n.getURI(),
                    text(n, RDFS.Nodes.label).orElseGet(() -> Iris.localName(n.getURI())),
                    text(n, SKOS.definition.asNode())
                        .or(() -> text(n, RDFS.Nodes.comment))
                        .orElse("")))
        .sorted(Comparator.comparing(Term::label).thenComparing(Term::iri))
        .toList();
  }

  private Optional<String> text(Node subject, Node predicate) {
    return graph.find(subject, predicate, Node.ANY).mapWith(Triple::getObject).toList().stream()
        .filter(Node::isLiteral)
        .min(Comparator.comparingInt(o -> o.getLiteralLanguage().startsWith("en") ? 0 : 1))
        .map(Node::getLiteralLexicalForm);
  }
}
