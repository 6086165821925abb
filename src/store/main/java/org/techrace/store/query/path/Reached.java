package org.techrace.store.query.path;

import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.IntMap;
import org.techrace.store.query.row.QueryRun;

/// The distinct nodes that a path reaches from a node.
final class Reached {
  private final QueryRun run;
  private final int[] ids;
  private @Nullable IntMap set;

  Reached(QueryRun run, int[] ids) {
    this.run = run;
    this.ids = ids;
  }

  /// Returns the nodes, in no particular order. The caller must not change the array.
  int[] ids() {
    return ids;
  }

  int size() {
    return ids.length;
  }

  boolean contains(int id) {
    IntMap known = set;
    if (known == null) {
      known = new IntMap(run);
      for (int reached : ids) {
        known.add(reached);
      }
      set = known;
    }
    return known.contains(id);
  }
}
