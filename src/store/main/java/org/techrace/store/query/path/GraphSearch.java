package org.techrace.store.query.path;

import java.util.Arrays;
import org.techrace.store.query.row.QueryRun;

/// Searches a graph breadth first, many times. Not thread-safe.
final class GraphSearch {
  private final QueryRun run;

  /// The number of the last search that has found a node, by the node's number.
  private final int[] foundIn;

  private int search;

  /// The nodes that the last search has found.
  private final int[] found;

  private long visited;

  /// @param nodes the number of nodes of the graph
  GraphSearch(QueryRun run, int nodes) {
    this.run = run;
    this.foundIn = new int[nodes];
    this.found = new int[nodes];
  }

  /// Finds the distinct nodes that are reached from a node. Returns their number.
  ///
  /// @param zero true if the node itself is reached
  /// @param many true if more than one edge may be followed
  int reach(int start, Neighbours next, boolean zero, boolean many) {
    if (++search == Integer.MAX_VALUE) {
      Arrays.fill(foundIn, 0);
      search = 1;
    }
    int n = 0;
    if (zero) {
      foundIn[start] = search;
      found[n++] = start;
    } else {
      n = visit(start, n, next);
    }
    for (int i = 0; i < n && (many || i == 0); i++) {
      n = visit(found[i], n, next);
    }
    return n;
  }

  private int visit(int node, int before, Neighbours next) {
    run.checkAt((int) visited++);
    int n = before;
    for (int i = next.offsets()[node]; i < next.offsets()[node + 1]; i++) {
      int target = next.targets()[i];
      if (foundIn[target] != search) {
        foundIn[target] = search;
        found[n++] = target;
      }
    }
    return n;
  }

  /// Returns a node that the last search has found.
  int found(int i) {
    return found[i];
  }

  /// Returns the number of nodes whose edges all searches have followed.
  long visited() {
    return visited;
  }
}
