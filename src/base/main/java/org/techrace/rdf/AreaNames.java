package org.techrace.rdf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.RDFS;

/// Names of areas in the languages of readers, for areas that the graph does not name in them:
/// those of the Unicode CLDR, by the code of ISO 3166 that a subproperty of `tool:iso2` gives.
/// Pages show them and searches find them; they are not statements of the graph.
public final class AreaNames {
  private static final Node CODE = NodeFactory.createURI(Tool.NAMESPACE + "iso2");

  private final Graph graph;

  /// The properties for codes; empty until they are read.
  private volatile Optional<List<Node>> properties = Optional.empty();

  /// @param graph the statements about areas and about the properties of their codes
  public AreaNames(Graph graph) {
    this.graph = graph;
  }

  /// Returns the name of an area in a language; empty for what has no code, or a code without a
  /// name.
  ///
  /// @param language a language tag
  public Optional<String> name(Node area, String language) {
    return properties().stream()
        .flatMap(property -> Iter.asStream(graph.find(area, property, Node.ANY)))
        .flatMap(triple -> shown(triple, language).stream())
        .findFirst();
  }

  /// Calls an action for each area with a code that has a name in a language, and this name.
  ///
  /// @param language a language tag
  public void each(String language, BiConsumer<Node, String> action) {
    for (Node property : properties()) {
      Iter.asStream(graph.find(Node.ANY, property, Node.ANY))
          .forEach(
              triple ->
                  shown(triple, language)
                      .ifPresent(name -> action.accept(triple.getSubject(), name)));
    }
  }

  /// Returns true if the graph has no area with a code.
  public boolean isEmpty() {
    return properties().isEmpty();
  }

  /// Two threads may both read the properties at first: they read the same.
  private List<Node> properties() {
    if (properties.isEmpty()) {
      properties =
          Optional.of(
              graph
                  .find(Node.ANY, RDFS.subPropertyOf.asNode(), CODE)
                  .mapWith(Triple::getSubject)
                  .toList());
    }
    return properties.orElseThrow();
  }

  private static Optional<String> shown(Triple coded, String language) {
    return Optional.of(coded.getObject())
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm)
        .filter(code -> code.matches("[A-Z]{2}"))
        .flatMap(code -> shown(code, Locale.forLanguageTag(language)));
  }

  private static Optional<String> shown(String code, Locale language) {
    String name = Locale.of("", code).getDisplayName(language);
    return Optional.of(name).filter(found -> !found.equals(code));
  }
}
