package org.techrace.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.Node;

/// Which records of a graph are of one thing. A record is part of the first one that links to it,
/// with all that are part of it by then.
final class JoinedRecords {
  private final Map<Node, List<Node>> parts = new HashMap<>();
  private final Set<Node> joined = new HashSet<>();

  /// Adds a link from a record to another one of the same thing. A link from or to a record that is
  /// part of another already changes nothing.
  void add(Node record, Node other) {
    if (record.equals(other) || joined.contains(record) || !joined.add(other)) {
      return;
    }
    List<Node> all = parts.computeIfAbsent(record, r -> new ArrayList<>());
    all.add(other);
    List<Node> further = parts.remove(other);
    if (further != null) {
      all.addAll(further);
    }
  }

  /// Returns true if a record is part of another record.
  boolean isPart(Node record) {
    return joined.contains(record);
  }

  /// Returns the records that are part of a record.
  List<Node> parts(Node record) {
    return parts.getOrDefault(record, List.of());
  }
}
