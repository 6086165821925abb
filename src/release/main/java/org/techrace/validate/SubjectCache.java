package org.techrace.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.util.iterator.WrappedIterator;
import org.techrace.guard.WorkWatch;

/// Reads a graph subject by subject and keeps the statements of the subjects read last.
///
/// Shapes ask for one property of a node after the other, and most values are the same few areas,
/// units and concepts: from here each of them is read once. Used by one thread. Reading ends when
/// the work of the thread's lane is stopped.
final class SubjectCache extends GraphBase {
  private static final int SUBJECTS = 4096;
  private static final int STATEMENTS_PER_SUBJECT = 256;

  private final Graph graph;
  private final WorkWatch.Lane lane;
  private final Map<Node, List<Triple>> statements =
      new LinkedHashMap<>(2 * SUBJECTS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Node, List<Triple>> eldest) {
          return size() > SUBJECTS;
        }
      };

  SubjectCache(Graph graph, WorkWatch.Lane lane) {
    this.graph = graph;
    this.lane = lane;
  }

  /// Returns the lane of the thread that reads the graph.
  WorkWatch.Lane lane() {
    return lane;
  }

  @Override
  protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
    lane.goOn();
    if (!pattern.getSubject().isConcrete()) {
      return graph.find(pattern);
    }
    List<Triple> all = statements.computeIfAbsent(pattern.getSubject(), this::read);
    if (all.size() > STATEMENTS_PER_SUBJECT) {
      return graph.find(pattern);
    }
    return WrappedIterator.createNoRemove(all.stream().filter(pattern::matches).iterator());
  }

  /// Reads the statements about a subject, at most one more than are kept.
  private List<Triple> read(Node subject) {
    List<Triple> all = new ArrayList<>();
    ExtendedIterator<Triple> found = graph.find(subject, Node.ANY, Node.ANY);
    while (found.hasNext() && all.size() <= STATEMENTS_PER_SUBJECT) {
      all.add(found.next());
    }
    found.close();
    return all;
  }
}
