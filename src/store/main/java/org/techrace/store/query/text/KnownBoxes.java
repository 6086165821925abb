package org.techrace.store.query.text;

import java.util.Optional;
import org.techrace.geo.Boxes;
import org.techrace.store.query.row.QueryRun;

/// Looks up the boxes of geometries for an operator. Used by one thread.
final class KnownBoxes {
  /// The number of terms from which the index is made. If there are fewer, functions read them.
  private static final int TERMS_READ = 1000;

  private final QueryRun run;
  private final GeometryIndex index;
  private Optional<Boxes> boxes = Optional.empty();
  private int read;

  KnownBoxes(QueryRun run) {
    this.run = run;
    this.index = GeometryIndex.of(run.store());
  }

  /// Returns the table that has the box of a term. The index is made when many terms have been
  /// looked up.
  ///
  /// @return empty if the term is not a geometry of the store, or if there is no index
  Optional<Boxes> of(int id) {
    if (!index.ids().has(id)) {
      return Optional.empty();
    }
    if (boxes.isEmpty() && (index.isSettled() || ++read > TERMS_READ)) {
      boxes = index.boxes(run);
    }
    return boxes;
  }

  /// Returns the number of a geometry in the table.
  int number(int id) {
    return id - index.ids().start();
  }
}
