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
  private final QueryRun run;

  /// The number of each node, by its id.
  private final IntMap numbers;

  /// The id of each node, by its number.
  private final int[] ids;

  /// The ends of the edges, as numbers.
  private final int[] from;

  private final int[] to;

  private @Nullable Neighbours ahead;
  private @Nullable Neighbours back;

  /// The number of the last search that has found a node, by the node's number.
  private final int[] foundIn;

  private int search;

  /// The numbers of the nodes that the last search has found.
  private final int[] found;

  private int visited;

  /// The nodes next to node `n` are the targets from `offsets[n]` to `offsets[n + 1]`.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Neighbours(int[] offsets, int[] targets) {}

  private StepGraph(QueryRun run, IntMap numbers, IntList ids, IntList from, IntList to) {
    this.run = run;
    this.numbers = numbers;
    this.ids = ids.toArray();
    this.from = from.toArray();
    this.to = to.toArray();
    this.foundIn = new int[ids.size()];
    this.found = new int[ids.size()];
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

  /// Returns the distinct nodes that repeated steps reach from a node.
  int[] reached(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (start < 0) {
      return path.zero() ? new int[] {id} : new int[0];
    }
    int n = search(start, path, forward);
    int[] reached = new int[n];
    for (int i = 0; i < n; i++) {
      reached[i] = ids[found[i]];
    }
    return reached;
  }

  /// Returns the number of distinct nodes that repeated steps reach from a node.
  int count(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (start < 0) {
      return path.zero() ? 1 : 0;
    }
    return search(start, path, forward);
  }

  /// Returns true if repeated steps from a node reach any node.
  boolean leads(int id, PathSteps.Step.Reach path, boolean forward) {
    int start = numbers.get(id, -1);
    if (path.zero() || start < 0) {
      return path.zero();
    }
    int[] offsets = neighbours(forward).offsets;
    return offsets[start] < offsets[start + 1];
  }

  /// Finds nodes breadth first. Returns their number.
  private int search(int start, PathSteps.Step.Reach path, boolean forward) {
    Neighbours next = neighbours(forward);
    if (++search == Integer.MAX_VALUE) {
      Arrays.fill(foundIn, 0);
      search = 1;
    }
    int n = 0;
    if (path.zero()) {
      foundIn[start] = search;
      found[n++] = start;
    } else {
      n = visit(start, n, next);
    }
    for (int i = 0; i < n && (path.many() || i == 0); i++) {
      n = visit(found[i], n, next);
    }
    return n;
  }

  private int visit(int node, int before, Neighbours next) {
    run.checkAt(visited++);
    int n = before;
    for (int i = next.offsets[node]; i < next.offsets[node + 1]; i++) {
      int target = next.targets[i];
      if (foundIn[target] != search) {
        foundIn[target] = search;
        found[n++] = target;
      }
    }
    return n;
  }

  private Neighbours neighbours(boolean forward) {
    Neighbours known = forward ? ahead : back;
    if (known != null) {
      return known;
    }
    Neighbours made = forward ? sorted(from, to) : sorted(to, from);
    if (forward) {
      ahead = made;
    } else {
      back = made;
    }
    return made;
  }

  private Neighbours sorted(int[] starts, int[] ends) {
    int[] offsets = new int[ids.length + 1];
    for (int start : starts) {
      offsets[start + 1]++;
    }
    for (int n = 0; n < ids.length; n++) {
      offsets[n + 1] += offsets[n];
    }
    int[] at = Arrays.copyOf(offsets, ids.length);
    int[] targets = new int[ends.length];
    for (int i = 0; i < ends.length; i++) {
      run.checkAt(i);
      targets[at[starts[i]]++] = ends[i];
    }
    return new Neighbours(offsets, targets);
  }
}
