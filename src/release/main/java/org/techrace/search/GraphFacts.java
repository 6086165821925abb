package org.techrace.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LanguageOrder;

/// Reads properties of entities from a release's graph.
///
/// A property is written as IRI, local name or label (`homepage`); `/` joins the steps of a path. A
/// value agrees with a literal that folds to the same text, with the same IRI, and with an entity
/// that has the value as name or identifier. For example, `CN`, `CHN` and `China` agree with the
/// same place. A value that is not the name of any possible object is neither confirmed nor
/// contradicted: it may be a name that the graph does not contain.
///
/// Safe for use by several threads. The caller holds a read transaction.
public final class GraphFacts implements Facts {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  static final List<Node> PROPERTY_KINDS =
      List.of(
          RDF.Nodes.Property,
          OWL.ObjectProperty.asNode(),
          OWL.DatatypeProperty.asNode(),
          OWL.AnnotationProperty.asNode());

  /// The maximum number of steps of a path. A longer path matches no property.
  private static final int MAX_STEPS = 8;

  /// The maximum length of a path in characters. A longer path matches no property.
  private static final int MAX_PATH_LENGTH = 1_000;

  private static final List<Set<Node>> NO_PROPERTIES = List.of(Set.of());
  private static final int CACHE_ENTRIES = 1_000;

  private final Graph graph;
  private final LanguageOrder languages;
  private final SearchVocabulary vocabulary;

  /// The properties for each path that clients used. The size is limited: clients may send any
  /// text.
  private final Cache<String, List<Set<Node>>> paths = cache();

