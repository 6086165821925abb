package org.techrace.store.query.path;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// The edges of one step of a path, in arrays. Nodes are numbered from 0. Following an edge takes a
/// few nanoseconds, a search in the index several hundred. Not thread-safe.
final class StepGraph {
  /// How often the searches may have visited all nodes before the components of the graph are
  /// found. Finding them takes about as long as a few searches.
  private static final int MOST_VISITS = 8;

  private final QueryRun run;

  /// The number of each node, by its id.
  private final IntMap numbers;

  /// The id of each node, by its number.
  private final int[] ids;

  private final Edges edges;
  private final GraphSearch search;

  /// The components of the graph; null as long as searches have visited few nodes.
  private @Nullable Condensation condensation;

  private StepGraph(QueryRun run, IntMap numbers, IntList ids, IntList from, IntList to) {
    this.run = run;
    this.numbers = numbers;
    this.ids = ids.toArray();
    this.edges = new Edges(run, ids.size(), from.toArray(), to.toArray());
    this.search = new GraphSearch(run, ids.size());
  }

  /// Reads the edges of a step.
  ///
  /// @param links the predicates of the step ([PathSteps#links])
  static StepGraph of(QueryRun run, PathSteps steps, List<PathSteps.DirectedLink> links) {
    IntMap numbers = new IntMap(run);
    IntList ids = new IntList();
    IntList from = new IntList();
    IntList to = new IntList();
    for (PathSteps.DirectedLink link : links) {
      steps.edges(
          link.predicate(),
          (subject, object) -> {
            int s = number(subject, numbers, ids);
            int o = number(object, numbers, ids);
            from.add(link.inverse() ? o : s);
            to.add(link.inverse() ? s : o);
          });
    }
    return new StepGraph(run, numbers, ids, from, to);
  }

  private static int number(int id, IntMap numbers, IntList ids) {
    int known = numbers.get(id, -1);
    if (known >= 0) {
      return known;
    }
    numbers.put(id, ids.size());
    ids.add(id);
    return ids.size() - 1;
  }

  /// Returns true if a term is an end of an edge.
  boolean contains(int id) {
    return numbers.get(id, -1) >= 0;
  }

  /// Returns a node that reaches the same nodes, to search only once from several such nodes: the
  /// given one if no other is known.
  int representative(int id, PathSteps.Step.Reach path) {
    int start = numbers.get(id, -1);
    Condensation components = start < 0 ? null : condensation(path);
    return components == null ? id : ids[components.representative(start)];
  }

  /// Returns the distinct nodes that repeated steps reach from a node.
  int[] reached(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (start < 0) {
      return path.zero() ? new int[] {id} : new int[0];
    }
    Condensation components = condensation(path);
    int[] reached;
    if (components != null) {
      reached = components.reached(start, forward, path.zero());
    } else {
      reached = new int[search.reach(start, edges.neighbours(forward), path.zero(), path.many())];
      Arrays.setAll(reached, search::found);
    }
    for (int i = 0; i < reached.length; i++) {
      reached[i] = ids[reached[i]];
    }
    return reached;
  }

  /// Returns the number of distinct nodes that repeated steps reach from a node.
  int count(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (start < 0) {
      return path.zero() ? 1 : 0;
    }
    Condensation components = condensation(path);
    return components != null
        ? components.count(start, forward, path.zero())
        : search.reach(start, edges.neighbours(forward), path.zero(), path.many());
  }

  /// Returns true if repeated steps from a node reach any node.
  boolean leads(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (path.zero() || start < 0) {
      return path.zero();
    }
    int[] offsets = edges.neighbours(forward).offsets();
    return offsets[start] < offsets[start + 1];
  }

  /// Returns the components of the graph if searches on them save time, else null.
  private @Nullable Condensation condensation(PathSteps.Step.Reach path) {
    if (condensation == null && path.many() && search.visited() > (long) MOST_VISITS * ids.length) {
      condensation = Condensation.of(run, edges.neighbours(true));
    }
    return condensation;
  }
}
