package org.techrace.mapping;

import org.techrace.report.Place;

/// The source of the rows of a triples map: a logical source, a logical view (RML-LV, section 3),
/// or the cells of columns of one of these.
public sealed interface AbstractLogicalSource permits LogicalSource, LogicalView, Unpivot {
  /// Returns the place of the source in the mapping.
  Place at();

  /// Returns true if both sources have the same rows, even if they are declared at different
  /// places.
  boolean sameRowsAs(AbstractLogicalSource other);
}
