package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.vocabulary.RDF;
import org.techrace.serve.current.Lease;

/// The properties of the things of a class: those that they have, and those that lead to them. A
/// sample of the things is read once for each class. Safe for use by several threads; the caller
/// holds a read transaction.
final class Connections {
  /// The number of things of a class that are read.
  private static final int THINGS = 40;

  /// The number of statements in each direction that are read of a thing.
  private static final int STATEMENTS = 60;

  private final Map<String, Map<String, Double>> known = new ConcurrentHashMap<>();

  /// Returns the properties of a class with the share of its things that each has, or leads to.
  Map<String, Double> of(String type, Lease lease) {
    return known.computeIfAbsent(type, iri -> read(iri, lease.dataset().getDefaultGraph()));
  }

  private static Map<String, Double> read(String type, Graph graph) {
    List<Node> things =
        first(graph, Triple.create(Node.ANY, RDF.Nodes.type, NodeFactory.createURI(type)), THINGS)
            .stream()
            .map(Triple::getSubject)
            .toList();
    Map<String, Double> shares = new HashMap<>();
    for (Node thing : things) {
      Set<String> properties = new HashSet<>();
      add(graph, Triple.create(thing, Node.ANY, Node.ANY), properties);
      add(graph, Triple.create(Node.ANY, Node.ANY, thing), properties);
      properties.forEach(one -> shares.merge(one, 1.0 / things.size(), Double::sum));
    }
    return shares;
  }

  private static void add(Graph graph, Triple pattern, Set<String> properties) {
    first(graph, pattern, STATEMENTS)
        .forEach(found -> properties.add(found.getPredicate().getURI()));
  }

  private static List<Triple> first(Graph graph, Triple pattern, int limit) {
    ExtendedIterator<Triple> all = graph.find(pattern);
    try {
      List<Triple> first = new ArrayList<>();
      while (all.hasNext() && first.size() < limit) {
        first.add(all.next());
      }
      return first;
    } finally {
      all.close();
    }
  }
}
