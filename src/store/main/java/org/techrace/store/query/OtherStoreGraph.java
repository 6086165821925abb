package org.techrace.store.query;

import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.util.iterator.ExtendedIterator;

/// A graph of another store than the one that a query runs on. Its blank nodes have labels that no
/// node of the query's own store has, so that nodes of two stores are never the same. A pattern on
/// it runs in its own store: see [OtherStoreExecutor].
public final class OtherStoreGraph extends GraphBase {
  /// The label of a node that is not in the other store begins with this, within that store.
  private static final String ELSEWHERE = "elsewhere ";

  private final Graph graph;
  private final String prefix;

  /// Creates a view.
  ///
  /// @param graph a graph of the other store
  /// @param store the name of the store, different for each; begins the labels of its blank nodes
  public OtherStoreGraph(Graph graph, String store) {
    this.graph = graph;
    this.prefix = store + " ";
  }

  /// Returns the graph with its own blank nodes.
  Graph graph() {
    return graph;
  }

  /// Returns a term of the other store as the query sees it.
  Node outside(Node term) {
    if (!term.isBlank()) {
      return term;
    }
    String label = term.getBlankNodeLabel();
    return NodeFactory.createBlankNode(
        label.startsWith(ELSEWHERE) ? label.substring(ELSEWHERE.length()) : prefix + label);
  }

  /// Returns a term of the query as the other store sees it.
  Node inside(Node term) {
    if (!term.isBlank()) {
      return term;
    }
    String label = term.getBlankNodeLabel();
    return NodeFactory.createBlankNode(
        label.startsWith(prefix) ? label.substring(prefix.length()) : ELSEWHERE + label);
  }

  private Triple outside(Triple triple) {
    return triple.getSubject().isBlank() || triple.getObject().isBlank()
        ? Triple.create(
            outside(triple.getSubject()), triple.getPredicate(), outside(triple.getObject()))
        : triple;
  }

  @Override
  protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
    return graph
        .find(inside(pattern.getSubject()), pattern.getPredicate(), inside(pattern.getObject()))
        .mapWith(this::outside);
  }

  @Override
  protected int graphBaseSize() {
    return graph.size();
  }
}
