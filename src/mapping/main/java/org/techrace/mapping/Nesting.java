package org.techrace.mapping;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;

/// The deepest nesting of nodes in a graph. A triples map may be its own parent; that is not a
/// cycle.
///
/// @param node a node that is a part of itself, or otherwise the most deeply nested node
/// @param isCircle true if the node is a part of itself
record Nesting(Node node, boolean isCircle) {
  private record Open(Node node, Iterator<Node> parts) {}

  /// Finds the deepest nesting, without recursion.
  static Nesting worst(Graph graph) {
    Set<Node> done = new HashSet<>();
    Node deepest = Node.ANY;
    int depth = 0;
    for (Node start : starts(graph)) {
      if (!done.add(start)) {
        continue;
      }
      Deque<Open> path = new ArrayDeque<>();
      Set<Node> above = new HashSet<>();
      path.push(new Open(start, parts(start, graph)));
      above.add(start);
      while (!path.isEmpty()) {
        Open last = path.element();
        if (!last.parts.hasNext()) {
          above.remove(path.pop().node);
          continue;
        }
        Node part = last.parts.next();
        if (above.contains(part)) {
          return new Nesting(part, true);
        }
        if (done.add(part)) {
          above.add(part);
          path.push(new Open(part, parts(part, graph)));
          if (path.size() > depth) {
            depth = path.size();
            deepest = part;
          }
        }
      }
    }
    return new Nesting(deepest, false);
  }

  /// Returns all subjects, with those that are not part of another node first, because the depth is
  /// counted from them.
  private static List<Node> starts(Graph graph) {
    return graph.find().mapWith(Triple::getSubject).toSet().stream()
        .sorted(Comparator.comparing(node -> graph.contains(Node.ANY, Node.ANY, node)))
        .toList();
  }

  private static Iterator<Node> parts(Node node, Graph graph) {
    return graph
        .find(node, Node.ANY, Node.ANY)
        .filterDrop(triple -> triple.getPredicate().equals(Rml.term("parentTriplesMap")))
        .mapWith(Triple::getObject)
        .filterDrop(Node::isLiteral)
        .toList()
        .iterator();
  }
}
