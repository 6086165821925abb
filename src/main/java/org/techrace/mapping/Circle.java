package org.techrace.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;

/// Looks for a node that is a part of itself. A triples map may be its own parent: that is no
/// circle.
final class Circle {
  private record Open(Node node, Iterator<Node> parts) {}

  private Circle() {}

  static Optional<Node> in(Graph graph) {
    Set<Node> done = new HashSet<>();
    for (Node start : graph.find().mapWith(Triple::getSubject).toSet()) {
      Optional<Node> found = from(start, graph, done);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Node> from(Node start, Graph graph, Set<Node> done) {
    Deque<Open> path = new ArrayDeque<>();
    Set<Node> above = new HashSet<>();
    for (Optional<Node> next = Optional.of(start); next.isPresent() || !path.isEmpty(); ) {
      if (next.isPresent() && above.contains(next.get())) {
        return next;
      }
      if (next.isPresent() && done.add(next.get())) {
        above.add(next.get());
        path.push(new Open(next.get(), parts(next.get(), graph)));
      }
      Open last = path.peek();
      if (last == null) {
        return Optional.empty();
      }
      next = last.parts.hasNext() ? Optional.of(last.parts.next()) : Optional.empty();
      if (next.isEmpty()) {
        above.remove(path.pop().node);
      }
    }
    return Optional.empty();
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
