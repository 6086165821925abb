package org.techrace.search;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDFS;

/// The role of predicates and classes in the label index, from `vocabulary.tsv`. The subproperties
/// that the release's ontology declares have the same role.
///
/// @param preferred predicates of main names, best first
/// @param alternative predicates of other names
/// @param identifier predicates of identifiers in other datasets
/// @param same predicates that link two records of one thing
/// @param outside classes whose instances are not entities
/// @param withdrawn predicates whose value `withdrawn` marks a record that is no longer valid
record SearchVocabulary(
    Collection<Node> preferred,
    Collection<Node> alternative,
    Collection<Node> identifier,
    Collection<Node> same,
    Collection<Node> outside,
    Collection<Node> withdrawn) {

  /// Reads the vocabulary for a graph.
  static SearchVocabulary of(Graph graph) {
    return new SearchVocabulary(
        role(graph, "preferred"),
        role(graph, "alternative"),
        role(graph, "identifier"),
        role(graph, "same"),
        role(graph, "outside"),
        role(graph, "withdrawn"));
  }

  /// Returns the predicates of names and identifiers.
  Collection<Node> naming() {
    Set<Node> all = new LinkedHashSet<>(preferred);
    all.addAll(alternative);
    all.addAll(identifier);
    return all;
  }

  /// Returns the predicates that describe a record.
  Set<Node> all() {
    Set<Node> all = new LinkedHashSet<>(naming());
    all.addAll(withdrawn);
    return all;
  }

  private static Collection<Node> role(Graph graph, String role) {
    Set<Node> found = new LinkedHashSet<>();
    for (List<String> row : Lists.rows("vocabulary.tsv")) {
      if (row.getFirst().equals(role)) {
        found.addAll(
            closure(NodeFactory.createURI(row.get(1)), graph, RDFS.Nodes.subPropertyOf, false));
      }
    }
    return found;
  }

  /// Returns a node and all nodes that are reachable over a predicate.
  ///
  /// @param upwards true to follow the predicate to objects, false to follow it to subjects
  static Set<Node> closure(Node start, Graph graph, Node predicate, boolean upwards) {
    Set<Node> reached = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (reached.add(node)) {
        if (upwards) {
          graph.find(node, predicate, Node.ANY).forEach(t -> open.add(t.getObject()));
        } else {
          graph.find(Node.ANY, predicate, node).forEach(t -> open.add(t.getSubject()));
        }
      }
    }
    return reached;
  }
}
