package org.techrace.mapping;

import org.techrace.report.Place;

/// What a triples map can iterate over: a logical source or a logical view (RML-LV, section 3).
public sealed interface AbstractLogicalSource permits LogicalSource, LogicalView {
  /// Where it stands.
  Place at();

  /// Whether this iterates over the same things as the other, wherever the two stand.
  boolean sameRowsAs(AbstractLogicalSource other);
}
