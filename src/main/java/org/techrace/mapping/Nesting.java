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

/// How nodes stand in one another. A triples map may be its own parent: that is no circle.
///
/// @param node one that is a part of itself, or else the one that is deepest in others
/// @param isCircle whether it is a part of itself
record Nesting(Node node, boolean isCircle) {
  private record Open(Node node, Iterator<Node> parts) {}

  /// The worst there is; no recursion looks for it.
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

  /// Those that are in no other come first: from them the depth is counted.
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
