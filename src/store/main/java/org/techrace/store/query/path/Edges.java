package org.techrace.store.query.path;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.QueryRun;

/// The edges of a graph whose nodes are numbered from 0, sorted by start or end when they are first
/// followed in that direction. Not thread-safe.
final class Edges {
  private final QueryRun run;
  private final int nodes;
  private final int[] from;
  private final int[] to;
  private @Nullable Neighbours ahead;
  private @Nullable Neighbours back;

  /// @param nodes the number of nodes
  /// @param from the start of each edge
  /// @param to the end of each edge
  Edges(QueryRun run, int nodes, int[] from, int[] to) {
    this.run = run;
    this.nodes = nodes;
    this.from = from;
    this.to = to;
  }

  /// Returns the edges by their starts, or by their ends if they are followed backwards.
  Neighbours neighbours(boolean forward) {
    Neighbours known = forward ? ahead : back;
    if (known != null) {
      return known;
    }
    Neighbours made = Neighbours.of(run, nodes, forward ? from : to, forward ? to : from);
    if (forward) {
      ahead = made;
    } else {
      back = made;
    }
    return made;
  }
}
