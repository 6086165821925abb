package org.techrace.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.graph.Node;

/// The logical sources of function calls in the first version of FNML. A call has the rows of its
/// triples map: the same source is said twice, another one has no rows that belong to them.
final class FunctionSources {
  private static final List<String> PARTS =
      List.of(
          "subjectMap",
          "predicateObjectMap",
          "predicateMap",
          "objectMap",
          "graphMap",
          "languageMap",
          "datatypeMap",
          "functionValue");

  private FunctionSources() {}

  /// Reports the calls in a triples map whose source has another file than the triples map.
  static void check(RmlResource triplesMap) {
    List<Node> rows = sources(triplesMap);
    Deque<Node> open = new ArrayDeque<>(List.of(triplesMap.node()));
    Set<Node> seen = new HashSet<>();
    while (!open.isEmpty()) {
      RmlResource part = triplesMap.of(open.pop());
      if (seen.add(part.node())) {
        for (Node source : sources(part)) {
          if (!source.isBlank() && !rows.contains(source)) {
            part.error(
                "the function reads %s, its triples map %s; use a join to read another table"
                    .formatted(RmlResource.show(source), RmlResource.show(rows.getFirst())));
          }
        }
        PARTS.forEach(property -> open.addAll(part.all(property)));
      }
    }
  }

  private static List<Node> sources(RmlResource map) {
    return map.all("logicalSource").stream()
        .flatMap(source -> map.of(source).all("source").stream())
        .toList();
  }
}
