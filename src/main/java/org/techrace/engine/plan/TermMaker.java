package org.techrace.engine.plan;

import java.util.List;
import org.techrace.engine.output.RowQuads;
import org.techrace.table.Row;

/// A compiled term map.
///
/// @param <T> the form of a term
public interface TermMaker<T> {
  /// Creates the terms of a row. Terms that cannot be created are left out.
  ///
  /// @param made receives the errors in the values, and the collections whose heads are among the
  ///   terms
  List<T> of(Row row, RowQuads<T> made);
}
