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
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LanguageOrder;

/// The classes and properties that a release's ontology declares and its data uses. Safe for use by
/// several threads.
public final class OntologyTerms {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  private static final List<Node> CLASS_KINDS = List.of(OWL.Class.asNode(), RDFS.Nodes.Class);

  /// The number of entities of a class that are read to find the class's properties.
  private static final int SAMPLE_SIZE = 500;

  /// A class or property.
  ///
  /// @param iri its IRI
  /// @param label its label, or its local name
  /// @param description one or two sentences; empty if the ontology has none
  public record Term(String iri, String label, String description) {
    /// Returns the last part of the IRI.
    public String localName() {
      return Iris.localName(iri);
    }
  }

  private final Graph graph;
  private final LanguageOrder languages;
  private final List<Term> classes;
  private final List<Term> properties;
  private final Collection<Node> identifying;

  /// Reads the ontology from a graph.
  OntologyTerms(Graph graph, LanguageOrder languages) {
    this.graph = graph;
    this.languages = languages;
    this.classes = read(CLASS_KINDS, c -> graph.contains(Node.ANY, RDF.Nodes.type, c));
    this.identifying = SearchVocabulary.of(graph).identifier();
    List<Term> used =
        new ArrayList<>(
            read(GraphFacts.PROPERTY_KINDS, p -> graph.contains(Node.ANY, p, Node.ANY)));
    used.addAll(issuers());
    this.properties = List.copyOf(used);
  }

  /// Returns the classes that have entities, ordered by label.
  public List<Term> classes() {
    return classes;
  }

  /// Returns the properties that are used, ordered by label, followed by the issuers of
  /// identifiers. An issuer is listed like a property, with its name as IRI.
  public List<Term> properties() {
    return properties;
  }

  /// Returns the class or property with this IRI, local name or label.
  public Optional<Term> named(List<Term> among, String name) {
    return among.stream()
        .filter(
            t ->
                t.iri().equals(name)
                    || t.label().equalsIgnoreCase(name)
                    || t.localName().equalsIgnoreCase(name))
        .findFirst();
  }

  /// Returns the terms that are described with all words of a name: for a message about a name that
  /// no term has. The words are those of labels, local names and descriptions.
  public static List<Term> described(List<Term> among, String name) {
    List<String> words = Folding.tokens(name);
    return words.isEmpty()
        ? List.of()
        : among.stream()
            .filter(
                term ->
                    Folding.tokens(
                            String.join(" ", term.label(), term.localName(), term.description()))
                        .containsAll(words))
            .toList();
  }

  /// Returns the terms with a word in label or local name that starts with the prefix; all terms
  /// for an empty prefix.
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

  /// Returns the properties of a class's entities, most frequent first.
  public List<Term> propertiesOf(String type) {
    Map<String, Integer> common = new HashMap<>();
    graph
        .find(Node.ANY, RDF.Nodes.type, NodeFactory.createURI(type))
        .mapWith(Triple::getSubject)
        .toList()
        .stream()
        .limit(SAMPLE_SIZE)
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

  /// Returns the issuer of the identifier in a triple, if the triple states one.
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
        .min(Comparator.comparingInt(o -> languages.rank(o.getLiteralLanguage())))
        .map(Node::getLiteralLexicalForm);
  }
}