  /// The folded names of the possible objects, by set of properties.
  private final Cache<Set<Node>, Set<String>> names = cache();

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(CACHE_ENTRIES).executor(Runnable::run).build();
  }

  /// Creates the facts of a graph whose languages are unknown.
  ///
  /// @param graph all statements of the release, with its ontology
  public GraphFacts(Graph graph) {
    this(graph, LanguageOrder.NONE);
  }

  /// Creates the facts of a graph.
  ///
  /// @param graph all statements of the release, with its ontology
  /// @param languages the order in which labels are preferred
  GraphFacts(Graph graph, LanguageOrder languages) {
    this.graph = graph;
    this.languages = languages;
    this.vocabulary = SearchVocabulary.of(graph);
  }

  @Override
  public Agreement check(String iri, MatchQuery.Property property) {
    if (property.value().isBlank()) {
      return Agreement.UNKNOWN;
    }
    Collection<Node> values = values(iri, property.path());
    if (values.isEmpty()) {
      return Agreement.UNKNOWN;
    }
    if (values.stream().anyMatch(value -> isCalled(value, property.value()))) {
      return Agreement.AGREES;
    }
    return isUnknownName(property) ? Agreement.UNKNOWN : Agreement.DIFFERS;
  }

  /// Reports whether a property's possible objects have names and the value is not one of them. Web
  /// addresses are not names.
  private boolean isUnknownName(MatchQuery.Property property) {
    Set<String> known = names.get(path(property.path()).getLast(), this::namesOfValues);
    return !known.isEmpty()
        && !property.value().contains("://")
        && !known.contains(folded(property.value()));
  }

  /// Returns the folded names of all things in the classes of a property's objects.
  private Set<String> namesOfValues(Set<Node> properties) {
    Set<Node> kinds = new HashSet<>();
    for (Node predicate : properties) {
      graph
          .find(Node.ANY, predicate, Node.ANY)
          .mapWith(Triple::getObject)
          .filterKeep(Node::isURI)
          .toSet()
          .forEach(value -> kinds.addAll(objects(value, RDF.Nodes.type)));
    }
    Set<String> found = new HashSet<>();
    for (Node kind : kinds) {
      graph
          .find(Node.ANY, RDF.Nodes.type, kind)
          .mapWith(Triple::getSubject)
          .forEach(
              thing ->
                  vocabulary
                      .naming()
                      .forEach(
                          predicate ->
                              objects(thing, predicate)
                                  .forEach(
                                      name -> found.add(folded(Identifiers.local(text(name)))))));
    }
    return found;
  }

  private List<Node> objects(Node subject, Node predicate) {
    return graph.find(subject, predicate, Node.ANY).mapWith(Triple::getObject).toList();
  }

  /// Returns the values of a property of an entity.
  ///
  /// @param iri the entity
  /// @param path a property, a path of properties joined by `/`, or the name of an identifier's
  ///   issuer
  /// @return the values; empty if the property is unknown or the entity does not have it
  public Collection<Node> values(String iri, String path) {
    if (Identifiers.isIssuer(path)) {
      return keysOf(iri, path);
    }
    Collection<Node> reached = List.of(NodeFactory.createURI(iri));
    for (Set<Node> step : path(path)) {
      Set<Node> next = new LinkedHashSet<>();
      for (Node node : reached) {
        for (Node predicate : step) {
          graph.find(node, predicate, Node.ANY).forEach(t -> next.add(t.getObject()));
        }
      }
      reached = next;
    }
    return reached;
  }

  /// Returns the identifiers that an issuer gave an entity, as literals: the IRIs point to other
  /// datasets.
  private List<Node> keysOf(String iri, String issuer) {
    Node entity = NodeFactory.createURI(iri);
    return vocabulary.identifier().stream()
        .flatMap(property -> objects(entity, property).stream())
        .map(GraphFacts::text)
        .filter(key -> Identifiers.issuer(key).filter(issuer::equalsIgnoreCase).isPresent())
        .distinct()
        .map(NodeFactory::createLiteralString)
        .toList();
  }

  /// Returns the values of a property as texts: literals, and the labels of other entities. Blank
  /// nodes and triple terms are left out.
  public List<String> texts(String iri, String path) {
    return values(iri, path).stream()
        .filter(v -> v.isURI() || v.isLiteral())
        .map(v -> v.isURI() ? label(v.getURI()).orElse(v.getURI()) : v.getLiteralLexicalForm())
        .toList();
  }

  /// Returns the entity's identifiers in other datasets, by issuer, or by the label of the property
  /// if the issuer is unknown.
  Map<String, String> keys(String iri) {
    Map<String, String> keys = new TreeMap<>();
    for (Node property : vocabulary.identifier()) {
      for (Node value : values(iri, property.getURI())) {
        String key = value.isURI() ? value.getURI() : text(value);
        String name =
            Identifiers.issuer(key)
                .orElseGet(
                    () ->
                        label(property.getURI())
                            .orElseGet(() -> Iris.localName(property.getURI())));
        keys.putIfAbsent(name, key);
      }
    }
    return keys;
  }

  /// Returns the preferred label of a thing, in the best of the graph's languages.
  Optional<String> label(String iri) {
    Node thing = NodeFactory.createURI(iri);
    return vocabulary.preferred().stream()
        .flatMap(p -> graph.find(thing, p, Node.ANY).mapWith(Triple::getObject).toList().stream())
        .filter(Node::isLiteral)
        .min(Comparator.comparingInt(label -> languages.rank(label.getLiteralLanguage())))
        .map(Node::getLiteralLexicalForm);
  }

  /// Reports whether a property holds identifiers of other datasets. The name of an issuer (`ROR`,
  /// `Wikidata`) counts as such a property.
  boolean isIdentifier(String path) {
    return Identifiers.isIssuer(path)
        || path(path).stream()
            .allMatch(step -> !step.isEmpty() && vocabulary.identifier().containsAll(step));
  }

  /// Reports whether the graph declares a property, or each step of a path. The name of an issuer
  /// counts as a property.
  boolean isProperty(String path) {
    return isIdentifier(path) || path(path).stream().noneMatch(Set::isEmpty);
  }

  private List<Set<Node>> path(String path) {
    return path.length() > MAX_PATH_LENGTH ? NO_PROPERTIES : paths.get(path, this::steps);
  }

  private List<Set<Node>> steps(String path) {
    if (path.contains("://")) {
      return List.of(Set.of(NodeFactory.createURI(path.strip())));
    }
    if (path.chars().filter(c -> c == '/').count() >= MAX_STEPS) {
      return NO_PROPERTIES;
    }
    List<Set<Node>> steps = new ArrayList<>();
    for (String step : path.split("/", -1)) {
      steps.add(properties(step.strip()));
    }
    return steps;
  }

  /// Returns the declared properties with this local name or label.
  private Set<Node> properties(String name) {
    Set<Node> found = new LinkedHashSet<>();
    for (Node kind : PROPERTY_KINDS) {
      graph
          .find(Node.ANY, RDF.Nodes.type, kind)
          .mapWith(Triple::getSubject)
          .filterKeep(p -> p.isURI() && isProperty(p, name))
          .forEach(found::add);
    }
    return found;
  }

  private boolean isProperty(Node property, String name) {
    return Iris.localName(property.getURI()).equalsIgnoreCase(name)
        || hasValue(property, List.of(RDFS.Nodes.label), name);
  }

  private boolean isCalled(Node value, String asked) {
    if (value.isLiteral()) {
      return sameText(value.getLiteralLexicalForm(), asked);
    }
    if (!value.isURI()) {
      return false;
    }
    if (sameText(value.getURI(), asked)) {
      return true;
    }
    return hasValue(value, vocabulary.naming(), asked);
  }

  private boolean hasValue(Node entity, Collection<Node> predicates, String asked) {
    for (Node predicate : predicates) {
      if (graph
          .find(entity, predicate, Node.ANY)
          .filterKeep(t -> sameText(text(t.getObject()), asked))
          .hasNext()) {
        return true;
      }
    }
    return false;
  }

  private static String text(Node node) {
    if (node.isLiteral()) {
      return node.getLiteralLexicalForm();
    }
    return node.isURI() ? node.getURI() : "";
  }

  /// Compares two texts: Web addresses and identifiers by their forms, other texts as names.
  private static boolean sameText(String a, String b) {
    if (a.contains("://") || b.contains("://")) {
      return withoutSlash(Identifiers.forms(a)).stream()
          .anyMatch(withoutSlash(Identifiers.forms(b))::contains);
    }
    return Folding.tokens(a).equals(Folding.tokens(b));
  }

  private static String folded(String text) {
    return String.join(" ", Folding.tokens(text));
  }

  private static List<String> withoutSlash(Set<String> forms) {
    return forms.stream()
        .map(f -> f.startsWith("www.") ? f.substring(4) : f)
        .map(f -> f.endsWith("/") ? f.substring(0, f.length() - 1) : f)
        .toList();
  }
}
