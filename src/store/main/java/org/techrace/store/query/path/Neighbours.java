package org.techrace.store.query.path;

import java.util.Arrays;
import org.techrace.store.query.row.QueryRun;

/// The edges of a graph whose nodes are numbered from 0, by the node at which they start: those of
/// node `n` lead to the targets from `offsets[n]` to `offsets[n + 1]`.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Neighbours(int[] offsets, int[] targets) {
  /// Sorts edges by their starts.
  ///
  /// @param nodes the number of nodes
  static Neighbours of(QueryRun run, int nodes, int[] starts, int[] ends) {
    int[] offsets = new int[nodes + 1];
    for (int start : starts) {
      offsets[start + 1]++;
    }
    for (int n = 0; n < nodes; n++) {
      offsets[n + 1] += offsets[n];
    }
    int[] at = Arrays.copyOf(offsets, nodes);
    int[] targets = new int[ends.length];
    for (int i = 0; i < ends.length; i++) {
      run.checkAt(i);
      targets[at[starts[i]]++] = ends[i];
    }
    return new Neighbours(offsets, targets);
  }
}
