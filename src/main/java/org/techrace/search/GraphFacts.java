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
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Iris;

/// Reads an entity's properties from the release's graph. A property is written as its IRI, its
/// local name or its label (`homepage`); steps of a path are joined by `/`. A value agrees with a
/// literal that folds to the same text, with an IRI that is the same, and with an entity that has
/// it for a name or an identifier: so `CN`, `CHN` and `China` all agree with the same place. A text
/// that names nothing of the kinds which the property has for values tells nothing: it may be a
/// name that the graph does not know.
public final class GraphFacts implements Facts {
  static final List<Node> PROPERTY_KINDS =
      List.of(
          RDF.Nodes.Property,
          OWL.ObjectProperty.asNode(),
          OWL.DatatypeProperty.asNode(),
          OWL.AnnotationProperty.asNode());

  /// The most steps of a path, and characters of its name; a longer one names nothing.
  private static final int STEPS = 8;

  private static final int LONGEST = 1_000;
  private static final List<Set<Node>> NOTHING = List.of(Set.of());
  private static final int REMEMBERED = 1_000;

  private final Graph graph;
  private final SearchVocabulary vocabulary;

  /// What clients call properties, and what they mean by it. They may call them anything.
  private final Cache<String, List<Set<Node>>> paths = memory();

  /// By properties, what their values are called.
  private final Cache<Set<Node>, Set<String>> names = memory();

  private static <K, V> Cache<K, V> memory() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
  }

  /// @param graph all that the release says, with its ontology
  public GraphFacts(Graph graph) {
    this.graph = graph;
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
    return namesNothing(property) ? Agreement.UNKNOWN : Agreement.DIFFERS;
  }

  /// Whether things of the kinds that a property has for values have names, and the text is not
  /// among them. An address is no name.
  private boolean namesNothing(MatchQuery.Property property) {
    Set<String> known = names.get(path(property.path()).getLast(), this::namesOfValues);
    return !known.isEmpty()
        && !property.value().contains("://")
        && !known.contains(folded(property.value()));
  }

  /// What all things of the kinds are called that some properties lead to, folded.
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

  /// The values of a property of an entity.
  ///
  /// @param path the property, or a path of properties joined by `/`, or the name of a body that
  ///   gives keys
  /// @return the values; none if the property is not known or the entity does not have it
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

  /// The keys that a body gave an entity: texts, since what they name lies elsewhere.
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

  /// The values of a property of an entity as texts: literals, and of other entities their labels.
  public List<String> texts(String iri, String path) {
    return values(iri, path).stream()
        .filter(v -> !v.isBlank())
        .map(v -> v.isURI() ? label(v.getURI()).orElse(v.getURI()) : v.getLiteralLexicalForm())
        .toList();
  }

  /// The keys that other bodies gave an entity, by the body's name or the label of the property.
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

  /// The preferred label of a thing: in English if it has one, else in no language or any.
  Optional<String> label(String iri) {
    Node thing = NodeFactory.createURI(iri);
    return vocabulary.preferred().stream()
        .flatMap(p -> graph.find(thing, p, Node.ANY).mapWith(Triple::getObject).toList().stream())
        .filter(Node::isLiteral)
        .min(Comparator.comparingInt(GraphFacts::rank))
        .map(Node::getLiteralLexicalForm);
  }

  private static int rank(Node label) {
    String language = label.getLiteralLanguage();
    return language.startsWith("en") ? 0 : language.isEmpty() ? 1 : 2;
  }

  /// Whether a property holds keys of other bodies. The names of bodies that give keys (`ROR`,
  /// `Wikidata`) are understood as such properties.
  boolean isIdentifier(String path) {
    return Identifiers.isIssuer(path)
        || path(path).stream()
            .allMatch(step -> !step.isEmpty() && vocabulary.identifier().containsAll(step));
  }

  /// Whether a property, or each step of a path, is one that the graph declares, or the name of a
  /// body that gives keys.
  boolean isProperty(String path) {
    return isIdentifier(path) || path(path).stream().noneMatch(Set::isEmpty);
  }

  private List<Set<Node>> path(String path) {
    return path.length() > LONGEST ? NOTHING : paths.get(path, this::steps);
  }

  private List<Set<Node>> steps(String path) {
    if (path.contains("://")) {
      return List.of(Set.of(NodeFactory.createURI(path.strip())));
    }
    if (path.chars().filter(c -> c == '/').count() >= STEPS) {
      return NOTHING;
    }
    List<Set<Node>> steps = new ArrayList<>();
    for (String step : path.split("/", -1)) {
      steps.add(properties(step.strip()));
    }
    return steps;
  }

  /// The declared properties with this local name or label.
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
        || says(property, List.of(RDFS.Nodes.label), name);
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
    return says(value, vocabulary.naming(), asked);
  }

  private boolean says(Node entity, Collection<Node> predicates, String asked) {
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
    return node.isLiteral() ? node.getLiteralLexicalForm() : node.isURI() ? node.getURI() : "";
  }

  /// Web addresses and identifiers are compared by their forms, all else as names are.
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
