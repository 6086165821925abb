package org.techrace.store.query.path;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// The edges of one step of a path, in arrays. Nodes are numbered from 0. Following an edge takes a
/// few nanoseconds, a search in the index several hundred. Not thread-safe.
///
/// A term between two links of a sequence is another node than the same term at an end of the step:
/// its position is another one.
final class StepGraph {
  /// How often the searches may have visited all nodes before the components of the graph are
  /// found. Finding them takes about as long as a few searches.
  private static final int MOST_VISITS = 8;

  private final QueryRun run;

  /// The number of each node at an end of the step, by its id.
  private final IntMap numbers;

  /// The id of each node, by its number, or 0 for a node within a sequence.
  private final int[] ids;

  /// The numbers of the nodes at an end of the step.
  private final int[] ends;

  private final Edges edges;
  private final GraphSearch search;

  /// The components of the graph; null as long as searches have visited few nodes.
  private @Nullable Condensation condensation;

  private StepGraph(QueryRun run, IntMap numbers, IntList ids, IntList from, IntList to) {
    this.run = run;
    this.numbers = numbers;
    this.ids = ids.toArray();
    this.ends = IntStream.range(0, ids.size()).filter(n -> ids.get(n) != 0).toArray();
    this.edges = new Edges(run, ids.size(), from.toArray(), to.toArray());
    this.search = new GraphSearch(run, ids.size());
  }

  /// Reads the edges of a step.
  ///
  /// @param links the links of the step ([PathSteps#links])
  static StepGraph of(QueryRun run, PathSteps steps, List<PathSteps.DirectedLink> links) {
    Map<Integer, IntMap> numbers = new HashMap<>();
    numbers.put(0, new IntMap(run));
    IntList ids = new IntList();
    IntList from = new IntList();
    IntList to = new IntList();
    for (PathSteps.DirectedLink link : links) {
      IntMap starts = numbers.computeIfAbsent(link.from(), _ -> new IntMap(run));
      IntMap ends = numbers.computeIfAbsent(link.to(), _ -> new IntMap(run));
      steps.edges(
          link.predicate(),
          (subject, object) -> {
            int start = link.inverse() ? object : subject;
            int end = link.inverse() ? subject : object;
            from.add(number(start, starts, link.from() == 0, ids));
            to.add(number(end, ends, link.to() == 0, ids));
          });
    }
    return new StepGraph(run, requireNonNull(numbers.get(0)), ids, from, to);
  }

  /// @param isEnd true for a node at an end of the step
  private static int number(int id, IntMap numbers, boolean isEnd, IntList ids) {
    int known = numbers.get(id, -1);
    if (known >= 0) {
      return known;
    }
    numbers.put(id, ids.size());
    ids.add(isEnd ? id : 0);
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
      int n = search.reach(start, edges.neighbours(forward), path.zero(), path.many());
      reached = IntStream.range(0, n).map(search::found).filter(f -> ids[f] != 0).toArray();
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
    if (components != null) {
      return components.count(start, forward, path.zero());
    }
    int n = search.reach(start, edges.neighbours(forward), path.zero(), path.many());
    return isPlain()
        ? n
        : (int) IntStream.range(0, n).filter(i -> ids[search.found(i)] != 0).count();
  }

  /// Returns true if no node is within a sequence.
  private boolean isPlain() {
    return ends.length == ids.length;
  }

  /// Returns true if repeated steps from a node reach any node. No step may be a sequence.
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
      condensation = Condensation.of(run, edges.neighbours(true), ends);
    }
    return condensation;
  }
}
